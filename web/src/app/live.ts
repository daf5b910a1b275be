import type { QueryClient } from '@tanstack/react-query'
import {
  advance,
  concerns,
  type LiveEvent,
  type LiveMeta,
  type LiveState,
  type Notice,
  readNotices,
  retryAfter,
  startingState,
} from './live-state.ts'

const pollEvery = 30_000
// the leader says how it does this often; three times that without a word, and it is taken for gone
const beatEvery = 10_000

type Word =
  | { readonly kind: 'notices'; readonly text: string }
  | { readonly kind: 'link'; readonly link: LiveState['link'] }
  | { readonly kind: 'again' }
  | { readonly kind: 'who' }

/** The live connection of this tab: told of changes, it marks what is out of date, and the pages read that again under their own rights. */
export type Live = {
  state(): LiveState
  subscribe(listener: () => void): () => void
  /** The acting organisation or the person changed: every tab reads everything again, the leader connects anew. */
  restart(): void
  close(): void
}

/** Opens it. One tab of the browser holds the connection (Web Locks), the others hear of it by BroadcastChannel. */
export function openLive(queries: QueryClient): Live {
  const listeners = new Set<() => void>()
  const channel = new BroadcastChannel('tocsin-live')
  const closing = new AbortController()
  let state = startingState
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let heardAt = Date.now()
  const pending = new Map<string, Notice>()
  let flushing: ReturnType<typeof setTimeout> | undefined
  let flushedAt = 0

  function move(event: LiveEvent): void {
    const next = advance(state, event)
    const changed = next.link !== state.link || next.role !== state.role
    state = next
    if (!changed) return
    if (state.role === 'leading') say({ kind: 'link', link: state.link })
    for (const listener of listeners) listener()
  }

  function say(word: Word): void {
    channel.postMessage(word)
  }

  // a busy intake speaks several times a second; nobody reads that fast, and a hidden tab not at all
  function refresh(notices: readonly Notice[]): void {
    for (const notice of notices) pending.set(`${notice.kind} ${notice.id}`, notice)
    if (pending.size === 0) return
    const calm = document.visibilityState === 'visible' ? 1_000 : 20_000
    flushing ??= setTimeout(flush, Math.max(0, flushedAt + calm - Date.now()))
  }

  function flush(): void {
    clearTimeout(flushing)
    flushing = undefined
    flushedAt = Date.now()
    const told = [...pending.values()]
    pending.clear()
    if (told.length > 0) void queries.invalidateQueries({ predicate: (query) => concerns(told, query.meta as LiveMeta | undefined) })
  }

  function connect(): void {
    clearTimeout(retry)
    source?.close()
    const fresh = new EventSource('/api/live')
    source = fresh
    fresh.onopen = () => {
      // what happened while nobody listened is unknown
      if (state.failures > 0) {
        say({ kind: 'again' })
        refresh([{ kind: '*', id: '' }])
      }
      move({ kind: 'opened' })
    }
    fresh.onmessage = (message: MessageEvent<string>) => {
      say({ kind: 'notices', text: message.data })
      refresh(readNotices(message.data))
    }
    fresh.onerror = () => {
      fresh.close()
      if (source !== fresh || closing.signal.aborted) return
      move({ kind: 'failed' })
      retry = setTimeout(connect, retryAfter(state.failures, Math.random()))
    }
  }

  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    heardAt = Date.now()
    if (data.kind === 'notices') refresh(readNotices(data.text))
    if (data.kind === 'link') move({ kind: 'heard', link: data.link })
    if (data.kind === 'who' && state.role === 'leading') say({ kind: 'link', link: state.link })
    if (data.kind === 'again') {
      void queries.invalidateQueries()
      if (state.role === 'leading') connect()
    }
  }

  function lead(): Promise<void> {
    if (closing.signal.aborted) return Promise.resolve()
    move({ kind: 'elected' })
    connect()
    // the lock is held for as long as this promise is open, which is the life of the tab
    return new Promise((done) => closing.signal.addEventListener('abort', () => done()))
  }

  // pages that are not served over https or localhost have no locks: then each tab leads itself
  if (navigator.locks === undefined) void lead()
  else navigator.locks.request('tocsin-live', { signal: closing.signal }, lead).catch(() => {})
  say({ kind: 'who' })

  const beat = setInterval(() => {
    if (state.role === 'leading') say({ kind: 'link', link: state.link })
    else if (Date.now() - heardAt > 3 * beatEvery) move({ kind: 'silent' })
  }, beatEvery)
  const poll = setInterval(() => {
    if (state.link === 'polling' && document.visibilityState === 'visible') refresh([{ kind: '*', id: '' }])
  }, pollEvery)
  const woken = () => {
    if (document.visibilityState !== 'visible') return
    flush()
    if (state.role === 'leading' && state.link === 'polling') connect()
  }
  document.addEventListener('visibilitychange', woken)
  window.addEventListener('online', woken)

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    restart() {
      say({ kind: 'again' })
      void queries.invalidateQueries()
      if (state.role === 'leading') connect()
    },
    close() {
      closing.abort()
      clearTimeout(retry)
      clearTimeout(flushing)
      clearInterval(beat)
      clearInterval(poll)
      document.removeEventListener('visibilitychange', woken)
      window.removeEventListener('online', woken)
      source?.close()
      channel.close()
    },
  }
}
