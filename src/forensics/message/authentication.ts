import { readAuthenticationResults } from '../../formats/headers/index.ts'
import type { HeaderField } from '../../formats/mime/index.ts'
import { registeredDomain } from '../url/index.ts'
import type { Authentication, AuthenticationDetail, AuthenticationWord, Hop, Ports } from './reading.ts'

/** SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), ARC (RFC 8617), by mailauth; result words of RFC 8601 §2.7. */

/** What is known of the hand-over: `mailFrom` empty is the null sender. */
export type Envelope = {
  readonly ip: string | null
  readonly helo: string | null
  readonly mailFrom: string | null
  readonly by?: string | null
}

/** What nobody checked. */
const unchecked: Authentication = {
  spf: 'unchecked',
  dkim: 'unchecked',
  dmarc: 'unchecked',
  arc: 'unchecked',
  details: [],
  policy: null,
  claimed: null,
}

const mostQuestions = 80
const mostSignatures = 20

type Status = { readonly result?: string; readonly comment?: string; readonly aligned?: string | false }

/**
 * Checks the message that begins at the first byte (no mbox line in front). Without a resolver all is `unchecked`. Never throws: what
 * the resolver cannot answer is `temperror`. A body altered after signing is DKIM `neutral`, not `fail`: that is the library's word.
 */
export async function authenticate(bytes: Uint8Array, envelope: Envelope, ports: Ports): Promise<Authentication> {
  const resolve = ports.resolve
  if (resolve === undefined) return unchecked
  let questions = 0
  const asked = new Map<string, Promise<string[] | string[][]>>()
  const resolver = (name: string, type: string): Promise<string[] | string[][]> => {
    const key = `${type} ${name.toLowerCase()}`
    const known = asked.get(key)
    if (known !== undefined) return known
    if (++questions > mostQuestions)
      return Promise.reject(Object.assign(new Error('too many questions for one message'), { code: 'ETIMEOUT' }))
    const answer = resolve(name, type)
    asked.set(key, answer)
    return answer
  }
  try {
    const { authenticate: check } = await import('mailauth')
    const result = await check(Buffer.from(limitSignatures(bytes)), {
      resolver,
      mta: envelope.by ?? 'localhost',
      disableBimi: true,
      ...(envelope.ip === null ? {} : { ip: envelope.ip }),
      ...(envelope.helo === null ? {} : { helo: envelope.helo.replace(/^\[|\]$/g, '') }),
      ...(envelope.mailFrom === null ? {} : { sender: envelope.mailFrom }),
    })
    return readResult(result as unknown as LibraryResult, envelope)
  } catch {
    return { ...unchecked, spf: 'temperror', dkim: 'temperror', dmarc: 'temperror', arc: 'temperror' }
  }
}

/** Each signature costs a key from the DNS and a check: a message with more than a few is trimmed to them. */
function limitSignatures(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256 * 1024)).toString('latin1')
  const end = head.search(/\r?\n\r?\n/)
  const header = end < 0 ? head : head.slice(0, end)
  const marks = [...header.matchAll(/(^|\n)dkim-signature(?=[ \t]*:)/gi)]
  if (marks.length <= mostSignatures) return bytes
  const copy = new Uint8Array(bytes)
  for (const mark of marks.slice(mostSignatures)) copy[mark.index + (mark[1] ?? '').length] = 0x78
  return copy
}

type LibraryResult = {
  readonly spf?: { readonly domain?: string; readonly status?: Status } | false
  readonly dkim?: {
    readonly results?: readonly { readonly signingDomain?: string; readonly selector?: string; readonly status?: Status }[]
  }
  readonly dmarc?:
    | {
        readonly domain?: string
        readonly policy?: string
        readonly status?: Status
        readonly alignment?: { readonly spf?: { readonly result?: string | false } }
      }
    | false
  readonly arc?: { readonly status?: Status; readonly signature?: { readonly signingDomain?: string } | false } | false
}

function readResult(result: LibraryResult, envelope: Envelope): Authentication {
  const details: AuthenticationDetail[] = []
  const detail = (method: string, status: Status | undefined, domain: string | null, selector: string | null, aligned: boolean | null) =>
    details.push({ method, result: word(status), domain, selector, aligned, comment: status?.comment?.slice(0, 300) ?? null })
  const spf = result.spf === false ? undefined : result.spf
  const dmarc = result.dmarc === false ? undefined : result.dmarc
  const arc = result.arc === false ? undefined : result.arc
  const spfAligned = dmarc?.alignment?.spf === undefined ? null : Boolean(dmarc.alignment.spf.result)
  if (envelope.ip !== null) detail('spf', spf?.status, spf?.domain ?? null, null, spfAligned)
  const signatures = result.dkim?.results ?? []
  for (const one of signatures.slice(0, mostSignatures))
    detail(
      'dkim',
      one.status,
      one.signingDomain ?? null,
      one.selector ?? null,
      one.status?.aligned === undefined ? null : Boolean(one.status.aligned),
    )
  if (dmarc !== undefined) detail('dmarc', dmarc.status, dmarc.domain ?? null, null, null)
  const forwarder = arc?.signature === false ? undefined : arc?.signature?.signingDomain
  if (arc !== undefined) detail('arc', arc.status, forwarder ?? null, null, null)
  return {
    // without an address nobody handed over: there is nothing that SPF could say
    spf: envelope.ip === null ? 'none' : word(spf?.status),
    dkim: overall(signatures.map((one) => one.status)),
    dmarc: word(dmarc?.status),
    arc: word(arc?.status),
    details,
    policy: dmarc?.policy ?? null,
    claimed: null,
  }
}

const words = new Set<string>(['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror', 'policy'])

function word(status: Status | undefined): AuthenticationWord {
  const result = status?.result ?? 'none'
  if (result === 'temperr') return 'temperror'
  return words.has(result) ? (result as AuthenticationWord) : 'none'
}

/** One word for several signatures: a pass if any holds (an aligned one first), else the first that is not silent. */
function overall(statuses: readonly (Status | undefined)[]): AuthenticationWord {
  const all = statuses.map(word)
  if (all.includes('pass')) return 'pass'
  return all.find((one) => one !== 'none') ?? 'none'
}

/**
 * What the receiver's own Authentication-Results say: those above the first Received line below the trust boundary, and by a host of
 * the receiving side (RFC 8601 §5: others must not be believed).
 */
export function readClaimed(header: readonly HeaderField[], path: readonly Hop[]): Authentication['claimed'] {
  const trusted = path.filter((hop) => hop.trusted)
  if (trusted.length === 0) return null
  const boundary = path.find((hop) => !hop.trusted)?.line ?? header.length
  const organisations = new Set(
    trusted.flatMap((hop) => (hop.by === null ? [] : [registeredDomain(hop.by.toLowerCase()) ?? hop.by.toLowerCase()])),
  )
  let looked = 0
  for (const [line, field] of header.entries()) {
    if (line >= boundary || looked > mostSignatures) return null
    if (field.key !== 'authentication-results') continue
    looked++
    const read = readAuthenticationResults(field.unfolded)
    const organisation = registeredDomain(read.by) ?? read.by
    const uppermost = trusted.every((hop) => hop.line > line)
    // above every trace line only the last receiver can write; further down the name has to fit
    if (!uppermost && !organisations.has(organisation)) continue
    const of = (method: string) => read.results.find((one) => one.method === method)?.result ?? null
    const dkim = read.results.filter((one) => one.method === 'dkim').map((one) => one.result)
    return {
      by: read.by,
      line,
      spf: of('spf'),
      dkim: dkim.includes('pass') ? 'pass' : (dkim[0] ?? null),
      dmarc: of('dmarc'),
      arc: of('arc'),
    }
  }
  return null
}
