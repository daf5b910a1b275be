import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeJoint, inviteParties, openJoint, proposeLead, removeParty } from './operations/network/joint-cases.ts'
import { changeEntry, giveEntry, moveTask, takeEntryBack } from './operations/network/joint-entries.ts'
import { acceptInvitation, answerLead, declineInvitation, leaveJoint } from './operations/network/joint-parties.ts'
import { endMember } from './operations/network/members.ts'
import { recallShare } from './operations/network/recall.ts'
import { decideShare, draftShare } from './operations/network/share.ts'
import { listJointGroups } from './store/network/joint-cases.ts'
import { findShare } from './store/network/shares.ts'
import { expected, isIn, type Joint, type Model, type Stay, stayOf, visible } from './testing/joint-model.ts'
import { type Member, personOf, random, startWorld, tried, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'act', purpose: 'inquiry', until: null } as const

test('after any invitations, gifts, takings back and moves of the lead, each sees of joint cases what each owner gave it, and nothing else', {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env['TOCSIN_JOINT_SEED'] ?? 20_260_103)
  const next = random(seed)
  const any = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : all[next(all.length)])
  const members: Member[] = []
  for (let at = 0; at < 4; at++) members.push(await world.join(`Agency ${at}`))
  for (let at = 0; at < 3; at++) members.push(await world.join(`Provider ${at}`, 'industry'))
  const gone = new Set<number>()
  const model: Model = { members, joints: [], given: [], copies: [], acts: [] }
  const { joints, given, copies, acts } = model
  const of = (at: number) => members[at] as Member
  const as = <T>(at: number, run: Parameters<typeof world.as<T>>[1]) => world.as(of(at), run)
  const open = () => joints.filter(({ closed }) => !closed)
  const waiting = () => joints.flatMap((joint) => joint.stays.filter(({ state }) => state === 'invited').map(({ who }) => ({ joint, who })))
  const act = (joint: Joint, forAll = true) => acts.push({ joint: joint.id, forAll })
  let count = 0
  const word = () => `w${++count} `
  const partyOf = async (joint: Joint, who: number): Promise<string> => {
    const { rows } = await world.root.query<{ id: string }>(
      'select id from cooperation.joint_party where joint = $1 and organisation = $2 order by ended_at is null desc, invited_at desc, id desc limit 1',
      [joint.id, of(who).organisation],
    )
    return rows[0]?.id ?? ''
  }
  const briefOf = async (joint: Joint, by: number, step: number, text: string) => {
    for (const one of given) if (one.joint === joint.id && one.kind === 'brief') one.over = true
    const { rows } = await world.root.query<{ id: string }>(
      `select id from cooperation.joint_entry where joint = $1 and kind = 'brief' order by at desc, id desc limit 1`,
      [joint.id],
    )
    const shown = { reach: 'all', chosen: new Set<Stay>(), late: true, back: false, over: false } as const
    given.push({ ...shown, id: rows[0]?.id ?? '', joint: joint.id, by, kind: 'brief', at: step, text })
  }
  const go = (joint: Joint, stay: Stay) => {
    stay.state = 'gone'
    if (joint.proposed === stay) joint.proposed = null
  }
  const steps: Record<string, (step: number) => Promise<boolean>> = {
    async open(step) {
      if (open().length > 2) return false
      const lead = next(8) > 0 ? next(4) : next(members.length)
      if (gone.has(lead)) return false
      const text = word()
      const brief = { title: 'Joint', text, ground: 'act', tlp: 'amber', permitted: 'internally-visible' } as const
      let id = ''
      const done = await tried(async () => {
        id = await as(lead, (work) => openJoint(work, brief, null))
      })
      expect({ step, done }).toEqual({ step, done: of(lead).kind === 'agency' })
      if (!done) return false
      const joint: Joint = { id, lead, proposed: null, closed: false, stays: [{ who: lead, state: 'in', since: step }] }
      joints.push(joint)
      act(joint)
      await briefOf(joint, lead, step, text)
      return true
    },
    async invite() {
      const joint = any(next(4) === 0 ? joints : open())
      const [by, who] = [next(4) === 0 ? next(members.length) : (joint?.lead ?? 0), next(members.length)]
      if (joint === undefined || gone.has(who)) return false
      const done = await tried(() => as(by, (work) => inviteParties(work, joint.id, [of(who).card])))
      expect({ by, who, done }).toEqual({ by, who, done: !joint.closed && by === joint.lead })
      if (!done || stayOf(joint, who) !== undefined) return false
      joint.stays.push({ who, state: 'invited', since: -1 })
      act(joint, false)
      return true
    },
    async accept(step) {
      const asked = any(waiting())
      const [joint, who] = next(4) > 0 && asked !== undefined ? [asked.joint, asked.who] : [any(joints), next(members.length)]
      if (joint === undefined) return false
      const stay = stayOf(joint, who)
      const done = await tried(() => as(who, (work) => acceptInvitation(work, joint.id)))
      expect({ who, done }).toEqual({ who, done: stay?.state === 'invited' })
      if (stay?.state !== 'invited') return false
      Object.assign(stay, { state: 'in', since: step })
      act(joint)
      return true
    },
    async decline() {
      const asked = any(waiting())
      const [joint, who] = next(4) > 0 && asked !== undefined ? [asked.joint, asked.who] : [any(joints), next(members.length)]
      const stay = stayOf(joint, who)
      if (joint === undefined) return false
      const done = await tried(() => as(who, (work) => declineInvitation(work, joint.id)))
      expect({ who, done }).toEqual({ who, done: stay?.state === 'invited' })
      if (stay?.state !== 'invited') return false
      go(joint, stay)
      act(joint, false)
      return true
    },
    async leave() {
      const joint = any(joints)
      const there = joint?.stays.filter(({ state }) => state === 'in').map(({ who }) => who) ?? []
      const who = next(4) > 0 ? (any(there) ?? 0) : next(members.length)
      const stay = stayOf(joint, who)
      if (joint === undefined || next(2) > 0) return false
      const done = await tried(() => as(who, (work) => leaveJoint(work, joint.id)))
      expect({ who, done }).toEqual({ who, done: stay?.state === 'in' && (joint.closed || joint.lead !== who) })
      if (!done || stay === undefined) return false
      go(joint, stay)
      act(joint)
      return true
    },
    async remove() {
      const joint = any(open())
      const there = joint?.stays.filter(({ state }) => state !== 'gone').map(({ who }) => who) ?? []
      const who = next(4) > 0 ? (any(there) ?? 0) : next(members.length)
      const stay = stayOf(joint, who)
      if (joint === undefined || next(2) > 0) return false
      const by = next(4) === 0 ? next(members.length) : joint.lead
      const party = await partyOf(joint, who)
      const done = await tried(() => as(by, (work) => removeParty(work, joint.id, party)))
      expect({ by, who, done }).toEqual({ by, who, done: by === joint.lead && who !== by && stay !== undefined })
      if (!done || stay === undefined) return false
      act(joint, stay.state === 'in')
      go(joint, stay)
      return true
    },
    async give(step) {
      const joint = any(joints)
      if (joint === undefined) return false
      const by = any(joint.stays.filter(({ state }) => state === 'in'))?.who ?? 0
      const [reach, kind, text] = [any(['agencies', 'all', 'chosen'] as const) ?? 'all', any(['note', 'task'] as const) ?? 'note', word()]
      const named = reach !== 'chosen' ? [] : joint.stays.filter(({ who, state }) => state === 'in' && who !== by && next(2) === 0)
      const chosen: string[] = []
      for (const { who } of named) chosen.push(await partyOf(joint, who))
      const late = next(2) === 0
      const gift = {
        kind,
        title: 'Title',
        text,
        tlp: 'amber',
        reach,
        chosen,
        late,
        secrecy: null,
        taskState: kind === 'task' ? 'open' : null,
      } as const
      let id = ''
      const done = await tried(async () => {
        id = await as(by, (work) => giveEntry(work, joint.id, gift))
      })
      expect({ step, done }).toEqual({ step, done: isIn(joint, by) && !joint.closed && (reach !== 'chosen' || named.length > 0) })
      if (!done) return false
      given.push({ id, joint: joint.id, by, kind, reach, chosen: new Set(named), late, at: step, text, back: false, over: false })
      return true
    },
    async change() {
      const one = any(given.filter(({ kind }) => kind === 'note'))
      if (one === undefined) return false
      const joint = joints.find(({ id }) => id === one.joint)
      const by = next(2) === 0 ? one.by : next(members.length)
      const text = word()
      const done = await tried(() => as(by, (work) => changeEntry(work, one.id, { title: 'Title', text })))
      expect({ by, done }).toEqual({ by, done: by === one.by && !one.back && isIn(joint, by) && joint?.closed === false })
      if (done) one.text = text
      return done
    },
    async move() {
      const one = any(given.filter(({ kind }) => kind === 'task'))
      if (one === undefined) return false
      const joint = joints.find(({ id }) => id === one.joint)
      const by = next(2) === 0 ? one.by : next(members.length)
      const done = await tried(() => as(by, (work) => moveTask(work, one.id, any(['open', 'done'] as const) ?? 'open')))
      expect({ by, done }).toEqual({ by, done: by === one.by && !one.back && isIn(joint, by) && joint?.closed === false })
      return done
    },
    async takeBack() {
      const one = any(given)
      if (one === undefined || next(2) > 0) return false
      const by = next(4) === 0 ? next(members.length) : one.by
      const done = await tried(() => as(by, (work) => takeEntryBack(work, one.id)))
      expect({ by, done }).toEqual({ by, done: by === one.by && !one.back && one.kind !== 'brief' && one.kind !== 'outcome' })
      if (done) one.back = true
      return done
    },
    async propose() {
      const joint = any(open())
      const who = any(joint?.stays.filter(({ state }) => state === 'in') ?? [])?.who ?? 0
      const stay = stayOf(joint, who)
      if (joint === undefined) return false
      const party = await partyOf(joint, who)
      const done = await tried(() => as(joint.lead, (work) => proposeLead(work, joint.id, party)))
      expect({ who, done }).toEqual({ who, done: stay?.state === 'in' && who !== joint.lead && of(who).kind === 'agency' })
      if (!done || stay === undefined || joint.proposed === stay) return false
      joint.proposed = stay
      act(joint)
      return true
    },
    async answer(step) {
      const joint = open().find(({ proposed }) => proposed !== null) ?? any(open())
      if (joint === undefined) return false
      const who = next(3) > 0 ? (joint.proposed?.who ?? 0) : next(members.length)
      const accept = next(3) > 0
      const before = given.find(({ joint: id, kind, over }) => id === joint.id && kind === 'brief' && !over)
      const done = await tried(() => as(who, (work) => answerLead(work, joint.id, accept)))
      expect({ who, done }).toEqual({ who, done: joint.proposed !== null && joint.proposed.who === who })
      if (!done) return false
      joint.proposed = null
      act(joint)
      if (!accept) return true
      joint.lead = who
      await briefOf(joint, who, step, before?.text ?? '')
      return true
    },
    async share(step) {
      const joint = any(open())
      const by = any(joint?.stays.filter(({ state }) => state === 'in') ?? [])?.who
      if (joint === undefined || by === undefined || copies.length > 30) return false
      const groups = await world.ctx.read(of(by).actor, (tx) => listJointGroups(tx, joint.id))
      const group = any(groups)
      if (group === undefined) throw new Error('no group')
      const object = { kind: 'document', title: 'Paper', language: 'en', text: 'paper' } as const
      const recipients = [{ kind: 'group', value: group.id }] as const
      const share = await as(by, (work) => draftShare(work, { object, recipients, terms, restsOn: [] }))
      const drafted = await world.ctx.read(of(by).actor, (tx) => findShare(tx, share))
      if (drafted === undefined) throw new Error('no draft')
      await as(by, (work) => decideShare(work, share, { sha256: drafted.sha256, revision: drafted.revision, unusual: true }))
      const { reach, late } = group
      copies.push({ copy: drafted.copy, share, joint: joint.id, by, reach, late, at: step, back: false })
      return true
    },
    async recall() {
      const one = any(copies.filter(({ back }) => !back))
      if (one === undefined || next(3) > 0) return false
      await as(one.by, (work) => recallShare(work, one.share))
      one.back = true
      return true
    },
    async close(step) {
      const joint = any(open())
      if (joint === undefined || joint.stays.length < 4 || next(4) > 0) return false
      const text = word()
      await as(joint.lead, (work) => closeJoint(work, joint.id, { outcome: 'stopped', text }))
      const { rows } = await world.root.query<{ id: string }>(
        `select id from cooperation.joint_entry where joint = $1 and kind = 'outcome'`,
        [joint.id],
      )
      for (const stay of joint.stays) if (stay.state === 'invited') go(joint, stay)
      Object.assign(joint, { closed: true, proposed: null })
      act(joint)
      const shown = { reach: 'all', chosen: new Set<Stay>(), late: true, back: false, over: false } as const
      given.push({ ...shown, id: rows[0]?.id ?? '', joint: joint.id, by: joint.lead, kind: 'outcome', at: step, text })
      return true
    },
    async leaveNetwork(step) {
      const who = next(members.length)
      if (gone.has(who) || gone.size > 0 || next(3) > 0) return false
      await world.asSecretariat((work, standing) => endMember(work, standing, of(who).card, null))
      gone.add(who)
      const left = joints.filter((joint) => stayOf(joint, who) !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
      for (const joint of left) {
        const stay = stayOf(joint, who) as Stay
        if (joint.lead === who && !joint.closed) {
          const heir = joint.stays
            .filter((one) => one.state === 'in' && one.who !== who && of(one.who).kind === 'agency')
            .sort((a, b) => a.since - b.since)[0]
          act(joint)
          if (heir === undefined) {
            for (const one of joint.stays) if (one.state === 'invited') go(joint, one)
            Object.assign(joint, { closed: true, proposed: null })
          } else {
            const before = given.find(({ joint: id, kind, over }) => id === joint.id && kind === 'brief' && !over)
            Object.assign(joint, { lead: heir.who, proposed: null })
            await briefOf(joint, heir.who, step, before?.text ?? '')
          }
        }
        act(joint, stay.state === 'in')
        go(joint, stay)
      }
      return true
    },
    async comeBack() {
      const who = [...gone][0]
      if (who === undefined) return false
      await world.comeBack(of(who))
      gone.delete(who)
      return true
    },
  }
  const names = Object.keys(steps)
  const often = [
    ...names,
    'open',
    'open',
    'open',
    'invite',
    'invite',
    'invite',
    'invite',
    'invite',
    'accept',
    'accept',
    'accept',
    'decline',
    'decline',
    'leave',
    'leave',
    'remove',
    'remove',
    'give',
    'give',
    'change',
    'propose',
    'answer',
    'share',
  ]
  const done: Record<string, number> = {}
  for (let step = 0; step < 360; step++) {
    const name = often[next(often.length)] ?? ''
    if (await steps[name]?.(step)) done[name] = (done[name] ?? 0) + 1
    else if (step % 5 > 0) continue
    const looked = `w${1 + next(Math.max(1, count))} `
    for (const at of members.keys()) {
      const where = { seed, step, name, at }
      expect({ ...where, ...(await visible(world.ctx, of(at).actor, true, joints, looked)) }).toEqual({
        ...where,
        ...expected(model, at, looked),
      })
    }
  }
  // whoever holds the network's office knows that there are joint cases and who is in them, and not a word of what they are about
  const { entries, words, copies: shown, files } = await visible(world.ctx, personOf(world.network), false, joints, '')
  expect({ entries, words, shown, files }).toEqual({ entries: [], words: [], shown: [], files: 0 })
  for (const name of names) expect([name, done[name] ?? 0]).toEqual([name, expect.toSatisfy((some: number) => some > 0)])
})
