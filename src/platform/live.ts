import pg from 'pg'
import type { OrganisationId } from '../base/id.ts'
import { describeError, type Logger } from './logger.ts'
import type { Announcement } from './work.ts'

export type Listener = (notices: readonly Announcement[]) => void

/** Carries notices from committed units of work to the consoles of their organisation, whichever process committed them. */
export type Live = {
  /** Answers a function that ends the subscription. */
  subscribe(organisation: OrganisationId, listener: Listener): () => void
  close(): Promise<void>
}

// notices that come close together leave as one
const gatherFor = 200
const reconnectAfter = 1_000

/**
 * Listens on one connection for all consoles of this process. Notices hold kind and id only; the reader asks again under its own rights. After a
 * lost connection every listener is told `{kind: '*', id: ''}`: read everything again.
 */
export function openLive(url: string, log: Logger): Live {
  const listeners = new Map<string, Set<Listener>>()
  const waiting = new Map<string, Map<string, Announcement>>()
  let client: pg.Client | undefined
  let closed = false
  let flushing: NodeJS.Timeout | undefined

  function gather(organisation: string, notices: readonly Announcement[]): void {
    if (!listeners.has(organisation)) return
    const mine = waiting.get(organisation) ?? new Map<string, Announcement>()
    for (const notice of notices) mine.set(`${notice.kind} ${notice.id}`, notice)
    waiting.set(organisation, mine)
    flushing ??= setTimeout(flush, gatherFor)
  }

  function flush(): void {
    flushing = undefined
    for (const [organisation, notices] of waiting) {
      for (const listener of listeners.get(organisation) ?? []) listener([...notices.values()])
    }
    waiting.clear()
  }

  async function connect(): Promise<void> {
    if (closed) return
    const fresh = new pg.Client({ connectionString: url, options: '-c role=tocsin_app', application_name: 'tocsin_live' })
    const lost = (error?: unknown) => {
      if (client !== fresh) return
      client = undefined
      if (closed) return
      log.warn({ error: describeError(error) }, 'live.lost')
      setTimeout(() => void connect(), reconnectAfter)
    }
    client = fresh
    fresh.on('error', lost)
    fresh.on('end', () => lost())
    fresh.on('notification', ({ payload }) => {
      // to one organisation, or the same to many
      const told = JSON.parse(payload ?? '{}') as { organisation?: string; organisations?: string[]; notices: Announcement[] }
      for (const organisation of told.organisations ?? [told.organisation ?? '']) gather(organisation, told.notices)
    })
    try {
      await fresh.connect()
      await fresh.query('listen tocsin_live')
      for (const organisation of listeners.keys()) gather(organisation, [{ kind: '*', id: '' }])
    } catch (error) {
      await fresh.end().catch(() => {})
      lost(error)
    }
  }

  void connect()
  return {
    subscribe(organisation, listener) {
      const mine = listeners.get(organisation) ?? new Set()
      mine.add(listener)
      listeners.set(organisation, mine)
      return () => {
        mine.delete(listener)
        if (mine.size === 0) listeners.delete(organisation)
      }
    },
    async close() {
      closed = true
      clearTimeout(flushing)
      await client?.end().catch(() => {})
    },
  }
}
