import type { JointAct, JointEntry, JointLine, JointParty } from '../contract/network/joint.ts'
import type { JointActKind, JointEntryKind, JointReach, JointState, JointTaskState, PartyState } from './joint.ts'
import type { MemberKind } from './member.ts'
import type { Tlp } from './tlp.ts'

const moment = (at: Date | null) => at?.toISOString() ?? null

type Line = {
  readonly joint: string
  readonly code: string
  readonly state: JointState
  readonly at: Date
  readonly title: string | null
  readonly lead: string | null
  readonly leadName: string | null
  readonly leadCountry: string | null
  readonly case: string | null
}

export function jointLineView({ joint, code, state, at, title, lead, leadName, leadCountry, case: own }: Line): JointLine {
  const leader = lead === null || leadName === null ? null : { id: lead, name: leadName, country: leadCountry ?? '' }
  return { id: joint, code, state, at: at.toISOString(), title, lead: leader, case: own }
}

type PartyLine = {
  readonly id: string
  readonly member: string
  readonly organisation: string
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
  readonly state: PartyState
  readonly invitedAt: Date
  readonly since: Date | null
  readonly endedAt: Date | null
}

export function jointPartyView(party: PartyLine, own: string, lead: string): JointParty {
  const { id, member, organisation, name, country, kind, state, invitedAt, since, endedAt } = party
  return {
    ...{ id, member, name, country, kind, state },
    ...{ invitedAt: invitedAt.toISOString(), since: moment(since), endedAt: moment(endedAt) },
    ...{ own: organisation === own, leads: organisation === lead && state === 'in' },
  }
}

type ActLine = {
  readonly id: string
  readonly at: Date
  readonly what: JointActKind
  readonly byName: string
  readonly name: string | null
  readonly sha256: string | null
}

export function jointActView({ id, at, what, byName, name, sha256 }: ActLine): JointAct {
  return { id, at: at.toISOString(), what, by: byName, name, sha256 }
}

type EntryLine = {
  readonly id: string
  readonly owner: string
  readonly kind: JointEntryKind
  readonly reach: JointReach
  readonly late: boolean
  readonly tlp: Tlp
  readonly secrecy: JointEntry['secrecy']
  readonly byName: string
  readonly at: Date
  readonly changedAt: Date | null
  readonly takenBackAt: Date | null
  readonly words: {
    readonly title: string
    readonly text: string
    readonly sha256: string
    readonly happenedAt: Date | null
    readonly due: string | null
    readonly assignee: string | null
    readonly taskState: JointTaskState | null
    readonly taskAt: Date | null
  } | null
}

/** What the reader sees of an entry beside its row. */
export type EntryAbout = {
  readonly own: string
  readonly parties: readonly PartyLine[]
  readonly person: JointEntry['by']['person']
  readonly readers: JointEntry['readers']
  readonly may: JointEntry['may']
}

export function jointEntryView(entry: EntryLine, { own, parties, person, readers, may }: EntryAbout): JointEntry {
  const { id, owner, kind, reach, late, tlp, secrecy, byName, at, changedAt, takenBackAt, words } = entry
  const doer = parties.find((one) => one.id === words?.assignee)
  return {
    ...{ id, kind, reach, late, tlp, secrecy, own: owner === own, by: { name: byName, person } },
    ...{ at: at.toISOString(), changedAt: moment(changedAt), takenBackAt: moment(takenBackAt), readers, may },
    words:
      words === null
        ? null
        : {
            ...{ title: words.title, text: words.text, sha256: words.sha256, happenedAt: moment(words.happenedAt), due: words.due },
            assignee: doer === undefined ? null : { id: doer.id, name: doer.name, own: doer.organisation === own },
            ...{ task: words.taskState, taskAt: moment(words.taskAt) },
          },
  }
}
