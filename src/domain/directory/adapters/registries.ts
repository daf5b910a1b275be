import { setTimeout as sleep } from 'node:timers/promises'
import { isMalformed } from '../../../base/parsed.ts'
import { type Services, serviceForAddress, serviceForName } from '../../../formats/rdap/index.ts'
import type { Context } from '../../../platform/context.ts'
import { createPace, type Pace } from '../answers/pace.ts'
import { networkOf, ofWhois, type Registered, registrarOf } from '../answers/registered.ts'
import shipped from '../data/registries.json' with { type: 'json' }
import { readRdapTask, readServicesTask, readWhoisTask } from '../tasks.ts'

/**
 * The registries of addresses and names, asked by RDAP (RFC 9082), the right one by IANA's lists (RFC 9224); by WHOIS (RFC 3912) where a
 * registry has no RDAP or it says nothing of use.
 */
export type Told =
  | { readonly kind: 'found'; readonly registered: Registered; readonly source: 'rdap' | 'whois'; readonly server: string }
  | { readonly kind: 'nothing'; readonly source: 'rdap' | 'whois'; readonly server: string }
  | { readonly kind: 'busy' | 'failed' }

export type Lists = { readonly ipv4: Services; readonly ipv6: Services; readonly dns: Services }
type Asking = Pick<Context, 'outside' | 'sandbox' | 'now'>

export const listNames = ['ipv4', 'ipv6', 'dns'] as const

/** The lists that came with the program, each with the day that IANA published it. */
export const shippedLists: Lists = { ipv4: ofShipped('ipv4'), ipv6: ofShipped('ipv6'), dns: ofShipped('dns') }

function ofShipped(list: (typeof listNames)[number]): Services {
  const { publication, services } = shipped[list]
  return { publication, services: services.map(([entries = [], urls = []]) => ({ entries, urls })) }
}

const limits = { bytes: 1_048_576, time: 8_000, redirects: 4 }
const iana = 'whois.iana.org'

// registries count who asks, and that is this process, whatever organisation it asks for
const paces = new WeakMap<Asking['outside'], Pace>()
const referrals = new Map<string, string>()

function paceOf(ctx: Asking): Pace {
  const found = paces.get(ctx.outside) ?? createPace()
  paces.set(ctx.outside, found)
  return found
}

/** Who holds the network of an address. `enclosing`: its networks, longest first. */
export async function askNetwork(ctx: Asking, lists: Lists, address: string, enclosing: readonly string[]): Promise<Told> {
  const base = serviceForAddress(address.includes(':') ? lists.ipv6 : lists.ipv4, enclosing)
  const told = base === undefined ? undefined : await askRdap(ctx, `${base}ip/${address}`)
  if (told !== undefined && told.kind === 'read') {
    const registered = networkOf(told.read)
    if (registered.name !== null || registered.abuse.length > 0) return { kind: 'found', registered, source: 'rdap', server: told.server }
  }
  if (told !== undefined && (told.kind === 'busy' || told.kind === 'nothing')) return told
  return fallback(await askWhois(ctx, address, 'network'), told)
}

/** Who registered a name for somebody. A thin registry's answer leads on to the registrar's own, once. */
export async function askDomain(ctx: Asking, lists: Lists, domain: string): Promise<Told> {
  const base = serviceForName(lists.dns, domain)
  const told = base === undefined ? undefined : await askRdap(ctx, `${base}domain/${domain}`)
  if (told !== undefined && (told.kind === 'busy' || told.kind === 'nothing')) return told
  if (told !== undefined && told.kind === 'read') {
    const registrar = registrarOf(told.read)
    if (registrar !== undefined && registrar.abuse.length > 0)
      return { kind: 'found', registered: registrar, source: 'rdap', server: told.server }
    const [related] = told.read.related
    const more = related === undefined ? undefined : await askRdap(ctx, related)
    const better = more?.kind === 'read' ? registrarOf(more.read) : undefined
    if (better !== undefined && more?.kind === 'read' && better.abuse.length > 0)
      return { kind: 'found', registered: { ...better, name: better.name ?? registrar?.name ?? null }, source: 'rdap', server: more.server }
    if (registrar !== undefined && (registrar.name !== null || registrar.general.length > 0))
      return { kind: 'found', registered: registrar, source: 'rdap', server: told.server }
  }
  return fallback(await askWhois(ctx, domain, 'domain'), told)
}

function fallback(whois: Told, rdap: RdapTold | undefined): Told {
  if (whois.kind === 'found' || rdap === undefined) return whois
  return rdap.kind === 'read'
    ? { kind: 'nothing', source: 'rdap', server: rdap.server }
    : whois.kind === 'nothing'
      ? whois
      : { kind: 'failed' }
}

type RdapTold =
  | { readonly kind: 'read'; readonly read: Parameters<typeof networkOf>[0]; readonly server: string }
  | { readonly kind: 'nothing'; readonly source: 'rdap'; readonly server: string }
  | { readonly kind: 'busy' | 'failed' }

async function askRdap(ctx: Asking, url: string): Promise<RdapTold> {
  const server = URL.parse(url)?.hostname ?? ''
  if (!(await waitFor(ctx, server))) return { kind: 'busy' }
  const headers = { accept: 'application/rdap+json, application/json;q=0.8' }
  const answer = await ctx.outside.fetchOutside(url, { purpose: 'rdap', headers, limits })
  if (answer.kind !== 'answered') return { kind: 'failed' }
  paceOf(ctx).told(server, answer.status, answer.headers['retry-after'], ctx.now().getTime())
  if (answer.status === 429 || answer.status === 503) return { kind: 'busy' }
  // RFC 9082 §3.1, RFC 7480 §5.3: nothing is known of it there
  if (answer.status === 404) return { kind: 'nothing', source: 'rdap', server }
  if (answer.status !== 200) return { kind: 'failed' }
  const read = await ctx.sandbox.run(readRdapTask, { bytes: answer.body }, { time: 5_000 })
  return 'ok' in read && !isMalformed(read.ok) ? { kind: 'read', read: read.ok, server } : { kind: 'failed' }
}

async function waitFor(ctx: Asking, server: string): Promise<boolean> {
  const wait = paceOf(ctx).ask(server, ctx.now().getTime())
  if (wait === undefined) return false
  if (wait > 0) await sleep(wait)
  return true
}

async function askWhois(ctx: Asking, question: string, what: 'network' | 'domain'): Promise<Told> {
  const end = what === 'domain' ? (question.split('.').at(-1) ?? question) : question
  const server = (what === 'domain' ? referrals.get(end) : undefined) ?? (await readWhois(ctx, iana, end))?.referral
  if (server === null || server === undefined) return { kind: 'failed' }
  if (what === 'domain' && referrals.size < 2_000) referrals.set(end, server)
  const read = await readWhois(ctx, server, question)
  if (read === undefined) return { kind: 'failed' }
  const known = ofWhois(read, what)
  const further =
    read.referral !== null && read.referral !== server && (known === undefined || known.abuse.length === 0) ? read.referral : undefined
  const more = further === undefined ? undefined : await readWhois(ctx, further, question)
  const better = more === undefined ? undefined : ofWhois(more, what)
  const best = better !== undefined && better.abuse.length > 0 ? { ...better, name: better.name ?? known?.name ?? null } : (known ?? better)
  return best === undefined ? { kind: 'nothing', source: 'whois', server } : { kind: 'found', registered: best, source: 'whois', server }
}

async function readWhois(ctx: Asking, server: string, question: string) {
  if (!(await waitFor(ctx, server))) return undefined
  const answer = await ctx.outside.askOutside(server, 43, question, { purpose: 'whois', limits: { bytes: 262_144, time: 8_000 } })
  if (answer.kind !== 'answered') return undefined
  const read = await ctx.sandbox.run(readWhoisTask, { bytes: answer.body }, { time: 5_000 })
  return 'ok' in read ? read.ok : undefined
}

/** One of IANA's lists as it is now; undefined when it can't be had, or is shorter than a list can be. */
export async function fetchList(ctx: Asking, list: (typeof listNames)[number]): Promise<Services | undefined> {
  const answer = await ctx.outside.fetchOutside(`https://data.iana.org/rdap/${list}.json`, {
    purpose: 'registries',
    headers: { accept: 'application/json' },
    limits: { bytes: 2_097_152, time: 20_000, redirects: 2 },
  })
  if (answer.kind !== 'answered' || answer.status !== 200) return undefined
  const read = await ctx.sandbox.run(readServicesTask, { bytes: answer.body }, { time: 10_000 })
  if (!('ok' in read) || isMalformed(read.ok)) return undefined
  // half a list is worse than the old one
  return read.ok.services.length * 2 >= shippedLists[list].services.length ? read.ok : undefined
}
