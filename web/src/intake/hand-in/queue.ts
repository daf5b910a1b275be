import type { Receipt } from '../../../../src/domain/intake/contract.ts'

/**
 * Files on their way in, as pure state. They are sent a few at a time, in the order given; each ends as filed, failed or stopped, and
 * none is dropped without a word.
 */
export type Sending = {
  readonly id: string
  /** for whom it is handed in: a person acting for an organisation */
  readonly desk: string
  readonly name: string
  readonly size: number
  readonly state:
    | { readonly kind: 'waiting' }
    /** `part`: 0 to 1 */
    | { readonly kind: 'sending'; readonly part: number }
    | { readonly kind: 'filed'; readonly receipt: Receipt }
    | { readonly kind: 'failed'; readonly failure: unknown }
    | { readonly kind: 'too-large' }
    | { readonly kind: 'empty' }
    | { readonly kind: 'stopped' }
}

export type Queue = readonly Sending[]

export type QueueAct =
  | {
      readonly kind: 'add'
      readonly files: readonly {
        readonly id: string
        readonly desk: string
        readonly name: string
        readonly size: number
        readonly tooLarge: boolean
      }[]
    }
  | { readonly kind: 'set'; readonly id: string; readonly state: Sending['state'] }
  | { readonly kind: 'retry'; readonly id: string }
  /** forgets what is over */
  | { readonly kind: 'clear' }

export const atOnce = 3

export function advance(queue: Queue, act: QueueAct): Queue {
  switch (act.kind) {
    case 'add':
      return [
        ...queue,
        ...act.files.map(
          ({ tooLarge, ...file }): Sending => ({
            ...file,
            state: { kind: tooLarge ? 'too-large' : file.size === 0 ? 'empty' : 'waiting' },
          }),
        ),
      ]
    case 'set':
      return queue.map((one) => (one.id === act.id && !isOver(one) ? { ...one, state: act.state } : one))
    case 'retry':
      return queue.map((one) =>
        one.id === act.id && (one.state.kind === 'failed' || one.state.kind === 'stopped') ? { ...one, state: { kind: 'waiting' } } : one,
      )
    case 'clear':
      return queue.filter((one) => !isOver(one))
  }
}

export function isOver({ state }: Pick<Sending, 'state'>): boolean {
  return state.kind !== 'waiting' && state.kind !== 'sending'
}

/** Which are to be sent now, so that no more than `atOnce` are on their way. */
export function nextOf(queue: Queue): readonly Sending[] {
  const free = atOnce - queue.filter((one) => one.state.kind === 'sending').length
  return free <= 0 ? [] : queue.filter((one) => one.state.kind === 'waiting').slice(0, free)
}

export type QueueFigures = {
  readonly all: number
  readonly over: number
  readonly filed: number
  readonly again: number
  readonly failed: number
  readonly part: number
}

/** How far the whole is, by bytes. */
export function figuresOf(queue: Queue): QueueFigures {
  const bytes = queue.reduce((sum, one) => sum + one.size, 0)
  const sent = queue.reduce((sum, one) => sum + (isOver(one) ? one.size : one.state.kind === 'sending' ? one.size * one.state.part : 0), 0)
  const filed = queue.flatMap(({ state }) => (state.kind === 'filed' ? [state.receipt] : []))
  return {
    all: queue.length,
    over: queue.filter(isOver).length,
    filed: filed.length,
    again: filed.filter((receipt) => receipt.again).length,
    failed: queue.filter((one) => isOver(one) && one.state.kind !== 'filed').length,
    part: bytes === 0 ? 1 : sent / bytes,
  }
}

const types: Readonly<Record<string, string>> = { eml: 'message/rfc822', json: 'application/json', txt: 'text/plain' }

/** What a file is sent as: by its name, since browsers do not know messages. Anything else is bytes, and the server looks what it is. */
export function typeOf(name: string): string {
  return types[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}
