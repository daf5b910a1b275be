import type { takeoutStates } from '../contract/leaving-names.ts'
import type { OwnTable } from './own-table.ts'

/** One archive of all that is an organisation's own. */
export type Takeout = {
  readonly id: string
  readonly state: (typeof takeoutStates)[number]
  readonly done: number
  readonly total: number
  readonly rows: number | null
  readonly originals: number | null
  readonly leftOut: number | null
  readonly size: number | null
  readonly sha256: string | null
  readonly failure: string | null
  readonly by: string
  readonly createdAt: Date
  readonly readyAt: Date | null
  readonly expiresAt: Date | null
}

export const takeoutName = ({ id, createdAt }: Pick<Takeout, 'id' | 'createdAt'>): string =>
  `tocsin-takeout-${createdAt.toISOString().slice(0, 10)}-${id.slice(-8)}`

/** Tables of the organisation's own that are not in the archive, each with its reason. Whatever is not named here is in it. */
export const notTakenOut: Readonly<Record<string, string>> = {
  'platform.idempotent_answer': 'answers to requests, kept for a day so that a repeated request is answered alike',
  'analysis.search_text': 'an index of the words that stand in the reports and originals',
  'cases.search_text': 'an index of the words that stand in the cases',
  'cooperation.training_evaluation': 'answers without a name, which are shown by three alone: one by one they could be told apart',
}

/** Columns that are left out: what lets somebody in, and what means nothing without the secret of the node. */
export const withheldColumns: Readonly<Record<string, string>> = {
  'cases.lookback_thing.digest': 'a keyed hash of the node',
  'cooperation.block_consumer.token_hash': 'lets a machine fetch the list',
  'cooperation.calendar_feed.token_hash': 'lets a calendar program in',
  'cooperation.contact_test.token_hash': 'lets a contact answer a test',
  'cooperation.shared_copy.tokens': 'an index of words',
  'cooperation.way.secret': 'the key of a vendor, encrypted to the node',
  'directory.address_change.hash': 'confirms an address',
  'directory.api_key.hash': 'lets a program in',
  'directory.invitation.hash': 'lets a person in',
  'directory.party.tokens': 'an index of words',
  'directory.subscriber_lookup.secret': 'the key of a system of yours, encrypted to the node',
  'evidence.erasure.digest': 'a keyed hash of the node',
  'evidence.erasure.salt': 'goes with the hash before',
  'intake.channel.token': 'lets reports in',
  'intake.mailbox.secret': 'a password, encrypted to the node',
  'intake.reply.sameness': 'a keyed hash of the node',
  'intake.report.sameness': 'a keyed hash of the node',
  'intake.report.tracking_hash': 'lets a reporter follow a report',
  'intake.thread.sameness': 'a keyed hash of the node',
  'intake.thread.token_hash': 'lets an answer in',
}

/** What `schema.json` says of the tables: made from the catalogue, so it is never behind. */
export function describeTables(tables: readonly OwnTable[]) {
  return {
    form: 'tocsin-takeout/1',
    tables: tables
      .filter(({ name }) => !(name in notTakenOut))
      .map(({ name, columns, key, refersTo }) => ({
        name,
        key,
        refersTo,
        columns: columns.map((column) => ({ ...column, withheld: withheldColumns[`${name}.${column.name}`] ?? null })),
      })),
    notTakenOut,
  }
}

/** The columns that are written, in their order. */
export const columnsTakenOut = ({ name, columns }: OwnTable): readonly string[] =>
  columns.map((column) => column.name).filter((column) => !(`${name}.${column}` in withheldColumns))
