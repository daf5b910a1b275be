/** What pool and worker say to each other. Errors travel as plain data, because structured clone drops an error's `code`. */

export type Fault = { readonly message: string; readonly code?: string }

export type ToWorker =
  | { readonly kind: 'task'; readonly turn: number; readonly task: string; readonly input: unknown; readonly ports: readonly string[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly fault: Fault }

/** `turn` counts the tasks of one worker, so that what a finished task left running can't speak for the next one. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'question'
      readonly turn: number
      readonly id: number
      readonly port: string
      readonly parameters: readonly unknown[]
    }
  | { readonly kind: 'done'; readonly turn: number; readonly value: unknown; readonly external: number }
  | { readonly kind: 'failed'; readonly turn: number; readonly fault: Fault; readonly external: number }

export function faultOf(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { message: String(thrown).slice(0, 500) }
  const message = `${thrown.name}: ${thrown.message}`.slice(0, 500)
  return 'code' in thrown && typeof thrown.code === 'string' ? { message, code: thrown.code } : { message }
}

/** An error again, with the `code` it had on the other side. */
export function errorOf(fault: Fault): Error {
  const error = new Error(fault.message)
  return fault.code === undefined ? error : Object.assign(error, { code: fault.code })
}

/**
 * The value with every byte array at its top, or one level below, cut to its own bytes: structured clone copies the whole buffer
 * under a view, so a slice of a large file would carry the file.
 */
export function trimmed(value: unknown): unknown {
  if (isBytes(value)) return ownBytes(value)
  if (!isPlain(value) || !Object.values(value).some(isBytes)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, isBytes(one) ? ownBytes(one) : one]))
}

/** The buffers that may be handed over instead of copied, because nothing else looks at them: for values that are given away. */
export function ownedBuffers(value: unknown): ArrayBuffer[] {
  const views = isBytes(value) ? [value] : isPlain(value) ? Object.values(value).filter(isBytes) : []
  const buffers = views.map((view) => view.buffer).filter((buffer) => buffer instanceof ArrayBuffer)
  return [...new Set(buffers)]
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  )
}
