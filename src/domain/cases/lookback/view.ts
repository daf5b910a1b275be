import type { ActionThing } from '../action.ts'
import type { Look, Lookback, LookedThing, OutcomeNotice } from '../contract/lookback.ts'
import type { LookbackLine, LookLine, ThingRow } from '../store/lookback.ts'
import type { NoticeRow } from '../store/outcomes.ts'
import { type Names, whoOf } from '../view.ts'
import { digestOf } from './digest.ts'

// How looks back, and what they led to, look on the wire.

const iso = (at: Date | null) => at?.toISOString() ?? null

/** Hours from one moment to another, in tenths; null where either is not there. */
export function hoursBetween(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / 360_000) / 10)
}

const earlier = (a: Date | null, b: Date | null) => (a === null ? b : b === null ? a : a < b ? a : b)

type Moments = Pick<LookbackLine, 'sent_at' | 'replied_at' | 'gone_at' | 'silent_at' | 'first_report_at' | 'last_report_at' | 'looked_at'>

function momentsOf(row: Moments) {
  const reacted = earlier(row.replied_at, row.gone_at)
  return {
    sentAt: iso(row.sent_at),
    firstReportAt: iso(row.first_report_at),
    lastReportAt: iso(row.last_report_at),
    repliedAt: iso(row.replied_at),
    goneAt: iso(row.gone_at),
    reactedAt: iso(reacted),
    silentAt: iso(row.silent_at),
    hoursToNotice: hoursBetween(row.first_report_at, row.sent_at),
    hoursToReaction: hoursBetween(row.sent_at, reacted),
    hoursToSilence: hoursBetween(row.sent_at, row.silent_at),
    lookedAt: iso(row.looked_at),
  }
}

function recipientOf({ recipient_name: name, recipient_role: role }: Pick<NoticeRow, 'recipient_name' | 'recipient_role'>) {
  return name === null ? null : { name, role: role as NonNullable<Lookback['recipient']>['role'] }
}

/** The thing with that hash, as it stands in the action now; null where its words were taken off. */
function thingOf(things: readonly ActionThing[], digest: string | null): ActionThing | null {
  return digest === null ? null : (things.find((one) => digestOf(one) === digest) ?? null)
}

export function lookbackView(row: LookbackLine, all: readonly ThingRow[]): Lookback {
  return {
    action: row.action,
    kind: row.kind,
    recipient: recipientOf(row),
    ...momentsOf(row),
    reportsSince: row.reports_since,
    nextAt: iso(row.next_at),
    endedWhy: row.ended_why,
    things: all
      .filter(({ action }) => action === row.action)
      .toSorted((a, b) => place(row.things, a) - place(row.things, b))
      .map((one) => thingView(one, row.things)),
  }
}

/** As the action lists them. */
const place = (things: readonly ActionThing[], { digest }: ThingRow) => things.findIndex((one) => digestOf(one) === digest)

function thingView(row: ThingRow, things: readonly ActionThing[]): LookedThing {
  const { network, network_name: networkName, host, registrar, country } = row
  return {
    id: row.id,
    thing: thingOf(things, row.digest),
    place: { network, networkName, host, registrar, country },
    found: row.found,
    status: row.status,
    seenAt: iso(row.seen_at),
    goneAt: iso(row.gone_at),
    goneSure: row.gone_sure,
    lookedAt: row.looked_at.toISOString(),
  }
}

export function lookView(row: LookLine, names: Names): Look {
  return {
    id: row.id,
    action: row.action,
    at: row.at.toISOString(),
    by: whoOf(row.actor, names, row.actor_kind),
    what: row.what,
    thing: thingOf(row.things, row.digest),
    found: row.found,
    status: row.status,
    count: row.count,
  }
}

export function noticeView(row: NoticeRow): OutcomeNotice {
  return {
    action: row.action,
    case: { id: row.case, code: row.code, title: row.title, kind: row.case_kind, state: row.case_state },
    kind: row.kind,
    recipient: recipientOf(row),
    ...momentsOf(row),
    reportsSince: row.reports_since,
    active: row.active,
  }
}
