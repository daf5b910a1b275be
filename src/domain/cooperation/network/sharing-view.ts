import type { Actor } from '../../../base/actor.ts'
import type { CopyContent } from '../contract/network/copied.ts'
import type { SharedLine, ShareLine, ShareWhole, TombstoneView } from '../contract.ts'
import { type Names, whoView } from '../view.ts'
import { bytesOf } from './copy.ts'
import type { SecrecyName } from './secret.ts'
import {
  aboveCeiling,
  isSecondPerson,
  mayDraftShare,
  mayLiftSecret,
  mayShare,
  type Recipient,
  type SharedKind,
  type ShareState,
  type SharingRule,
  stateAt,
} from './sharing.ts'
import type { Onward, Permitted, Tlp } from './tlp.ts'

type Copy = {
  readonly owner: string
  readonly kind: SharedKind
  readonly title: string
  readonly byName: string
  readonly tlp: Tlp
  readonly permitted: Permitted
  readonly onward: Onward
  readonly until: Date | null
  readonly secrecy: readonly SecrecyName[]
  readonly sha256: string
}
type Share = Copy & {
  readonly id: string
  readonly copy: string
  readonly source: string | null
  readonly state: Exclude<ShareState, 'expired'>
  readonly revision: number
  readonly draftedAt: Date
  readonly draftedBy: string
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly endedAt: Date | null
  readonly endedBy: string | null
}
type Of = {
  readonly recipients: readonly (Recipient & { readonly share: string; readonly name: string })[]
  readonly receipts: readonly { readonly copy: string; readonly name: string; readonly at: Date }[]
  readonly asked: readonly { readonly copy: string; readonly name: string; readonly hadRead: boolean; readonly confirmedAt: Date | null }[]
}

const moment = (at: Date | null) => at?.toISOString() ?? null

export function shareLineView(row: Share, { recipients, receipts, asked }: Of, names: Names, now: Date): ShareLine {
  const mine = asked.filter(({ copy }) => copy === row.copy)
  return {
    id: row.id,
    copy: row.copy,
    kind: row.kind,
    source: row.source,
    title: row.title,
    state: stateAt(row, now),
    tlp: row.tlp,
    until: moment(row.until),
    secrecy: [...row.secrecy],
    recipients: recipients.filter(({ share }) => share === row.id).map(({ kind, value, name }) => ({ kind, value, name })),
    draftedAt: row.draftedAt.toISOString(),
    draftedBy: whoView(row.draftedBy, names),
    decidedAt: moment(row.decidedAt),
    decidedBy: row.decidedBy === null ? null : whoView(row.decidedBy, names),
    endedAt: moment(row.endedAt),
    endedBy: row.endedBy === null ? null : whoView(row.endedBy, names),
    read: receipts.filter(({ copy }) => copy === row.copy).length,
    asked: mine.length,
    open: mine.filter(({ confirmedAt }) => confirmedAt === null).length,
  }
}

/** What stands between a draft and its recipients, for this reader. */
export function guardsOf(
  { tlp, draftedBy }: Pick<Share, 'tlp' | 'draftedBy'>,
  recipients: readonly Pick<Recipient, 'kind'>[],
  rule: SharingRule,
  actor: Actor,
): Omit<ShareWhole['guards'], 'newcomers'> {
  return { ceiling: aboveCeiling(rule, actor.role, { tlp, recipients }) ?? null, secondPerson: !isSecondPerson(rule, actor, draftedBy) }
}

type Whole = Of & {
  readonly row: Share & { readonly content: CopyContent | null; readonly asked: unknown }
  readonly events: readonly {
    readonly id: string
    readonly at: Date
    readonly what: string
    readonly actor: string
    readonly leaf: string | null
  }[]
  readonly fetches: readonly { readonly name: string; readonly at: Date }[]
  readonly audience: readonly {
    readonly member: string
    readonly name: string
    readonly country: string
    readonly kind: 'agency' | 'industry'
  }[]
  readonly grows: boolean
  readonly routes: ShareWhole['routes']
  readonly guards: ShareWhole['guards']
  readonly actor: Actor
}

export function shareWholeView(whole: Whole, names: Names, now: Date): ShareWhole {
  const { row, events, audience, grows, routes, guards, actor } = whole
  const line = shareLineView(row, whole, names, now)
  const open = row.state === 'draft'
  return {
    ...line,
    sha256: row.sha256,
    revision: row.revision,
    bytes: row.content === null ? null : bytesOf(row.content),
    draft: row.content === null ? null : (row.asked as ShareWhole['draft']),
    audience: audience.map(({ member, name, country, kind }) => ({ member, name, country, kind })),
    grows,
    routes: [...routes],
    guards,
    receipts: whole.receipts.map(({ name, at }) => ({ name, at: at.toISOString() })),
    fetches: whole.fetches.map(({ name, at }) => ({ name, at: at.toISOString() })),
    deletions: whole.asked.map(({ name, hadRead, confirmedAt }) => ({ name, read: hadRead, confirmedAt: moment(confirmedAt) })),
    history: events.map(({ id, at, what, actor: by, leaf }) => ({ id, at: at.toISOString(), what, by: whoView(by, names), leaf })),
    may: {
      change: open && mayDraftShare(actor),
      decide: open && mayShare(actor) && guards.ceiling === null && !guards.secondPerson,
      refuse: open && mayDraftShare(actor),
      recall: row.state === 'shared' && mayDraftShare(actor),
      lift: row.state === 'shared' && row.secrecy.length > 0 && mayLiftSecret(actor),
    },
  }
}

export function sharedLineView(row: Copy & { readonly id: string; readonly since: string; readonly readAt: Date | null }): SharedLine {
  const { id, kind, title, owner, byName, tlp, permitted, onward, until, secrecy, since, readAt } = row
  const from = { id: owner, name: byName }
  return {
    id,
    kind,
    title,
    from,
    tlp,
    permitted,
    onward,
    until: moment(until),
    secrecy: [...secrecy],
    since: new Date(since).toISOString(),
    readAt: moment(readAt),
  }
}

export function tombstoneView(row: {
  readonly id: string
  readonly copy: string
  readonly kind: SharedKind
  readonly ownerName: string
  readonly sha256: string
  readonly sharedAt: Date
  readonly recalledAt: Date
  readonly fetched: readonly string[]
  readonly hadRead: boolean
  readonly confirmedAt: Date | null
}): TombstoneView {
  const { id, copy, kind, ownerName, sha256, fetched, sharedAt, recalledAt, hadRead, confirmedAt } = row
  const times = { sharedAt: sharedAt.toISOString(), recalledAt: recalledAt.toISOString(), confirmedAt: moment(confirmedAt) }
  return { id, copy, kind, from: ownerName, sha256, fetched: [...fetched], hadRead, ...times }
}
