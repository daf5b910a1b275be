import { newId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { describeError } from '../../../platform/logger.ts'
import { backOff } from '../mailbox.ts'
import type { Receive } from '../operations/receive.ts'
import { claimMailbox, enterMailbox, listMailboxesToKeep, noteTrouble, releaseMailbox, sweepMailbox } from '../operations/sweep-mailbox.ts'
import type { KeptMailbox } from '../store/mailboxes.ts'

/** The mailboxes that a process keeps. */
export type Mailboxes = {
  /** Looks now for mailboxes to take up or let go, as it does by itself every few seconds. */
  look(): Promise<void>
  stop(): Promise<void>
}

type Session = { readonly mailbox: KeptMailbox; stopped: boolean; wake: () => void; done: Promise<void> }

/** milliseconds between two looks, and for how long a mailbox is taken: a process that dies is followed by another within the latter */
const every = 10_000
const heldFor = 45_000
/** a connection that says nothing is asked by itself */
const askedAfter = 60_000

/**
 * Keeps the node's IMAP mailboxes: a connection for each, which waits for news (IDLE, or asking from time to time where a server cannot tell). Each is kept by
 * one process, whichever takes it first; what goes wrong is noted, and tried again after a while that grows.
 */
export function keepMailboxes(ctx: Context, receive: Receive): Mailboxes {
  const holder = newId()
  const sessions = new Map<string, Session>()
  let stopped = false
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const wanted = new Map((await listMailboxesToKeep(ctx)).map((one) => [one.channel as string, one]))
    for (const [channel, session] of sessions) {
      const now = wanted.get(channel)
      const same = now !== undefined && now.changed_at.getTime() === session.mailbox.changed_at.getTime()
      if (!same || !(await claimMailbox(ctx, now, holder, heldFor / 1_000))) await end(session)
    }
    for (const mailbox of wanted.values()) {
      if (stopped) return
      if (!sessions.has(mailbox.channel) && (await claimMailbox(ctx, mailbox, holder, heldFor / 1_000))) begin(mailbox)
    }
  }

  function begin(mailbox: KeptMailbox): void {
    const session: Session = { mailbox, stopped: false, wake: () => {}, done: Promise.resolve() }
    sessions.set(mailbox.channel, session)
    session.done = run(ctx, receive, session)
  }

  async function end(session: Session): Promise<void> {
    sessions.delete(session.mailbox.channel)
    session.stopped = true
    session.wake()
    await session.done
    await releaseMailbox(ctx, session.mailbox, holder).catch((error: unknown) => warn(ctx, session.mailbox, error))
  }

  const lookOnce = () => {
    looking = looking.then(look).catch((error: unknown) => ctx.log.warn({ error: describeError(error) }, 'intake.mailboxes'))
    return looking
  }
  const timer = setInterval(() => void lookOnce(), every)
  void lookOnce()
  return {
    look: lookOnce,
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await Promise.all([...sessions.values()].map(end))
    },
  }
}

/** One mailbox for as long as this process keeps it: connect, take what waits, wait for news, and again. */
async function run(ctx: Context, receive: Receive, session: Session): Promise<void> {
  let failures = 0
  while (!session.stopped) {
    try {
      const entered = await enterMailbox(ctx, session.mailbox)
      if (entered === undefined) return
      const { folder } = entered
      session.wake = () => folder.close()
      try {
        while (!session.stopped) {
          await sweepMailbox(ctx, receive, entered, () => !session.stopped)
          failures = 0
          await folder.news(askedAfter)
        }
      } finally {
        folder.close()
      }
    } catch (error) {
      if (session.stopped) return
      await noteTrouble(ctx, session.mailbox, error).then(
        ({ trouble }) => ctx.log.warn({ mailbox: session.mailbox.channel, trouble }, 'intake.mailbox'),
        (failed: unknown) => warn(ctx, session.mailbox, failed),
      )
      await pause(session, backOff(failures++))
    }
  }
}

function warn(ctx: Context, { channel }: KeptMailbox, error: unknown): void {
  ctx.log.warn({ mailbox: channel, error: describeError(error) }, 'intake.mailbox')
}

function pause(session: Session, time: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time)
    session.wake = () => {
      clearTimeout(timer)
      resolve()
    }
    if (session.stopped) session.wake()
  })
}
