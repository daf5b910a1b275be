import type { Malformed } from '../../base/parsed.ts'
import { defineTask } from '../../base/task.ts'
import type { Registration, Services } from '../../formats/rdap/index.ts'
import type { WhoisReading } from '../../formats/whois/index.ts'
import type { CustomerRow } from './import/customers.ts'
import type { Heard, Reading } from './import/heard.ts'

/** What others wrote is read in a worker thread. */

export const readRdapTask = defineTask<{ readonly bytes: Uint8Array }, Registration | Malformed>('directory.read-rdap')
export const readServicesTask = defineTask<{ readonly bytes: Uint8Array }, Services | Malformed>('directory.read-services')
export const readWhoisTask = defineTask<{ readonly bytes: Uint8Array }, WhoisReading>('directory.read-whois')

/** The parts of a JSON answer that the pointers lead to, as texts; null for what is not there or no text or number. */
export const readAnswerTask = defineTask<
  { readonly bytes: Uint8Array; readonly pointers: readonly (string | null)[] },
  readonly (string | null)[] | Malformed
>('directory.read-answer')

/** Country and network of addresses, from the data on this machine, and of which days that is. */
export const locateTask = defineTask<
  { readonly addresses: readonly string[] },
  {
    readonly places: readonly { readonly country: string | null; readonly asn: number | null; readonly network: string | null }[]
    readonly countriesDate: string
    readonly networksDate: string
  }
>('directory.locate')

export type ImportFile =
  | { readonly kind: 'customers'; readonly reading: Reading<CustomerRow> }
  | { readonly kind: 'radius' | 'dhcp' | 'nat'; readonly reading: Reading<Heard> }

export const readImportTask = defineTask<{ readonly kind: ImportFile['kind']; readonly bytes: Uint8Array }, ImportFile | Malformed>(
  'directory.read-import',
)
