import { expect } from 'vitest'
import { done } from './calls.ts'
import type { Acts, Play } from './network-play.ts'
import {
  type Entry,
  hasFile,
  isAgency,
  isInside,
  type Joint,
  type Party,
  type Stay,
  seesBrief,
  seesGiven,
  stayIn,
} from './network-world.ts'

type Seen = {
  readonly parties: readonly { id: string; member: string; state: string }[]
  readonly groups: readonly { id: string; reach: string; late: boolean }[]
}
const read = async ({ joined }: Party, { id }: Pick<Joint, 'id'>) =>
  (await joined.client.call('GET', `/api/joint-cases/${id}`)).body as Seen
const partyOf = async (asking: Party, joint: Joint, who: Party) =>
  (await read(asking, joint)).parties.find(({ member, state }) => member === who.joined.id && ['in', 'invited'].includes(state))?.id

/** Several agencies, with industry where they want it, working one case. */
export function jointActs(play: Play): Acts {
  const { world, joints, next, any, members, agencies, coming, know, show } = play
  const entries: Entry[] = []
  const open = () => joints.filter(({ closed }) => !closed)
  const inside = (all: readonly Joint[]) =>
    all.flatMap((joint) => joint.stays.flatMap((stay) => (stay.state === 'in' ? [{ joint, stay, who: stay.who }] : [])))
  // another agency first, so that there is somebody who can lead
  const inviteNext = (joint: Joint) => {
    const out = members().filter((one) => stayIn(joint, one) === undefined)
    const agency = out.filter(isAgency)
    return any(agency.length === agencies().length - 1 && next(4) > 0 ? agency : out)
  }
  const at = ({ id }: Joint, more = '') => `/api/joint-cases/${id}${more}`
  const act = ({ joined }: Party, path: string, body?: object) => done(joined.client, 'POST', path, body)
  return {
    async 'open a joint case'() {
      const lead = any(agencies())
      if (lead === undefined || open().length > 1) return false
      const brief = {
        title: `${coming()} wave`,
        text: `${coming()} brief`,
        ground: 'Act 2007',
        permitted: 'internally-visible',
        tlp: 'amber',
      }
      const { id } = await act(lead, '/api/joint-cases', brief)
      const joint: Joint = {
        id: String(id),
        lead,
        closed: false,
        said: new Set([lead]),
        stays: [{ who: lead, state: 'in', since: world.now }],
      }
      joints.push(joint)
      know({
        kind: 'joint',
        id: joint.id,
        sees: (who) => seesBrief(who, joint),
        opens: (who) => hasFile(joint, who),
        keeps: (who) => joint.said.has(who),
      })
      return true
    },
    async 'invite into a joint case'() {
      const joint = any(open())
      const who = joint === undefined ? undefined : inviteNext(joint)
      if (joint === undefined || who === undefined) return false
      await act(joint.lead, at(joint, '/invitations'), { members: [who.joined.id] })
      joint.stays.push({ who, state: 'invited', since: -1 })
      return true
    },
    async 'come into a joint case, or not'() {
      const { joint, stay } =
        any(open().flatMap((one) => one.stays.filter(({ state }) => state === 'invited').map((stay) => ({ joint: one, stay })))) ?? {}
      if (joint === undefined || stay === undefined) return false
      const accept = next(5) > 0
      await act(stay.who, at(joint, '/answer'), { accept })
      Object.assign(stay, accept ? { state: 'in', since: world.now } : { state: 'gone' })
      return true
    },
    async 'give to a joint case'() {
      const { joint, who: by } = any(inside(open())) ?? {}
      if (joint === undefined || by === undefined) return false
      const reach = any(['agencies', 'all', 'chosen'] as const) ?? 'all'
      const chosen: Stay[] = reach !== 'chosen' ? [] : joint.stays.filter((one) => one.state === 'in' && one.who !== by && next(2) === 0)
      if (reach === 'chosen' && chosen.length === 0) return false
      const [late, kind] = [next(2) === 0, any(['note', 'task', 'event'])]
      const named = await Promise.all(chosen.map(({ who }) => partyOf(by, joint, who)))
      const said = { kind, title: `${coming()} entry`, text: `${coming()} given`, tlp: 'amber', reach, chosen: named, late }
      const { id } = await act(by, at(joint, '/entries'), said)
      const entry: Entry = { id: String(id), joint, by, at: world.now, reach, chosen, late, back: false }
      entries.push(entry)
      know({ kind: 'entry', id: entry.id, owner: by, sees: (who) => seesGiven(who, entry) })
      return true
    },
    async 'take back from a joint case'() {
      const one = any(entries.filter(({ back }) => !back))
      if (one === undefined || next(2) === 0) return false
      await act(one.by, `/api/joint-entries/${one.id}/take-back`)
      one.back = true
      return true
    },
    async 'share with a joint case'() {
      const { joint, who: by } = any(inside(open())) ?? {}
      if (joint === undefined || by === undefined) return false
      const group = any((await read(by, joint)).groups)
      if (group === undefined) throw new Error('whoever is in a joint case can show it something')
      const { id, late } = group
      const given: Entry = {
        id,
        joint,
        by,
        at: world.now,
        reach: group.reach === 'all' ? 'all' : 'agencies',
        chosen: [],
        late,
        back: false,
      }
      await show(by, { kind: 'document', title: `${coming()} paper`, text: `${coming()} text` }, { joint: { group: id, given } })
      return true
    },
    async 'move the lead'() {
      const { joint, who } = any(inside(open()).filter((one) => one.who !== one.joint.lead && isAgency(one.who))) ?? {}
      if (joint === undefined || who === undefined) return false
      await act(joint.lead, at(joint, '/lead'), { party: await partyOf(joint.lead, joint, who) })
      const accept = next(4) > 0
      await act(who, at(joint, '/lead/answer'), { accept })
      if (accept) joint.said.add(who)
      if (accept) joint.lead = who
      return true
    },
    async 'leave a joint case, or be taken out'() {
      const { joint, stay, who } = any(inside(joints).filter((one) => one.joint.closed || one.who !== one.joint.lead)) ?? {}
      if (joint === undefined || stay === undefined || who === undefined || next(2) === 0) return false
      if (joint.closed || next(2) === 0) await act(who, at(joint, '/leave'))
      else await act(joint.lead, at(joint, '/remove'), { party: await partyOf(joint.lead, joint, who) })
      stay.state = 'gone'
      return true
    },
    async 'close a joint case'() {
      const joint = any(open().filter(({ stays }) => stays.length > 2))
      if (joint === undefined || next(3) > 0) return false
      await act(joint.lead, at(joint, '/close'), { outcome: 'stopped', text: `${coming()} outcome` })
      endInvitations(joint)
      joint.closed = true
      const given = { joint, by: joint.lead, at: world.now, reach: 'all', chosen: [], late: true, back: false } as const
      know({ kind: 'entry', id: `outcome of ${joint.id}`, owner: joint.lead, sees: (who) => seesGiven(who, given) })
      expect(joint.stays.some(({ state }) => state === 'invited')).toBe(false)
      return true
    },
  }
}

function endInvitations(joint: Joint): void {
  for (const one of joint.stays) if (one.state === 'invited') one.state = 'gone'
}

/** Whoever leaves the network is out of all joint cases; what it led is led on by the agency that is in it longest, or closed. */
export function leaveJoints(joints: readonly Joint[], who: Party): void {
  for (const joint of joints.filter((one) => stayIn(one, who) !== undefined)) {
    if (joint.lead === who && !joint.closed) {
      const [heir] = joint.stays
        .filter((one) => isInside(joint, one.who) && one.state === 'in' && one.who !== who && isAgency(one.who))
        .sort((a, b) => a.since - b.since)
      if (heir === undefined) {
        endInvitations(joint)
        joint.closed = true
      } else {
        joint.lead = heir.who
        joint.said.add(heir.who)
      }
    }
    const stay = stayIn(joint, who)
    if (stay !== undefined) stay.state = 'gone'
  }
}
