import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { depart } from '../departures.ts'

/** Who answers: the system's resolvers, nobody, or one server. */
export type DnsSetting = 'system' | 'off' | { readonly host: string; readonly port: number }

export const dnsTypes = ['A', 'AAAA', 'TXT', 'MX', 'PTR', 'NS', 'CNAME', 'SOA', 'SRV', 'CAA'] as const
export type DnsType = (typeof dnsTypes)[number]

/** Records in the shapes of `node:dns`: texts for addresses and names, arrays of strings for TXT, objects for MX, SRV, SOA, CAA. */
export type DnsRecords = readonly unknown[]

/** One question and what came of it: kept as evidence, since the answer tomorrow may be another. */
export type DnsExchange = {
  readonly name: string
  readonly type: string
  /** when it was answered, ISO 8601 UTC; earlier than the question when the answer was remembered */
  readonly at: string
  readonly records: DnsRecords | null
  /** the resolver's code (ENOTFOUND, ENODATA, ESERVFAIL, ETIMEOUT, …), or EBUDGET when it was not asked at all */
  readonly error: string | null
  readonly remembered: boolean
}

/** The questions of one analysis, counted and written down. */
export type DnsSession = {
  /** mailauth's resolver: rejects with `code` when there is no answer. */
  readonly resolve: (name: string, type: string) => Promise<string[] | string[][]>
  readonly transcript: () => readonly DnsExchange[]
}

export type Dns = {
  /** undefined when DNS is off: then authentication is unchecked, and nothing is asked */
  session(limits?: { readonly questions?: number; readonly time?: number }): DnsSession | undefined
  close(): void
}

export type DnsOptions = {
  /** milliseconds for one question, retries included */
  readonly timeout?: number
  /** answers remembered */
  readonly remember?: number
  readonly now?: () => number
}

type Remembered = { readonly at: number; readonly until: number; readonly records: DnsRecords | null; readonly error: string | null }

const negative = new Set(['ENOTFOUND', 'ENODATA'])
/** Seconds an answer is remembered where the resolver does not tell its time to live (it tells it for addresses alone). */
const lives = { answer: 300, nothing: 60, failure: 10 }
const longest = 3600
const timeoutsBeforeDoubt = 4
const doubtFor = 15_000

/**
 * The node's one way to ask DNS. Answers are remembered for their time to live, the same question is asked once at a time, and a
 * resolver that has stopped answering is not waited for by every message: after some time-outs in a row it is asked for the root,
 * and when that fails too, questions fail at once for a while.
 */
export function createDns(setting: DnsSetting, options: DnsOptions = {}): Dns {
  const { timeout = 4_000, remember = 20_000, now = Date.now } = options
  const memory = new Map<string, Remembered>()
  const asking = new Map<string, Promise<Remembered>>()
  let resolver: Promise<Resolver> | undefined
  let timeouts = 0
  let doubtedUntil = 0

  async function open(): Promise<Resolver> {
    const made = new Resolver({ timeout: Math.ceil(timeout / 3), tries: 2 })
    if (typeof setting === 'object') {
      const host = isIP(setting.host) ? setting.host : (await lookup(setting.host)).address
      made.setServers([isIP(host) === 6 ? `[${host}]:${setting.port}` : `${host}:${setting.port}`])
    }
    return made
  }

  async function query(name: string, type: DnsType): Promise<{ records: DnsRecords; ttl: number }> {
    resolver ??= open()
    resolver.catch(() => {
      resolver = undefined
    })
    const server = await resolver
    depart({ way: 'dns', to: `${type} ${name}`, warrant: { kind: 'exempt', exempt: 'look-up' }, bytes: null })
    if (type !== 'A' && type !== 'AAAA') return { records: [await server.resolve(name, type)].flat(1), ttl: lives.answer }
    const found = type === 'A' ? await server.resolve4(name, { ttl: true }) : await server.resolve6(name, { ttl: true })
    return { records: found.map((one) => one.address), ttl: Math.min(longest, ...found.map((one) => one.ttl)) }
  }

  /** As `query`, but never later than the time-out: the resolver's own clock starts again with every server and try. */
  async function bounded(name: string, type: DnsType): Promise<{ records: DnsRecords; ttl: number }> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(dnsError('ETIMEOUT', type, name)), timeout)
    })
    try {
      return await Promise.race([query(name, type), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function ask(name: string, type: DnsType): Promise<Remembered> {
    try {
      const { records, ttl } = await bounded(name, type)
      timeouts = 0
      return { at: now(), until: now() + ttl * 1000, records, error: null }
    } catch (thrown) {
      const error = codeOf(thrown)
      if (error === 'ETIMEOUT' || error === 'ECONNREFUSED') await doubt()
      else timeouts = 0
      return { at: now(), until: now() + (negative.has(error) ? lives.nothing : lives.failure) * 1000, records: null, error }
    }
  }

  /** One silent name says nothing about the resolver, and a sender can choose many: only the root's silence does. */
  async function doubt(): Promise<void> {
    timeouts += 1
    if (timeouts < timeoutsBeforeDoubt || doubtedUntil > now()) return
    timeouts = 0
    const alive = await bounded('.', 'NS').then(
      () => true,
      (thrown) => !['ETIMEOUT', 'ECONNREFUSED'].includes(codeOf(thrown)),
    )
    if (!alive) doubtedUntil = now() + doubtFor
  }

  async function answer(name: string, type: DnsType): Promise<Remembered & { readonly remembered: boolean }> {
    const key = `${type} ${name.toLowerCase().replace(/\.$/, '')}`
    const known = memory.get(key)
    if (known !== undefined && known.until > now()) return { ...known, remembered: true }
    if (doubtedUntil > now()) return { at: now(), until: 0, records: null, error: 'ETIMEOUT', remembered: false }
    const running = asking.get(key)
    if (running !== undefined) return { ...(await running), remembered: true }
    const asked = ask(name, type)
    asking.set(key, asked)
    const found = await asked
    asking.delete(key)
    memory.delete(key)
    if (memory.size >= remember) forgetOldest(memory, Math.ceil(remember / 10))
    memory.set(key, found)
    return { ...found, remembered: false }
  }

  return {
    session({ questions = 100, time = 20_000 } = {}) {
      if (setting === 'off') return undefined
      const exchanges: DnsExchange[] = []
      const started = now()
      let asked = 0
      return {
        async resolve(name, type) {
          asked += 1
          const known = dnsTypes.find((one) => one === type)
          const refusal =
            asked > questions || now() - started > time ? 'EBUDGET' : known === undefined || !mayBeAsked(name) ? 'EBADNAME' : undefined
          const place = exchanges.length
          const write = (at: number, records: DnsRecords | null, error: string | null, remembered: boolean): void => {
            exchanges[place] = { name: name.slice(0, 300), type, at: new Date(at).toISOString(), records, error, remembered }
          }
          // refusals past the budget are the same again and again: the first few tell it
          if (refusal === undefined || place < questions + 10) write(now(), null, refusal ?? 'ECANCELLED', false)
          if (refusal !== undefined || known === undefined) throw dnsError(refusal ?? 'EBADNAME', type, name)
          // its place was taken before the answer came, so that the order is that of the questions
          const found = await answer(name, known)
          write(found.at, found.records, found.error, found.remembered)
          return recordsOrThrow(found.records, found.error, type, name)
        },
        transcript: () => exchanges.slice(),
      }
    },
    close() {
      resolver?.then(
        (made) => made.cancel(),
        () => undefined,
      )
    },
  }
}

/** The resolver that gives again what a transcript holds, so that an analysis can be repeated without a network. What was not asked then is EUNASKED. */
export function replayDns(transcript: readonly DnsExchange[]): DnsSession['resolve'] {
  const key = (name: string, type: string): string => `${type} ${name.toLowerCase()}`
  const known = new Map(transcript.map((one) => [key(one.name, one.type), one]))
  return async (name, type) => {
    const found = known.get(key(name, type))
    if (found === undefined) throw dnsError('EUNASKED', type, name)
    return recordsOrThrow(found.records, found.error, type, name)
  }
}

function recordsOrThrow(records: DnsRecords | null, error: string | null, type: string, name: string): string[] | string[][] {
  if (records === null) throw dnsError(error ?? 'ENODATA', type, name)
  // the shapes are those of node:dns, which is what mailauth's resolver type calls string[] | string[][]
  return structuredClone(records) as unknown as string[] | string[][]
}

function dnsError(code: string, type: string, name: string): Error {
  return Object.assign(new Error(`query ${type} ${code} ${name.slice(0, 300)}`), { code })
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'EBADRESP'
}

/** RFC 1035 §2.3.4: 255 octets with lengths, 63 a label. What breaks this cannot be put to a server. */
function mayBeAsked(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= 254 &&
    name
      .replace(/\.$/, '')
      .split('.')
      .every((label) => label.length > 0 && label.length <= 63)
  )
}

function forgetOldest(memory: Map<string, Remembered>, count: number): void {
  let left = count
  for (const key of memory.keys()) {
    if (left-- <= 0) return
    memory.delete(key)
  }
}
