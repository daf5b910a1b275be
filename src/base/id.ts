/** A UUIDv7 (RFC 9562 §5.7) that remembers which noun it names, so that a report's id cannot be passed where an item's is meant. */
export type Id<Noun extends string> = string & { readonly __noun: Noun }

export type OrganisationId = Id<'organisation'>
export type PersonId = Id<'person'>
export type ItemId = Id<'item'>
export type ReportId = Id<'report'>
export type ChannelId = Id<'channel'>
export type FindingId = Id<'finding'>
export type LessonId = Id<'lesson'>
export type CampaignId = Id<'campaign'>
export type PartyId = Id<'party'>
export type ContactId = Id<'contact'>
export type ThreadId = Id<'thread'>
export type ReplyId = Id<'reply'>
export type CaseId = Id<'case'>
export type ActionId = Id<'action'>
export type TaskId = Id<'task'>
export type NoteId = Id<'note'>
export type ReleaseId = Id<'release'>

/** A new id: 48 bits of milliseconds, then randomness (RFC 9562 §5.7). Made by the application, so that PostgreSQL 15 serves too. */
export function newId<Noun extends string>(at: number = Date.now()): Id<Noun> {
  const bytes = randomSixteen()
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(at / 2 ** (8 * (5 - i))) % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Noun>
}

// asked for in bulk: a call for each id costs more than all else about it
const pool = new Uint8Array(4_096)
let used = pool.length

function randomSixteen(): Uint8Array {
  if (used + 16 > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += 16
  return pool.slice(used - 16, used)
}

/** Whether a text has the shape of a UUID; what comes from outside is asked before it meets a `uuid` column. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
