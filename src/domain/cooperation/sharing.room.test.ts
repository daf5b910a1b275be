import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryOf } from '../analysis/index.ts'
import { addGroupMembers, endGroup, leaveAGroup, makeGroup, removeGroupMembers } from './operations/network/groups.ts'
import { recallShare } from './operations/network/recall.ts'
import { decideShare, draftShare } from './operations/network/share.ts'
import { readShared } from './operations/network/shared.ts'
import { listGroupMembers, listOwnGroups } from './store/network/own-groups.ts'
import { countShared, findShared, listTombstones, pageShared } from './store/network/shared.ts'
import { findShare, listReaders } from './store/network/shares.ts'
import { type Member, random, startWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

// ---- the model: who may see what, as one would say it in words

type ModelGroup = { id: string; owner: number; closed: boolean; inside: Map<number, { since: number; past: boolean }> }
type ModelShare = {
  share: string
  copy: string
  owner: number
  words: string
  at: number
  to: { readonly organisation?: number; readonly group?: ModelGroup }[]
  state: 'shared' | 'over' | 'recalled'
  read: Set<number>
  tombstones: Set<number>
}

function sees(who: number, one: ModelShare): boolean {
  if (one.state !== 'shared' || one.owner === who) return false
  return one.to.some(({ organisation, group }) => {
    if (organisation !== undefined) return organisation === who
    const inside = group?.inside.get(who)
    return inside !== undefined && (inside.past || one.at >= inside.since)
  })
}

const words = ['dialler', 'botnet', 'premium', 'courier', 'lottery', 'invoice']

/** All that an organisation sees; of searches, the one for `word`. */
async function visible(member: Member, word: string) {
  const { ctx } = world
  const listed: { id: string; since: string }[] = []
  for (let before: { since: string; id: string } | undefined; ; ) {
    const page = await ctx.read(member.actor, (tx) => pageShared(tx, {}, before, 4))
    listed.push(...page.map(({ id, since }) => ({ id, since })))
    if (page.length < 4) break
    before = page.at(-1)
  }
  const rest = await ctx.read(member.actor, async (tx) => {
    const found = (await pageShared(tx, { words: queryOf(word) }, undefined, 500)).map(({ id }) => id).sort()
    const counted = await countShared(tx)
    const tombstones = (await listTombstones(tx, member.organisation, false)).map(({ copy }) => copy).sort()
    const groups = (await listOwnGroups(tx)).filter(({ inside }) => inside).map(({ id }) => id)
    const people = await listGroupMembers(tx, world.network, groups)
    return {
      found,
      counted: counted.reduce((sum, { count }) => sum + count, 0),
      unread: counted.reduce((sum, { unread }) => sum + unread, 0),
      tombstones,
      groups: groups.sort(),
      people: people.length,
    }
  })
  return { listed: listed.map(({ id }) => id).sort(), ...rest }
}

function expected(who: number, word: string, shares: readonly ModelShare[], groups: readonly ModelGroup[]) {
  const mine = shares.filter((one) => sees(who, one))
  const ids = (some: readonly ModelShare[]) => some.map(({ copy }) => copy).sort()
  const inside = groups.filter((group) => group.inside.has(who))
  return {
    listed: ids(mine),
    found: ids(mine.filter((one) => one.words === word)),
    counted: mine.length,
    unread: mine.filter(({ read }) => !read.has(who)).length,
    tombstones: ids(shares.filter(({ tombstones }) => tombstones.has(who))),
    groups: inside.map(({ id }) => id).sort(),
    people: inside.reduce((sum, group) => sum + group.inside.size, 0),
  }
}

const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'act', purpose: 'inquiry', until: null } as const

test('after any steps, the whole view of every organisation is what was shown to it and not taken back', { timeout: 600_000 }, async () => {
  const seed = Number(process.env['TOCSIN_SHARING_SEED'] ?? 20_260_101)
  const next = random(seed)
  const members: Member[] = []
  for (let at = 0; at < 6; at++) members.push(await world.join(`Agency ${at}`))
  const groups: ModelGroup[] = []
  const shares: ModelShare[] = []
  const of = (at: number) => members[at] as Member
  const any = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : all[next(all.length)])
  const tried: Record<string, number> = {}
  const steps: Record<string, (step: number) => Promise<boolean>> = {
    async make() {
      if (groups.filter(({ closed }) => !closed).length > 5) return false
      const owner = next(members.length)
      const id = await world.as(of(owner), (work) => makeGroup(work, { name: `Group ${groups.length}`, purpose: '' }))
      groups.push({ id, owner, closed: false, inside: new Map([[owner, { since: -1, past: true }]]) })
      return true
    },
    async enter(step) {
      const group = any(groups.filter(({ closed }) => !closed))
      const who = next(members.length)
      if (group === undefined) return false
      const past = next(2) === 0
      await world.as(of(group.owner), (work) => addGroupMembers(work, group.id, [of(who).card], past))
      if (!group.inside.has(who)) group.inside.set(who, { since: step, past })
      return true
    },
    async remove() {
      const group = any(groups.filter(({ closed, inside }) => !closed && inside.size > 1))
      const who = group === undefined ? undefined : any([...group.inside.keys()].filter((one) => one !== group.owner))
      if (group === undefined || who === undefined) return false
      await world.as(of(group.owner), (work) => removeGroupMembers(work, group.id, [of(who).card]))
      group.inside.delete(who)
      return true
    },
    async leave() {
      const group = any(groups.filter(({ closed, inside }) => !closed && inside.size > 1))
      const who = group === undefined ? undefined : any([...group.inside.keys()].filter((one) => one !== group.owner))
      if (group === undefined || who === undefined) return false
      await world.as(of(who), (work) => leaveAGroup(work, group.id))
      group.inside.delete(who)
      return true
    },
    async close() {
      if (next(3) > 0) return false
      const group = any(groups.filter(({ closed }) => !closed))
      if (group === undefined) return false
      await world.as(of(group.owner), (work) => endGroup(work, group.id))
      group.closed = true
      group.inside.clear()
      return true
    },
    async share(step) {
      const owner = next(members.length)
      const to: ModelShare['to'] = []
      const recipients: { kind: 'member' | 'group' | 'agencies'; value: string }[] = []
      for (const [at, one] of members.entries())
        if (at !== owner && next(4) === 0) {
          to.push({ organisation: at })
          recipients.push({ kind: 'member', value: one.card })
        }
      const group = any(groups.filter(({ closed, inside }) => !closed && inside.has(owner)))
      if (group !== undefined && next(3) > 0) {
        to.push({ group })
        recipients.push({ kind: 'group', value: group.id })
      }
      if (next(15) === 0) {
        for (const at of members.keys()) if (at !== owner) to.push({ organisation: at })
        recipients.push({ kind: 'agencies', value: '' })
      }
      if (recipients.length === 0) return false
      const word = any(words) ?? ''
      const object = { kind: 'document', title: `About ${word}`, language: 'en', text: 'text' } as const
      const share = await world.as(of(owner), (work) => draftShare(work, { object, recipients, terms, restsOn: [] }))
      const drafted = await world.ctx.read(of(owner).actor, (tx) => findShare(tx, share))
      if (drafted === undefined) throw new Error('no draft')
      // of a draft nobody sees anything
      for (const { organisation: one } of to)
        if (one !== undefined) expect(await world.ctx.read(of(one).actor, (tx) => findShared(tx, drafted.copy))).toBeUndefined()
      await world.as(of(owner), (work) => decideShare(work, share, { sha256: drafted.sha256, revision: drafted.revision, unusual: true }))
      shares.push({ share, copy: drafted.copy, owner, words: word, at: step, to, state: 'shared', read: new Set(), tombstones: new Set() })
      return true
    },
    async recall() {
      const one = any(shares.filter(({ state }) => state !== 'recalled'))
      if (one === undefined || next(2) > 0) return false
      for (const at of members.keys()) if (sees(at, one) || one.read.has(at)) one.tombstones.add(at)
      await world.as(of(one.owner), (work) => recallShare(work, one.share))
      one.state = 'recalled'
      return true
    },
    async expire() {
      const one = any(shares.filter(({ state }) => state === 'shared'))
      if (one === undefined || next(3) > 0) return false
      await world.root.query(`update platform.access_grant set until = now() where object = $1 and kind = 'shared-copy'`, [one.copy])
      one.state = 'over'
      return true
    },
    async read() {
      const who = next(members.length)
      const one = any(shares)
      if (one === undefined) return false
      const reading = readShared(world.ctx, of(who).actor, one.copy)
      if (sees(who, one)) {
        expect((await reading).id).toBe(one.copy)
        one.read.add(who)
      } else await expect(reading).rejects.toMatchObject({ code: 'cooperation.no-shared' })
      return true
    },
  }
  const names = Object.keys(steps)
  for (let step = 0; step < 300; step++) {
    const name = names[next(names.length)] ?? ''
    if (await steps[name]?.(step)) tried[name] = (tried[name] ?? 0) + 1
    const word = words[step % words.length] ?? ''
    for (const at of members.keys()) {
      const where = { seed, step, name, at }
      expect({ ...where, ...(await visible(of(at), word)) }).toEqual({ ...where, ...expected(at, word, shares, groups) })
    }
    // one by one, by id
    const who = step % members.length
    const byId = await world.ctx.read(of(who).actor, async (tx) => {
      const found: string[] = []
      for (const { copy } of shares) if ((await findShared(tx, copy)) !== undefined) found.push(copy)
      return found.sort()
    })
    expect({ seed, step, byId }).toEqual({ seed, step, byId: expected(who, word, shares, groups).listed })
    // its owner is told the same
    const one = shares[step % Math.max(1, shares.length)]
    if (one !== undefined) {
      const readers = await world.ctx.read(of(one.owner).actor, (tx) => listReaders(tx, one.copy))
      const told = [...members.keys()].filter((at) => sees(at, one)).map((at) => of(at).organisation)
      expect([...readers].sort()).toEqual(told.sort())
    }
  }
  for (const name of names) expect([name, tried[name] ?? 0]).toEqual([name, expect.toSatisfy((count: number) => count > 3)])
})
