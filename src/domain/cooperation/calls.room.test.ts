import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import type { MemberKind } from './network/member.ts'
import { addItem, addPaper } from './operations/network/call-items.ts'
import { endAnInvitation, endAnObjection, inviteIndustry, objectToIndustry } from './operations/network/call-objections.ts'
import { makeSeries, planCall } from './operations/network/calls.ts'
import { endMember } from './operations/network/members.ts'
import { listInvitations, listObjectionsTo } from './store/network/call-audience.ts'
import { countItems, findItem, findPaper, listItems, listPapers } from './store/network/call-items.ts'
import { findCall, pageCalls } from './store/network/calls.ts'
import { type Member, random, startWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

type Party = Member & { inside: boolean }
const join = async (name: string, kind: MemberKind): Promise<Party> => ({ ...(await world.join(name, kind)), inside: true })

// ---- the model: who may see what, as one would say it in words

type Item = { readonly id: string; readonly papers: string[] }
type Meeting = { readonly id: string; readonly series: string | null; readonly items: Item[] }
type Invited = { readonly call: string; readonly item: string | null; readonly card: string }
type Kept = { readonly where: string; readonly out: 'all' | ReadonlySet<OrganisationId> }

function keeps(kept: readonly Kept[], who: Party, ...places: readonly (string | null)[]): boolean {
  return kept.some(({ where, out }) => places.includes(where) && (out === 'all' || out.has(who.organisation)))
}
function seesItem(who: Party, meeting: Meeting, item: Item, invited: readonly Invited[], kept: readonly Kept[]): boolean {
  if (!who.inside) return false
  if (who.kind === 'agency') return true
  const asked = invited.some((one) => one.card === who.card && one.call === meeting.id && (one.item === null || one.item === item.id))
  return asked && !keeps(kept, who, meeting.series, meeting.id, item.id)
}
function seesCall(who: Party, meeting: Meeting, invited: readonly Invited[], kept: readonly Kept[]): boolean {
  if (meeting.items.some((item) => seesItem(who, meeting, item, invited, kept))) return true
  if (!who.inside || who.kind === 'agency') return who.inside
  const asked = invited.some((one) => one.card === who.card && one.call === meeting.id && one.item === null)
  return asked && !keeps(kept, who, meeting.series, meeting.id)
}

/** All that a member sees of these calls: in the list, counted, by the agenda, and by id. */
async function visible({ actor }: Party, meetings: readonly Meeting[]) {
  return world.ctx.read(actor, async (tx) => {
    const listed = (await pageCalls(tx, world.network, 'coming', undefined, 500)).map(({ id }) => id).sort()
    const counts = await countItems(
      tx,
      meetings.map(({ id }) => id),
    )
    const items: string[] = []
    for (const { id } of meetings) items.push(...(await listItems(tx, id)).map((item) => item.id))
    const all = meetings.flatMap((meeting) => meeting.items.map(({ id }) => id))
    const papers = (await listPapers(tx, all)).map(({ id }) => id)
    return { listed, counted: [...counts.values()].reduce((sum, count) => sum + count, 0), items: items.sort(), papers: papers.sort() }
  })
}

function expected(who: Party, meetings: readonly Meeting[], invited: readonly Invited[], kept: readonly Kept[]) {
  const items = meetings.flatMap((meeting) => meeting.items.filter((item) => seesItem(who, meeting, item, invited, kept)))
  return {
    listed: meetings
      .filter((meeting) => seesCall(who, meeting, invited, kept))
      .map(({ id }) => id)
      .sort(),
    counted: items.length,
    items: items.map(({ id }) => id).sort(),
    papers: items.flatMap(({ papers }) => papers).sort(),
  }
}

test('after any invitations, objections, joins and leaves, each member sees of calls what it may and nothing else', {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env['TOCSIN_CALLS_SEED'] ?? 20_260_102)
  const next = random(seed)
  const any = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : all[next(all.length)])
  const some = <T>(all: readonly T[]): readonly T[] => all.filter(() => next(2) === 0)
  const agencies = [await join('Agency 0', 'agency'), await join('Agency 1', 'agency')]
  const industry = [await join('Provider 0', 'industry'), await join('Provider 1', 'industry'), await join('Provider 2', 'industry')]
  const series = [await world.asSecretariat((work, standing) => makeSeries(work, standing, 'Quarterly', 3))]
  const meetings: Meeting[] = []
  const invited: Invited[] = []
  const kept: (Kept & { readonly id: string; readonly by: Party })[] = []
  const speaker = () => agencies[next(agencies.length)] as Party
  const here = () => industry.filter(({ inside }) => inside)
  const tried: Record<string, number> = {}
  const envelope = { title: 'Call', note: '', timeZone: 'UTC', duration: 60, language: 'en', link: null, chair: null, chairName: '' }
  const steps: Record<string, () => Promise<boolean>> = {
    async plan() {
      if (meetings.length > 5) return false
      const of = next(2) === 0 ? (series[0] ?? null) : null
      const startsAt = new Date(Date.UTC(2027, 0, 1 + meetings.length))
      const id = await world.asSecretariat((work, standing) => planCall(work, standing, { ...envelope, startsAt }, of))
      const items = await world.ctx.read(agencies[0]?.actor as Actor, (tx) => listItems(tx, id))
      meetings.push({ id, series: of, items: items.map((item) => ({ id: item.id, papers: [] })) })
      return true
    },
    async add() {
      const meeting = any(meetings.filter(({ items }) => items.length < 9))
      if (meeting === undefined) return false
      const item = { standing: null, title: 'Own', note: '', duration: null }
      const id = await world.asSecretariat((work, standing) => addItem(work, standing, meeting.id, item))
      meeting.items.push({ id, papers: [] })
      return true
    },
    async paper() {
      const meeting = any(meetings)
      const who = any([...agencies, ...here()])
      if (meeting === undefined || who === undefined) return false
      const item = any(meeting.items.filter((one) => seesItem(who, meeting, one, invited, kept)))
      if (item === undefined) return false
      const paper = { kind: 'paper', title: 'Words', text: 'words' } as const
      item.papers.push(await world.inNetwork(who, (work, standing) => addPaper(work, standing, item.id, paper)))
      return true
    },
    async invite() {
      const meeting = any(meetings)
      const members = some(here())
      if (meeting === undefined || members.length === 0) return false
      const by = speaker()
      const items = next(3) === 0 ? [] : some(meeting.items).map(({ id }) => id)
      const cards = members.map((one) => one.card)
      await world.inNetwork(by, (work, standing) => inviteIndustry(work, standing, meeting.id, by.card, cards, items))
      for (const one of cards) for (const item of items.length === 0 ? [null] : items) invited.push({ call: meeting.id, item, card: one })
      return true
    },
    async uninvite() {
      const meeting = any(meetings)
      const by = speaker()
      if (meeting === undefined) return false
      const own = (await world.ctx.read(by.actor, (tx) => listInvitations(tx, meeting.id))).filter(({ agency }) => agency === by.card)
      const one = any(own)
      if (one === undefined) return false
      await world.inNetwork(by, (work, standing) => endAnInvitation(work, standing, one.id))
      for (let at = invited.length - 1; at >= 0; at--) {
        const entry = invited[at]
        if (entry?.call === meeting.id && entry.item === one.item && entry.card === one.member) invited.splice(at, 1)
      }
      return true
    },
    async object() {
      const by = speaker()
      const meeting = any(meetings)
      if (meeting === undefined || kept.length > 8) return false
      const item = any(meeting.items)
      const place = next(5)
      const out =
        place === 0 && meeting.series !== null
          ? { series: meeting.series }
          : place < 3 || item === undefined
            ? { call: meeting.id }
            : { item: item.id }
      const named = next(3) === 0 ? null : some(here())
      if (named !== null && named.length === 0) return false
      const cards = named?.map((one) => one.card) ?? null
      await world.inNetwork(by, (work, standing) => objectToIndustry(work, standing, out, by.card, cards, null))
      const where = 'series' in out ? out.series : 'call' in out ? (out.call ?? '') : (out.item ?? '')
      const rows = await world.ctx.read(by.actor, (tx) => listObjectionsTo(tx, meeting.id, meeting.series))
      const id = rows.at(-1)?.id ?? ''
      kept.push({ id, by, where, out: named === null ? 'all' : new Set(named.map((one) => one.organisation)) })
      return true
    },
    async relent() {
      const at = next(Math.max(1, kept.length))
      const one = kept[at]
      if (one === undefined || next(2) === 0) return false
      await world.inNetwork(one.by, (work, standing) => endAnObjection(work, standing, one.id))
      kept.splice(at, 1)
      return true
    },
    async join() {
      if (industry.length > 6 || next(3) > 0) return false
      industry.push(await join(`Provider ${industry.length}`, 'industry'))
      return true
    },
    async leave() {
      const who = any(here())
      if (who === undefined || here().length < 3 || next(2) > 0) return false
      await world.asSecretariat((work, standing) => endMember(work, standing, who.card, null))
      who.inside = false
      return true
    },
    async comeBack() {
      const who = any(industry.filter(({ inside }) => !inside))
      if (who === undefined) return false
      // under another card: what kept the organisation out keeps it out
      await world.comeBack(who)
      who.inside = true
      return true
    },
  }
  const names = Object.keys(steps)
  for (let step = 0; step < 160; step++) {
    const name = names[next(names.length)] ?? ''
    if (await steps[name]?.()) tried[name] = (tried[name] ?? 0) + 1
    for (const [at, who] of [...agencies, ...industry].entries()) {
      const where = { seed, step, name, at }
      expect({ ...where, ...(await visible(who, meetings)) }).toEqual({ ...where, ...expected(who, meetings, invited, kept) })
    }
    // one by one, by id
    const who = industry[step % industry.length] as Party
    const byId = await world.ctx.read(who.actor, async (tx) => {
      const found: string[] = []
      for (const { id, items } of meetings) {
        if ((await findCall(tx, id)) !== undefined) found.push(id)
        for (const item of items) {
          if ((await findItem(tx, item.id)) !== undefined) found.push(item.id)
          for (const paper of item.papers) if ((await findPaper(tx, paper)) !== undefined) found.push(paper)
        }
      }
      return found.sort()
    })
    const may = expected(who, meetings, invited, kept)
    expect({ seed, step, byId }).toEqual({ seed, step, byId: [...may.listed, ...may.items, ...may.papers].sort() })
  }
  for (const name of names) expect([name, tried[name] ?? 0]).toEqual([name, expect.toSatisfy((count: number) => count > 2)])
})
