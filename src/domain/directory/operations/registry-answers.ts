import { type Actor, keyOf, systemActor } from '../../../base/actor.ts'
import { isMalformed } from '../../../base/parsed.ts'
import type { Services } from '../../../formats/rdap/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { askDomain, askNetwork, type Lists, listNames, shippedLists, type Told } from '../adapters/registries.ts'
import type { Answering, AnsweringRole } from '../answers/answering.ts'
import { answerOf } from '../answers/registered.ts'
import { enclosingNets, type Keys, netsOfRange } from '../answers/thing.ts'
import type { outsideStates } from '../contract/answers.ts'
import { mayAskOutside } from '../policy.ts'
import { findRegistration, findServices, putRegistration, type RegistrationRow } from '../store/registrations.ts'
import { actingIn } from './invite.ts'

export type Outside = (typeof outsideStates)[number]

const hour = 3_600_000
/** How long an answer is good for: registries change contacts in days, not in hours; that nothing is registered may change sooner. */
const lives = { found: 24 * hour, nothing: 6 * hour }

type Asked = { readonly answers: readonly Answering[]; readonly outside: Outside }

/** What registries say of the addresses and the name; from memory where that is good, and old where they can't be asked now. */
export async function askRegistries(
  ctx: Context,
  actor: Actor,
  keys: Keys,
  addresses: readonly string[],
  outside: Outside,
): Promise<Asked> {
  if (outside === 'nothing-to-ask' || outside === 'not-public') return { answers: [], outside }
  const ask = outside === 'asked'
  const role: AnsweringRole = keys.address === null ? 'host' : 'network'
  const questions = [
    ...addresses.map((address) => {
      const enclosing = enclosingNets(address)
      return {
        role,
        of: address,
        keys: enclosing.map((net) => `net ${net}`),
        run: (lists: Lists) => askNetwork(ctx, lists, address, enclosing),
      }
    }),
    ...(keys.domain === null
      ? []
      : [keys.domain].map((domain) => ({
          role: 'registrar' as const,
          of: domain,
          keys: [`domain ${domain}`],
          run: (lists: Lists) => askDomain(ctx, lists, domain),
        }))),
  ]
  const results = await Promise.all(questions.map((question) => askOne(ctx, actor, question, ask)))
  return {
    answers: results.flatMap(({ answers }) => answers),
    outside: worstOf(
      outside,
      results.map((one) => one.outside),
    ),
  }
}

function worstOf(outside: Outside, all: readonly Outside[]): Outside {
  if (outside !== 'asked') return outside
  return (['busy', 'failed', 'asked', 'remembered'] as const).find((one) => all.includes(one)) ?? 'nothing-to-ask'
}

type Question = {
  readonly role: AnsweringRole
  readonly of: string
  readonly keys: readonly string[]
  readonly run: (lists: Lists) => Promise<Told>
}

// the same question of the same organisation, asked twice at once, is one
const under = new Map<string, Promise<Asked>>()

async function askOne(ctx: Context, actor: Actor, question: Question, ask: boolean): Promise<Asked> {
  const known = await ctx.read(actor, (tx) => findRegistration(tx, question.keys))
  if (known !== undefined && known.until > ctx.now()) return { answers: answersOf(known, question, false), outside: 'remembered' }
  if (!ask) return { answers: known === undefined ? [] : answersOf(known, question, true), outside: 'off' }
  const key = `${keyOf(actor)} ${question.keys[0]}`
  const running = under.get(key)
  if (running !== undefined) return running
  const asking = askNow(ctx, actor, question, known).finally(() => under.delete(key))
  under.set(key, asking)
  return asking
}

async function askNow(ctx: Context, actor: Actor, question: Question, known: RegistrationRow | undefined): Promise<Asked> {
  const told = await question.run(await listsOf(ctx))
  if (!('source' in told)) return { answers: known === undefined ? [] : answersOf(known, question, true), outside: told.kind }
  const asked = ctx.now()
  const answer = told.kind === 'found' ? told.registered : null
  const row: RegistrationRow = {
    key: keyFor(question, answer?.range ?? null),
    source: told.source,
    answer,
    server: told.server,
    asked_at: asked,
    until: new Date(asked.getTime() + lives[told.kind]),
  }
  await perform(ctx, actor, (work) => {
    work.require(mayAskOutside(work.actor))
    return putRegistration(work.tx, actingIn(work.actor), row)
  })
  return { answers: answersOf(row, question, false), outside: 'asked' }
}

/** An answer of a network is good for all of its addresses: kept under the piece of the range that holds the one that was asked for. */
function keyFor(question: Question, range: { readonly first: string; readonly last: string } | null): string {
  const nets = range === null ? undefined : netsOfRange(range.first, range.last)
  const own = question.keys[0] ?? ''
  return nets?.map((net) => `net ${net}`).find((key) => question.keys.includes(key)) ?? own
}

function answersOf(row: RegistrationRow, { role, of }: Question, old: boolean): readonly Answering[] {
  if (row.answer === null) return []
  const answer = answerOf(row.answer, role, { source: row.source, askedAt: row.asked_at, old, of })
  return answer === undefined ? [] : [answer]
}

// read again now and then: another process may have fetched newer lists
const listsFor = 10 * 60_000
const remembered = new WeakMap<Context['outside'], { readonly lists: Lists; readonly at: number }>()

/** IANA's lists as they were fetched last, else as they were shipped. */
export async function listsOf(ctx: Context): Promise<Lists> {
  const before = remembered.get(ctx.outside)
  if (before !== undefined && ctx.now().getTime() - before.at < listsFor) return before.lists
  const node = systemActor('directory.registries', null)
  const found = await ctx.read(node, async (tx) => {
    const rows: (readonly [string, Services])[] = []
    for (const list of listNames) rows.push([list, newer(shippedLists[list], (await findServices(tx, list))?.value)])
    return rows
  })
  const lists = { ...shippedLists, ...Object.fromEntries(found) }
  remembered.set(ctx.outside, { lists, at: ctx.now().getTime() })
  return lists
}

export function forgetLists(ctx: Context): void {
  remembered.delete(ctx.outside)
}

function newer(own: Services, kept: unknown): Services {
  const services = kept as Services | null | undefined
  return services === null || services === undefined || isMalformed(services) || services.publication < own.publication ? own : services
}
