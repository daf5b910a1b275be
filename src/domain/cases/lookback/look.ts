import { registeredDomain } from '../../../forensics/url/index.ts'
import type { Fetched } from '../../../platform/net/fetch.ts'
import type { ActionKind, ActionThing } from '../action.ts'
import type { lookFindings } from '../contract/lookback.ts'

/** What a look at a thing found. */
export type LookFinding = (typeof lookFindings)[number]
export type Looked = { readonly found: LookFinding; readonly status: number | null }

/** What a finding says of the thing: it is there; it is gone; it may be a passing fault; it says neither; nobody looked. */
export type Standing = 'there' | 'gone' | 'down' | 'unclear' | 'unseen'

const standings: Readonly<Record<LookFinding, Standing>> = {
  answers: 'there',
  'bad-certificate': 'there',
  gone: 'gone',
  'no-name': 'gone',
  'no-connection': 'down',
  'timed-out': 'down',
  elsewhere: 'unclear',
  forbidden: 'unclear',
  faulty: 'unclear',
  'no-name-server': 'unclear',
  private: 'unclear',
  'not-looked': 'unseen',
}

export function standingOf(found: LookFinding): Standing {
  return standings[found]
}

/** Notices that somebody is to act on; what goes to a hotline is never looked at. */
const lookedBack: ReadonlySet<ActionKind> = new Set(['notify', 'take-down', 'tell-customer', 'refer'])

export function isLookedBackAt(kind: ActionKind): boolean {
  return lookedBack.has(kind)
}

/** The address under which a thing is looked at: of a URL without what stands behind `?` and `#`, which may tell whose mail it was in; null for what has none. */
export function addressToLookAt({ kind, value }: Pick<ActionThing, 'kind' | 'value'>): string | null {
  if (kind === 'file' || kind === 'sender') return null
  const text = kind === 'url' ? value : `http://${kind === 'address' && value.includes(':') ? `[${value}]` : value}/`
  const url = text.length > 8_192 ? null : URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null
  return `${url.protocol}//${url.host}${url.pathname}`
}

/** Whether the answer to HEAD is to be asked again by GET: many answer HEAD otherwise than what a browser asks. */
export function needsBody(answer: Fetched): boolean {
  return answer.kind === 'answered' ? answer.status >= 400 : answer.kind === 'failed' && answer.why === 'protocol'
}

/** What an answer, or none, says of whoever was asked at `address`. The content is not judged. */
export function findingOf(answer: Fetched, address: string): Looked {
  if (answer.kind === 'answered') return { found: ofStatus(answer.status, address, answer.url), status: answer.status }
  return { found: ofNone(answer), status: null }
}

function ofNone(answer: Exclude<Fetched, { kind: 'answered' }>): LookFinding {
  if (answer.kind === 'refused') return answer.why === 'address' ? 'private' : 'not-looked'
  // more bytes or hops than we take: somebody answers
  if (answer.kind === 'limit') return answer.why === 'time' ? 'timed-out' : 'answers'
  const found = {
    name: 'no-name',
    'name-server': 'no-name-server',
    connection: 'no-connection',
    tls: 'bad-certificate',
    protocol: 'faulty',
  }
  return found[answer.why] as LookFinding
}

function ofStatus(status: number, asked: string, answered: string): LookFinding {
  // RFC 9110 §15.5.5 and §15.5.11; 451 is taken down by law (RFC 7725)
  if (status === 404 || status === 410 || status === 451) return 'gone'
  if (status === 401 || status === 403 || status === 429) return 'forbidden'
  if (status >= 500) return 'faulty'
  return siteOf(asked) === siteOf(answered) ? 'answers' : 'elsewhere'
}

function siteOf(address: string): string {
  const host = URL.parse(address)?.hostname ?? ''
  return registeredDomain(host) ?? host
}
