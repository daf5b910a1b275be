/**
 * What the live connection of a browser is doing, as a pure state. Many tabs share one connection: the tab that holds the lock
 * leads and listens to the server, the others listen to it.
 */
export type Notice = { readonly kind: string; readonly id: string }

export type LiveState = {
  readonly role: 'waiting' | 'leading'
  /** `live`: changes arrive by themselves; `connecting`: not known yet; `polling`: the connection fails, pages are read again at times. */
  readonly link: 'connecting' | 'live' | 'polling'
  /** failures of the connection in a row */
  readonly failures: number
}

export type LiveEvent =
  | { readonly kind: 'elected' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'failed' }
  /** a leader in another tab said how its connection does */
  | { readonly kind: 'heard'; readonly link: LiveState['link'] }
  /** nothing was heard of a leader for too long */
  | { readonly kind: 'silent' }

export const startingState: LiveState = { role: 'waiting', link: 'connecting', failures: 0 }

/** One failure is a hiccup (the browser reconnects by itself); from the second on pages are polled until the connection stands. */
export function advance(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case 'elected':
      return { role: 'leading', link: 'connecting', failures: 0 }
    case 'opened':
      return { ...state, link: 'live', failures: 0 }
    case 'failed':
      return { ...state, link: state.failures >= 1 ? 'polling' : 'connecting', failures: state.failures + 1 }
    case 'heard':
      return state.role === 'leading' ? state : { ...state, link: event.link }
    case 'silent':
      return state.role === 'leading' ? state : { ...state, link: 'polling' }
  }
}

/** Milliseconds before the next try: 2 s, doubling to a minute, spread so that a restarted server is not met by everyone at once. */
export function retryAfter(failures: number, random: number): number {
  const base = Math.min(60_000, 2_000 * 2 ** Math.max(0, failures - 1))
  return Math.round(base * (0.75 + random / 2))
}

/** What a query says of itself, so that a notice can be matched to it (`meta` of TanStack Query). */
export type LiveMeta = { readonly live?: readonly string[] | undefined; readonly id?: string | undefined }

/** Whether a query must be read again after these notices. A kind of `*` concerns all, an empty id all of the kind. */
export function concerns(notices: readonly Notice[], meta: LiveMeta | undefined): boolean {
  return notices.some((notice) => {
    if (notice.kind === '*') return true
    if (meta?.live?.includes(notice.kind) !== true) return false
    return meta.id === undefined || notice.id === '' || notice.id === meta.id
  })
}

/** Reads what the server or another tab sent. Anything malformed counts as no notice. */
export function readNotices(text: string): readonly Notice[] {
  try {
    const told: unknown = JSON.parse(text)
    if (!Array.isArray(told)) return []
    return told.flatMap((one: unknown) => {
      const { kind, id } = (one ?? {}) as { kind?: unknown; id?: unknown }
      return typeof kind === 'string' && typeof id === 'string' ? [{ kind, id }] : []
    })
  } catch {
    return []
  }
}
