import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { canonical } from '../../formats/tlog/canonical.ts'
import type { Work } from '../../platform/work.ts'
import { giveToJointCase } from './contract/network/joint.ts'
import { inviteIndustry, objectToIndustry } from './operations/network/call-objections.ts'
import { tellCallJob } from './operations/network/call-telling.ts'
import { planCall } from './operations/network/calls.ts'
import { closeJoint, inviteParties, openJoint, removeParty } from './operations/network/joint-cases.ts'
import { giveEntry } from './operations/network/joint-entries.ts'
import { acceptInvitation, leaveJoint } from './operations/network/joint-parties.ts'
import { endMember } from './operations/network/members.ts'
import { decideShare, draftShare } from './operations/network/share.ts'
import { listAgainst } from './store/leaving/leavings.ts'
import { listJointActs, listJointGroups, listParties } from './store/network/joint-cases.ts'
import { pageEntries } from './store/network/joint-entries.ts'
import { pageJointFiles } from './store/network/joint-files.ts'
import { emptyDueJointCases } from './store/network/old-joint-cases.ts'
import { findShare } from './store/network/shares.ts'
import { type Member, personOf, startWorld, tried, type World } from './testing/world.ts'

// What happens where two acts on joint cases and calls meet, and at the edges of what a joint case takes.

let world: World
let lead: Member
let count = 0
beforeAll(async () => {
  world = await startWorld()
  lead = await world.join('Lead')
})
afterAll(() => world.close())

const guest = (kind?: Member['kind']) => world.join(`Member ${++count}`, kind)
const open = () =>
  world.as(lead, (work) =>
    openJoint(work, { title: 'Joint', text: 'words', ground: 'act', tlp: 'amber', permitted: 'internally-visible' }, null),
  )
const invite = (joint: string, ...members: Member[]) =>
  world.as(lead, (work) =>
    inviteParties(
      work,
      joint,
      members.map(({ card }) => card),
    ),
  )
const accept = (joint: string, who: Member) => world.as(who, (work) => acceptInvitation(work, joint))
const gift = (text: string, late = true) =>
  ({ kind: 'note', title: 'Title', text, tlp: 'amber', reach: 'all', chosen: [], late, secrecy: null, taskState: null }) as const
const partiesOf = async (joint: string, { organisation }: Member) =>
  (
    await world.root.query<{ id: string; state: string }>(
      'select id, state from cooperation.joint_party where joint = $1 and organisation = $2',
      [joint, organisation],
    )
  ).rows
const textsOf = async (joint: string, { actor }: Member) =>
  (await world.ctx.read(actor, (tx) => pageEntries(tx, joint, {}, undefined, 50))).map(({ words }) => words?.text)
/** From here on the moment that the database calls the start of the transaction is set. */
const begun = (work: Work) => sql`select now()`.execute(work.tx)

/** Once it is done, or waits for somebody else's transaction. */
async function meet(job: Promise<unknown>): Promise<void> {
  let over = false
  const end = () => {
    over = true
  }
  void job.then(end, end)
  while (!over) {
    const { rows } = await world.root.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((rows[0]?.waiting ?? 0) > 0) return
    await sleep(10)
  }
}

describe('two acts that meet', () => {
  test('a call is not told to a member that is taken out of it, or leaves the network, just then', async () => {
    const [agency, provider, leaver] = [await guest(), await guest('industry'), await guest('industry')]
    const startsAt = new Date(Date.UTC(2027, 0, 1))
    const envelope = { title: 'Call', note: '', timeZone: 'UTC', duration: 60, language: 'en', link: null, chair: null, chairName: '' }
    const call = await world.asSecretariat((work, standing) => planCall(work, standing, { ...envelope, startsAt }, null))
    await world.inNetwork(agency, (work, standing) => inviteIndustry(work, standing, call, agency.card, [provider.card, leaver.card], []))
    const actor = systemActor(tellCallJob.name, world.network)
    const toldOf = async ({ card }: Member) =>
      (
        await world.root.query<{ what: string }>('select what from cooperation.call_telling where call = $1 and member = $2', [call, card])
      ).rows.map(({ what }) => what)
    let telling: Promise<unknown> = Promise.resolve()
    await world.inNetwork(agency, async (work, standing) => {
      await objectToIndustry(work, standing, { call }, agency.card, [provider.card], null)
      telling = tellCallJob.run(world.ctx, actor, { id: call, what: 'convened' })
      await meet(telling)
    })
    await telling
    expect([await toldOf(provider), await toldOf(leaver)]).toEqual([[], ['convened']])
    await world.asSecretariat(async (work, standing) => {
      await endMember(work, standing, leaver.card, null)
      telling = tellCallJob.run(world.ctx, actor, { id: call, what: 'changed' })
      await meet(telling)
    })
    await telling
    expect(await toldOf(leaver)).not.toContain('changed')
  })

  test('who leaves the network is not invited just then, and what ended is not ended again', async () => {
    const [leaver, out] = [await guest(), await guest()]
    const joint = await open()
    let done = Promise.resolve(true)
    await world.asSecretariat(async (work, standing) => {
      await endMember(work, standing, leaver.card, null)
      done = tried(() => invite(joint, leaver))
      await meet(done)
    })
    expect([await done, await partiesOf(joint, leaver)]).toEqual([false, []])
    await invite(joint, out)
    await accept(joint, out)
    const [party] = await partiesOf(joint, out)
    await world.as(lead, async (work) => {
      await removeParty(work, joint, party?.id ?? '')
      done = tried(() => world.asSecretariat((other, standing) => endMember(other, standing, out.card, null)))
      await meet(done)
    })
    expect([await done, await partiesOf(joint, out)]).toEqual([true, [{ id: party?.id, state: 'out' }]])
  })

  test('who enters sees of what is not for those who come later what is given once it is in, whoever began first', async () => {
    const [first, second] = [await guest(), await guest()]
    const joint = await open()
    await invite(joint, first, second)
    await world.as(first, async (work) => {
      await begun(work)
      await world.as(lead, (other) => giveEntry(other, joint, gift('before', false)))
      await acceptInvitation(work, joint)
    })
    expect(await textsOf(joint, first)).toEqual([])
    await world.as(lead, async (work) => {
      await begun(work)
      await accept(joint, second)
      await giveEntry(work, joint, gift('after', false))
    })
    expect([await textsOf(joint, first), await textsOf(joint, second)]).toEqual([['after'], ['after']])
  })

  test('nothing is shared with a case that is closed just then', async () => {
    const who = await guest()
    const joint = await open()
    await invite(joint, who)
    await accept(joint, who)
    const [group] = await world.ctx.read(who.actor, (tx) => listJointGroups(tx, joint))
    const object = { kind: 'document', title: 'Paper', language: 'en', text: 'paper' } as const
    const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'act', purpose: 'inquiry', until: null } as const
    const recipients = [{ kind: 'group', value: group?.id ?? '' }] as const
    const share = await world.as(who, (work) => draftShare(work, { object, recipients, terms, restsOn: [] }))
    const drafted = await world.ctx.read(who.actor, (tx) => findShare(tx, share))
    const decision = { sha256: drafted?.sha256 ?? '', revision: drafted?.revision ?? 0, unusual: true }
    let done = Promise.resolve(true)
    await world.as(lead, async (work) => {
      await closeJoint(work, joint, { outcome: 'stopped', text: 'over' })
      done = tried(() => world.as(who, (other) => decideShare(other, share, decision)))
      await meet(done)
    })
    expect([await done, (await world.ctx.read(who.actor, (tx) => findShare(tx, share)))?.state]).toEqual([false, 'draft'])
  })
})

describe('a joint case', () => {
  test('holds an organisation that leaves up once it is in, and not while it is asked', async () => {
    const who = await guest()
    const joint = await open()
    await invite(joint, who)
    const against = () => world.ctx.read(who.actor, listAgainst)
    expect(await against()).toEqual([])
    await accept(joint, who)
    expect(await against()).toMatchObject([{ what: 'joint', count: 1 }])
  })

  test('has the words of each stay taken off when its time is up', async () => {
    const who = await guest()
    const joint = await open()
    for (const text of ['first stay', 'second stay']) {
      await invite(joint, who)
      await accept(joint, who)
      await world.as(who, (work) => giveEntry(work, joint, gift(text)))
      await world.as(who, (work) => leaveJoint(work, joint))
      expect(await textsOf(joint, who)).toContain(text)
      const emptied = await world.as(who, (work) => {
        work.require(true)
        return emptyDueJointCases(work.tx, new Date(Date.now() + 1_000_000), 10, work.now)
      })
      expect(emptied).toBe(1)
    }
    expect(await textsOf(joint, who)).toEqual(['', ''])
  })

  test('takes any words as its table can hold them, and proves those', async () => {
    const joint = await open()
    await world.root.query(
      `insert into cooperation.profile (id, owner, name, rules, standard, changed_at, changed_by)
      values (gen_random_uuid(), $1, 'Ours', '{"words": ["abc"]}', true, now(), 'test')`,
      [lead.organisation],
    )
    await world.as(lead, (work) => giveEntry(work, joint, gift('abc '.repeat(5_000))))
    await world.as(lead, (work) => giveEntry(work, joint, gift('half \ud800 null \u0000')))
    const [odd, long] = await world.ctx.read(lead.actor, (tx) => pageEntries(tx, joint, {}, undefined, 10))
    expect(long?.words?.text).toHaveLength(20_000)
    const said = { title: 'Title', text: odd?.words?.text ?? '', ground: null, permitted: null, due: null, assignee: null }
    const record = { kind: 'note', tlp: 'amber', ...said, happenedAt: null }
    expect(said.text).toBe('half \ufffd null \ufffd')
    expect(odd?.words?.sha256).toBe(createHash('sha256').update(canonical(record)).digest('hex'))
    const words = 'null \u0000'
    expect(await world.ctx.read(lead.actor, (tx) => pageEntries(tx, joint, { words }, undefined, 10))).toHaveLength(1)
    expect(
      await world.ctx.read(lead.actor, (tx) => pageJointFiles(tx, lead.organisation, { list: 'open', words }, undefined, 10)),
    ).toHaveLength(1)
    const body = { kind: 'task', title: 'Title', text: '', reach: 'all', late: true, tlp: 'amber' }
    const taken = (due: string) => giveToJointCase.body?.safeParse({ ...body, due }).success
    expect([taken('0000-01-01'), taken('0001-01-01')]).toEqual([false, true])
  })

  test('lists all who are in it, however many went, and what was done last; and takes no more than it can list', async () => {
    const [who, more] = [await guest(), await guest()]
    const joint = await open()
    const put = (state: string, ended: string, many: number) =>
      world.root.query(
        `with made as (insert into cooperation.joint_party
            (id, owner, joint, member, organisation, name, country, kind, state, seat, invited_at, since, ended_at)
          select gen_random_uuid(), p.owner, p.joint, p.member, gen_random_uuid(), 'Made', 'NZ', 'agency', $2, p.seat, p.invited_at - interval '1 day', null, ${ended}
          from cooperation.joint_party p, generate_series(1, $3::int) where p.joint = $1 and p.organisation = $4 returning id, owner)
        insert into platform.access_grant (id, owner, recipient, kind, object, since)
        select gen_random_uuid(), m.owner, g.id, 'joint-party', m.id, now() from made m, cooperation.sharing_group g
        where g.joint = $1 and g.reach = 'agencies' and g.late`,
        [joint, state, many, lead.organisation],
      )
    await put('declined', 'p.invited_at', 1_000)
    await world.root.query(
      `insert into cooperation.joint_act (id, owner, joint, at, what, by_name)
      select gen_random_uuid(), a.owner, a.joint, a.at - interval '1 day', 'left', 'Made' from cooperation.joint_act a, generate_series(1, 1000) where a.joint = $1`,
      [joint],
    )
    await invite(joint, who)
    await accept(joint, who)
    const read = await world.ctx.read(personOf(world.network), async (tx) => ({
      parties: await listParties(tx, joint),
      acts: await listJointActs(tx, joint),
    }))
    const there = read.parties.filter(({ endedAt }) => endedAt === null).map(({ organisation }) => organisation)
    expect([read.parties.length, there]).toEqual([1_000, [lead.organisation, who.organisation]])
    expect([read.acts.length, read.acts.slice(-3).map(({ what }) => what)]).toEqual([1_000, ['opened', 'invited', 'joined']])
    await put('invited', 'null', 498)
    await expect(invite(joint, more)).rejects.toMatchObject({ code: 'cooperation.joint-full' })
  })
})
