import { letterKinds, type ReleaseEvent, type ReleaseLine, type ReleaseView } from './contract.ts'
import { termsOf } from './letter-terms.ts'
import type { Outline } from './outline.ts'
import { isByHand, mayCallBack, type RecallRow, type ReleaseAction, type ReleaseRow } from './release.ts'

export type Names = ReadonlyMap<string, string>

/** The node's own machinery has no name; a person whom the reader may not know has none either. */
export const whoView = (id: string, names: Names) => ({ id, name: names.get(id) ?? null })

/** Everybody that a release names, to be looked up together. */
export function actorsOf(rows: readonly ReleaseRow[]): readonly string[] {
  return rows.flatMap((row) => [row.createdBy, row.decidedBy, row.recall?.by, row.recall?.confirmedBy].filter((one) => one != null))
}

export type Sending = { readonly relay: boolean; readonly now: Date }

/** Why a decided release has not gone. */
function waitsFor(row: ReleaseRow, { relay, now }: Sending): string | null {
  if (row.state !== 'decided') return null
  if (isByHand(row)) return 'by-hand'
  if (row.notBefore !== null && row.notBefore > now) return 'not-before'
  if (row.recipient.kind === 'vendor') return 'soon'
  return relay ? 'soon' : 'no-relay'
}

export function lineView(row: ReleaseRow, names: Names, sending: Sending): ReleaseLine {
  const moment = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    recipient: row.recipient,
    case: row.case,
    codes: [...row.codes],
    sha256: row.sha256,
    size: row.size,
    warnings: [...row.warnings],
    fault: row.fault,
    tlp: row.tlp,
    createdAt: row.createdAt.toISOString(),
    createdBy: whoView(row.createdBy, names),
    decidedAt: moment(row.decidedAt),
    decidedBy: row.decidedBy === null ? null : whoView(row.decidedBy, names),
    rule: row.decidedRule,
    notBefore: moment(row.notBefore),
    until: moment(row.until),
    settledAt: moment(row.settledAt),
    recall: row.recall === null ? null : recallLine(row.recall),
    waitsFor: waitsFor(row, sending),
  }
}

const iso = (at: string) => new Date(at).toISOString()
const recallLine = ({ at, confirmedAt }: RecallRow) => ({ at: iso(at), confirmedAt: confirmedAt === null ? null : iso(confirmedAt) })

function recallView(recall: RecallRow, mail: string | null, names: Names): NonNullable<ReleaseView['recall']> {
  const { by, reply, confirmedBy } = recall
  const who = { by: whoView(by, names), confirmedBy: confirmedBy === null ? null : whoView(confirmedBy, names) }
  return { ...recallLine(recall), ...who, mail, reply }
}

function termsView(row: ReleaseRow): ReleaseView['terms'] {
  const terms = termsOf(row)
  return terms === null ? null : { ...terms, until: terms.until?.toISOString() ?? null, restsOn: [...row.restsOn] }
}

export type Detail = {
  readonly row: ReleaseRow
  readonly actions: readonly ReleaseAction[]
  readonly draft: Outline | undefined
  readonly history: readonly ReleaseEvent[]
  readonly profileName: string | null
  /** state of the mail that called it back */
  readonly recallMail: string | null
  readonly may: { readonly person: boolean; readonly decide: boolean; readonly draft: boolean; readonly keepBack: boolean }
}

export function releaseView(
  { row, actions, draft, history, profileName, recallMail, may }: Detail,
  names: Names,
  sending: Sending,
): ReleaseView {
  const open = row.state === 'draft'
  return {
    ...lineView(row, names, sending),
    objectKind: row.objectKind,
    object: row.object,
    purpose: row.purpose,
    ground: row.ground,
    profile: row.profile,
    profileName,
    mediaType: row.mediaType,
    version: row.version,
    draftedAt: row.draftedAt?.toISOString() ?? null,
    actions: actions.map((one) => ({ id: one.action, case: one.case })),
    draft: draft === undefined ? null : outlineView(draft),
    receipt: row.receipt,
    terms: termsView(row),
    recall: row.recall === null ? null : recallView(row.recall, recallMail, names),
    history: [...history],
    may: {
      decide: may.decide && open && row.sha256 !== null && row.fault === null,
      change:
        may.draft && open && letterKinds.some((one) => one === row.kind) && row.recipient.kind === 'address' && row.kind !== 'hotline',
      keepBack: may.keepBack && open,
      recall: may.keepBack && (row.state === 'decided' || row.state === 'failed'),
      callBack: may.decide && may.person && mayCallBack(row),
      confirm: may.draft && row.recall !== null && row.recall.confirmedAt === null,
      byHand: may.decide && row.state === 'decided' && isByHand(row),
      retry: may.decide && row.state === 'failed' && row.sha256 !== null,
    },
  }
}

function outlineView({ title, text, stated = null, parts, things, items, redaction }: Outline): NonNullable<ReleaseView['draft']> {
  const { profile, removed, left } = redaction
  return {
    title,
    text,
    stated,
    parts: [...parts],
    things: [...things],
    items: [...items],
    redaction: { profile, removed: [...removed], left: [...left] },
  }
}

const columns = [
  'id',
  'created',
  'kind',
  'state',
  'recipient',
  'recipient_name',
  'role',
  'cases',
  'title',
  'sha256',
  'ground',
  'tlp',
  'decided',
  'decided_by',
  'rule',
  'settled',
  'permitted_use',
  'onward',
  'ground_in_law',
  'keep_until',
  'called_back',
  'deletion_confirmed',
] as const

/** Releases as CSV (RFC 4180), in UTF-8 with a mark, since spreadsheets ask for it. No cell begins like a formula. */
export function releasesCsv(rows: readonly ReleaseRow[], names: Names): string {
  const lines = rows.map((row) =>
    [
      row.id,
      row.createdAt.toISOString(),
      row.kind,
      row.state,
      row.recipient.value,
      row.recipient.name ?? '',
      row.recipient.role ?? '',
      row.codes.join(' '),
      row.title,
      row.sha256 ?? '',
      row.ground,
      row.tlp,
      row.decidedAt?.toISOString() ?? '',
      row.decidedBy === null ? '' : (names.get(row.decidedBy) ?? row.decidedBy),
      row.decidedRule ?? '',
      row.settledAt?.toISOString() ?? '',
      row.permitted ?? '',
      row.onward ?? '',
      row.law ?? '',
      row.keepUntil?.toISOString() ?? '',
      row.recall === null ? '' : iso(row.recall.at),
      row.recall?.confirmedAt == null ? '' : iso(row.recall.confirmedAt),
    ]
      .map(cell)
      .join(','),
  )
  return `\ufeff${[columns.join(','), ...lines].join('\r\n')}\r\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
