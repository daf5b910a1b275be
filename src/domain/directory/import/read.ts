import { isMalformed, type Malformed } from '../../../base/parsed.ts'
import type { ImportFile } from '../tasks.ts'
import { readCustomers } from './customers.ts'
import { readDhcp } from './dhcp.ts'
import { readNat } from './nat.ts'
import { readRadius } from './radius.ts'

/** Reads a file as what it is said to be. */
export function readImport(kind: ImportFile['kind'], bytes: Uint8Array): ImportFile | Malformed {
  if (kind === 'customers') {
    const reading = readCustomers(bytes)
    return isMalformed(reading) ? reading : { kind, reading }
  }
  const reading = kind === 'radius' ? readRadius(bytes) : kind === 'dhcp' ? readDhcp(bytes) : readNat(bytes)
  return isMalformed(reading) ? reading : { kind, reading }
}
