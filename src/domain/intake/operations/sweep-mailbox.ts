import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ChannelId, OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { findOrganisation } from '../../directory/index.ts'
import type { Folder, Waiting } from '../adapters/imap.ts'
import type { Arrival } from '../arrival.ts'
import { MailboxTrouble, troubleOf } from '../mailbox.ts'
import { channelActor } from '../policy.ts'
import { findChannel } from '../store/channels.ts'
import {
  claimMailboxRow,
  findMailbox,
  type KeptMailbox,
  listKeptMailboxes,
  type MailboxRow,
  noteContactRow,
  noteTroubleRow,
  releaseMailboxRow,
} from '../store/mailboxes.ts'
import { credentialsOf, enter, keepToken, settingsOf } from './mailboxes.ts'
import type { Receive } from './receive.ts'

/** messages, and bytes of them unless one alone is larger, that are held at once and marked together */
const together = { messages: 16, bytes: 16 * 1_048_576 }

export const mailboxActor = (owner: OrganisationId): Actor => channelActor('mailbox', owner)

/** All open mailboxes of the node, of whichever organisation. */
export function listMailboxesToKeep(ctx: Context): Promise<readonly KeptMailbox[]> {
  return ctx.db.transaction().execute(listKeptMailboxes)
}

/** Takes a mailbox for this process for so many seconds, or goes on; false where another keeps it, or its organisation is suspended. */
export async function claimMailbox(ctx: Context, { owner, channel }: KeptMailbox, holder: string, seconds: number): Promise<boolean> {
  const actor = mailboxActor(owner)
  return perform(ctx, actor, async (work) => {
    work.require(true)
    const organisation = await findOrganisation(work.tx, owner)
    if (organisation === undefined || organisation.suspended_at !== null) return false
    return claimMailboxRow(work.tx, channel, holder, seconds)
  })
}

export async function releaseMailbox(ctx: Context, { owner, channel }: KeptMailbox, holder: string): Promise<void> {
  await perform(ctx, mailboxActor(owner), async (work) => {
    work.require(true)
    await releaseMailboxRow(work.tx, channel, holder)
  })
}

export type Entered = { readonly folder: Folder; readonly mailbox: MailboxRow }

/** Signs in to a mailbox that this process keeps; undefined where it is gone. Fails with a `MailboxTrouble`. */
export async function enterMailbox(ctx: Context, { owner, channel }: KeptMailbox): Promise<Entered | undefined> {
  const actor = mailboxActor(owner)
  const mailbox = await ctx.read(actor, (tx) => findMailbox(tx, channel))
  if (mailbox === undefined) return undefined
  const renewed = (token: string) => keepToken(ctx, actor, channel, token)
  return { mailbox, folder: await enter(ctx, settingsOf(mailbox), credentialsOf(ctx.mac, mailbox), { renewed }) }
}

/**
 * Takes what waits in the folder: each message is filed as a report, and only then moved or marked. Killed in between, it is met again, and the same bytes
 * are the same report. What is larger than may be taken stays where it is and is counted. Notes how it went; `goOn` is asked before each group.
 */
export async function sweepMailbox(
  ctx: Context,
  receive: Receive,
  { folder, mailbox }: Entered,
  goOn: () => boolean = () => true,
): Promise<void> {
  const waiting = await folder.waiting()
  const fitting = waiting.filter(({ size }) => size <= ctx.config.TOCSIN_MAIL_SIZE)
  const tooLarge = waiting.length - fitting.length
  for (const group of groupsOf(fitting)) {
    if (!goOn()) return
    const taken = await takeGroup(receive, mailbox, folder, group)
    await noteContact(ctx, mailbox, taken, tooLarge)
  }
  if (fitting.length === 0) await noteContact(ctx, mailbox, 0, tooLarge)
}

function groupsOf(waiting: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = []
  let bytes = 0
  for (const one of waiting) {
    const last = groups.at(-1)
    if (last === undefined || last.length >= together.messages || bytes + one.size > together.bytes) {
      groups.push([one])
      bytes = one.size
    } else {
      last.push(one)
      bytes += one.size
    }
  }
  return groups
}

async function takeGroup(receive: Receive, mailbox: MailboxRow, folder: Folder, group: readonly Waiting[]): Promise<number> {
  const actor = mailboxActor(mailbox.owner)
  const done: number[] = []
  const taking: Promise<void>[] = []
  try {
    for (const { uid } of group) {
      const bytes = await folder.fetch(uid)
      if (bytes !== undefined) taking.push(receive(actor, arrivalOf(mailbox, bytes)).then(() => void done.push(uid)))
    }
  } finally {
    // what is on its way is filed whatever happens to the connection
    await Promise.allSettled(taking)
  }
  const outcomes = await Promise.allSettled(taking)
  await folder.finish(done.toSorted((a, b) => a - b))
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    const why: unknown = failed.reason
    throw new MailboxTrouble('kept', why instanceof Failure ? why.code : null, why)
  }
  return done.length
}

function arrivalOf(mailbox: MailboxRow, bytes: Uint8Array): Arrival {
  return {
    owner: mailbox.owner,
    channel: mailbox.channel,
    bytes,
    mediaType: 'message/rfc822',
    name: null,
    reporter: null,
    note: null,
    language: null,
    envelope: { peer: '', helo: '', from: '', to: mailbox.address, mailbox: mailbox.channel },
    said: 'unwanted',
    // met again after a crash it is not another sending
    counted: false,
  }
}

async function noteContact(ctx: Context, { owner, channel }: MailboxRow, taken: number, tooLarge: number): Promise<void> {
  await perform(ctx, mailboxActor(owner), async (work) => {
    work.require(true)
    await noteContactRow(work.tx, channel, work.now, taken, tooLarge)
    work.announce('channel', channel)
  })
}

/** Writes down what is wrong, in one word and as the server said it. */
export async function noteTrouble(ctx: Context, { owner, channel }: KeptMailbox, error: unknown): Promise<MailboxTrouble> {
  const found = troubleOf(error)
  await perform(ctx, mailboxActor(owner), async (work) => {
    work.require(true)
    if ((await findChannel(work.tx, channel as ChannelId)) === undefined) return
    await noteTroubleRow(work.tx, channel, work.now, found.trouble, found.detail)
    work.announce('channel', channel)
  })
  return found
}
