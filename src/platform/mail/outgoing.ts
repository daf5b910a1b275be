import { createHash } from 'node:crypto'
import { z } from 'zod'
import { newId, type ReleaseId } from '../../base/id.ts'
import { formatDate } from '../../formats/arf/index.ts'
import { type OutgoingEntity, type OutgoingField, serialiseEntity } from '../../formats/mime/index.ts'
import type { ExemptLetter } from '../departures.ts'
import { defineJob } from '../events.ts'
import { perform, type Work } from '../work.ts'
import { deliver } from './relay.ts'

/** What a letter says and to whom. `auto` marks what no person wrote (RFC 3834 §5): it goes out with the null reverse path and asks for no answer. */
export type Writing = {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly title: string
  readonly text: string
  readonly auto: boolean
  /** where an answer shall go, if not to `from` */
  readonly replyTo?: string
  /** message id that it answers */
  readonly answers?: string
  /** message ids of the conversation up to the one that it answers (RFC 5322 §3.6.4); that one alone where not given */
  readonly references?: readonly string[]
  /** the same as the text, for programs that can read it (RFC 2046 §5.1.4); the best last */
  readonly alternatives?: readonly OutgoingEntity[]
  /** what comes with it, in this order */
  readonly parts?: readonly OutgoingEntity[]
  /** makes it a `multipart/report` of this type (RFC 6522), whose second part is then the machine's; else parts are attachments */
  readonly report?: string
}

/**
 * A letter that goes without a release, because it says nothing of a report, finding or case: its kind says which. Whatever does say something is a
 * `ReleasedMessage`.
 */
export type Letter = Writing & {
  readonly kind: ExemptLetter
  /** id of what it is about, for the console */
  readonly about: string | null
  /** the reverse path, where bounces shall go elsewhere than to `from` */
  readonly sender?: string
  /** why a person must look first; held mail goes only when released */
  readonly held?: string
}

/** Bytes that somebody approved, and the release that says so. */
export type ReleasedMessage = {
  readonly release: ReleaseId
  /** lower-case hex, of `message` */
  readonly sha256: string
  /** the reverse path: where bounces shall go */
  readonly sender: string
  readonly to: string
  readonly title: string
  readonly message: Uint8Array
}

const payload = z.object({ mailId: z.string() })

/** Hands one mail to the relay; retried with back-off while the relay is away. Without a relay the mail stays in the outbox. */
export const sendMail = defineJob({
  name: 'platform.send-mail',
  payload,
  attempts: 12,
  async run(ctx, actor, { mailId }) {
    await deliver(ctx, actor, mailId)
  },
})

/** Asks again for all of the acting organisation's mail that waits to be sent: after a time in which none was to leave. */
export const sendWaiting = defineJob({
  name: 'platform.send-waiting',
  payload: z.object({}),
  async run(ctx, actor) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const waiting = await work.tx
        .selectFrom('platform.outgoing_mail')
        .select('id')
        .where('owner', '=', actor.organisation)
        .where('state', '=', 'waiting')
        .orderBy('created_at')
        .execute()
      for (const { id } of waiting) work.enqueue(sendMail, { mailId: id }, { key: id })
    })
  },
})

/** Puts a letter into the acting organisation's outbox, and asks for it to be sent unless it is held. Answers its id. */
export async function queueLetter(work: Work, letter: Letter, domain: string): Promise<string> {
  const id = newId(work.now.getTime())
  await insert(work, {
    id,
    kind: letter.kind,
    about: letter.about,
    sender: letter.auto ? '' : (letter.sender ?? letter.from.address),
    recipient: letter.to,
    title: letter.title,
    message: Buffer.from(compose(letter, id, domain, work.now)),
    reason: letter.held ?? null,
  })
  return id
}

/**
 * Puts approved bytes into the outbox as they are. Throws where they are not those of the hash; looks at it again when they are sent. The caller has made
 * sure that the release is decided and in force. Answers the mail's id.
 */
export async function queueReleased(work: Work, released: ReleasedMessage): Promise<string> {
  if (createHash('sha256').update(released.message).digest('hex') !== released.sha256)
    throw new Error(`release ${released.release} is of other bytes`)
  const id = newId(work.now.getTime())
  await insert(work, {
    id,
    kind: 'release',
    about: released.release,
    release: released.release,
    release_sha256: released.sha256,
    sender: released.sender,
    recipient: released.to,
    title: released.title,
    message: Buffer.from(released.message),
    reason: null,
  })
  return id
}

/**
 * Drops letters of the acting organisation's that have not gone: what they say may be said no more. One that is on its way at this moment is noted as sent.
 * Answers those that were dropped.
 */
export async function dropLetters(work: Work, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const dropped = await work.tx
    .updateTable('platform.outgoing_mail')
    .set({ state: 'dropped' })
    .where('owner', '=', work.actor.organisation)
    .where('id', 'in', ids)
    .where('release', 'is', null)
    .where('state', 'in', ['waiting', 'held', 'failed'])
    .returning('id')
    .execute()
  for (const id of ids) work.announce('mail', id)
  return dropped.map(({ id }) => id)
}

type Row = {
  readonly id: string
  readonly kind: string
  readonly about: string | null
  readonly release?: string
  readonly release_sha256?: string
  readonly sender: string
  readonly recipient: string
  readonly title: string
  readonly message: Buffer
  readonly reason: string | null
}

async function insert(work: Work, row: Row): Promise<void> {
  await work.tx
    .insertInto('platform.outgoing_mail')
    .values({
      ...row,
      owner: work.actor.organisation ?? '',
      state: row.reason === null ? 'waiting' : 'held',
      created_at: work.now,
    })
    .execute()
  if (row.reason === null) work.enqueue(sendMail, { mailId: row.id }, { key: row.id })
  work.announce('mail', row.id)
}

/** A letter as it will go over the wire (RFC 5322); the same letter, id and moment give the same bytes. */
export function compose(letter: Writing, id: string, domain: string, now: Date): Uint8Array {
  const fields: OutgoingField[] = [
    { name: 'From', addresses: [letter.from] },
    { name: 'To', addresses: [{ address: letter.to }] },
    ...(letter.replyTo === undefined ? [] : [{ name: 'Reply-To', addresses: [{ address: letter.replyTo }] }]),
    { name: 'Subject', text: letter.title },
    { name: 'Date', raw: formatDate(now.toISOString()) },
    { name: 'Message-ID', raw: `<${id}@${domain}>` },
    ...(letter.answers === undefined
      ? []
      : [
          { name: 'In-Reply-To', raw: letter.answers },
          { name: 'References', raw: [...(letter.references ?? []).filter((one) => one !== letter.answers), letter.answers].join(' ') },
        ]),
    ...(letter.auto
      ? [
          { name: 'Auto-Submitted', raw: 'auto-replied' },
          { name: 'X-Auto-Response-Suppress', raw: 'All' },
          { name: 'Precedence', raw: 'auto_reply' },
        ]
      : []),
    { name: 'MIME-Version', raw: '1.0' },
  ]
  // SMTP ends every message with a line end (RFC 5321 §4.1.1.4): what goes is what was approved only where there is one already
  const words = letter.text.endsWith('\n') ? letter.text : `${letter.text}\n`
  const plain: OutgoingEntity = { type: 'text/plain', parameters: { charset: 'utf-8' }, text: words }
  const { alternatives = [] } = letter
  const text: OutgoingEntity = alternatives.length === 0 ? plain : { type: 'multipart/alternative', parts: [plain, ...alternatives] }
  const parts = letter.parts ?? []
  if (letter.report !== undefined)
    return serialiseEntity({ fields, type: 'multipart/report', parameters: { 'report-type': letter.report }, parts: [text, ...parts] })
  return serialiseEntity(parts.length === 0 ? { fields, ...text } : { fields, type: 'multipart/mixed', parts: [text, ...parts] })
}
