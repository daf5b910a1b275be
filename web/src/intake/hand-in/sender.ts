import { useSyncExternalStore } from 'react'
import { newId } from '../../../../src/base/id.ts'
import { type Receipt, sendReport } from '../../../../src/domain/intake/contract.ts'
import { addressOf, upload } from '../../app/api.ts'
import { advance, nextOf, type Queue, type QueueAct, typeOf } from './queue.ts'

/** what a node takes where nobody set it otherwise (TOCSIN_MAIL_SIZE); the server has the last word */
export const largest = 52_428_800

// Sending goes on while its person looks at another page, so the queue belongs to the tab and not to a component.
let queue: Queue = []
const files = new Map<string, File>()
const stops = new Map<string, AbortController>()
const listeners = new Set<() => void>()
let deskNow: () => string | undefined = () => undefined

function act(one: QueueAct): void {
  queue = advance(queue, one)
  for (const listener of listeners) listener()
}

/**
 * Hands files in, each as a report of its own. `desk` tells for whom the session acts at the moment, `now` for whom it did when they were given: what was
 * given for one organisation is never sent for another.
 */
export function handIn(given: readonly File[], desk: () => string | undefined, now = desk()): void {
  if (now === undefined) return
  deskNow = desk
  const added = given.map((file) => ({ id: newId(), desk: now, name: file.name, size: file.size, tooLarge: file.size > largest, file }))
  for (const one of added) files.set(one.id, one.file)
  act({ kind: 'add', files: added.map(({ file: _, ...one }) => one) })
  go()
}

export function stop(id: string): void {
  stops.get(id)?.abort()
  act({ kind: 'set', id, state: { kind: 'stopped' } })
  go()
}

export function retry(id: string): void {
  act({ kind: 'retry', id })
  go()
}

export function clear(): void {
  act({ kind: 'clear' })
}

/** What was handed in for this desk; what another one handed in is not its to see. */
export function useQueue(desk: string | undefined): Queue {
  const all = useWhole()
  return all.filter((one) => one.desk === desk)
}

function useWhole(): Queue {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => queue,
  )
}

function go(): void {
  const stale = queue.filter((one) => one.state.kind === 'waiting' && one.desk !== deskNow())
  for (const { id } of stale) act({ kind: 'set', id, state: { kind: 'stopped' } })
  for (const { id, name } of nextOf(queue)) {
    act({ kind: 'set', id, state: { kind: 'sending', part: 0 } })
    void send(id, name)
  }
}

async function send(id: string, name: string): Promise<void> {
  const file = files.get(id)
  if (file === undefined) return
  const stopping = new AbortController()
  stops.set(id, stopping)
  try {
    // the same key at every try: what arrived without its answer is not filed twice
    const receipt = await upload<Receipt>(addressOf(sendReport.path, {}, { name: name.slice(-255) }), file, {
      key: id,
      signal: stopping.signal,
      headers: { 'content-type': typeOf(name) },
      onProgress: (sent, total) => act({ kind: 'set', id, state: { kind: 'sending', part: total === 0 ? 1 : sent / total } }),
    })
    act({ kind: 'set', id, state: { kind: 'filed', receipt } })
    files.delete(id)
  } catch (failure) {
    act({ kind: 'set', id, state: failure instanceof DOMException ? { kind: 'stopped' } : { kind: 'failed', failure } })
  } finally {
    stops.delete(id)
    go()
  }
}
