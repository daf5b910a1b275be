/** The kinds of failure the house knows. Only the edges turn a kind into an HTTP status, an SMTP reply or an exit code. */
export type FailureKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'limited' | 'unavailable'

/**
 * An expected failure. `code` is stable (`room.reason`) and is what clients and translations rely on; `message` is for the log
 * and never holds content of a report; `detail` may name the fields at fault.
 */
export class Failure extends Error {
  override name = 'Failure'
  readonly kind: FailureKind
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>> | undefined

  constructor(kind: FailureKind, code: string, message: string, options?: ErrorOptions & { detail?: Readonly<Record<string, unknown>> }) {
    super(message, options)
    this.kind = kind
    this.code = code
    this.detail = options?.detail
  }
}

/** Throws unless `value` is there; for reads whose absence is the caller's mistake. */
export function present<T>(value: T | undefined | null, code: string, what: string): T {
  if (value === undefined || value === null) throw new Failure('missing', code, `${what} is missing`)
  return value
}
