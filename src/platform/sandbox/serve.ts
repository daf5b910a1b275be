import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import type { Task } from '../../base/task.ts'
import { errorOf, type FromWorker, faultOf, ownedBuffers, type ToWorker, trimmed } from './wire.ts'

/** Asks the server's own thread, which alone holds sockets; rejects with the `code` that the port gave. */
export type Ask = (port: string, ...parameters: readonly unknown[]) => Promise<unknown>

/** What a task may use besides its input. `has` says whether the caller gave a port of that name. */
export type Surroundings = { readonly ask: Ask; readonly has: (port: string) => boolean }

export type Handler = { readonly name: string; readonly run: (input: never, surroundings: Surroundings) => unknown }

/** Joins a task to the function that does it. */
export function handle<Input, Value>(
  task: Task<Input, Value>,
  run: (input: Input, surroundings: Surroundings) => Value | Promise<Value>,
): Handler {
  return { name: task.name, run }
}

/** What the pool's owner shares with every worker (`createSandbox({ shared })`). */
export function sharedData(): unknown {
  return workerData
}

/** The whole of a worker's entry: takes one task at a time from the pool and answers it. Must be called on a worker's thread. */
export function serveTasks(handlers: readonly Handler[]): void {
  const pool = parentPort
  if (pool === null) throw new Error('serveTasks belongs on a worker thread')
  // Node read it when the thread began: a task sees an empty environment
  delete process.env.NODE_COMPILE_CACHE
  const byName = new Map(handlers.map((one) => [one.name, one]))
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let questions = 0

  const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => pool.postMessage(message, transfer)

  async function work({ turn, task, input, ports }: Extract<ToWorker, { kind: 'task' }>): Promise<void> {
    const ask: Ask = (port, ...parameters) =>
      new Promise((resolve, reject) => {
        questions += 1
        waiting.set(questions, { resolve, reject })
        say({ kind: 'question', turn, id: questions, port, parameters })
      })
    try {
      const handler = byName.get(task)
      if (handler === undefined) throw new Error(`no task named ${task}`)
      const value = trimmed(await handler.run(input as never, { ask, has: (port) => ports.includes(port) }))
      say({ kind: 'done', turn, value, external: getHeapStatistics().external_memory }, ownedBuffers(value))
    } catch (thrown) {
      say({ kind: 'failed', turn, fault: faultOf(thrown), external: getHeapStatistics().external_memory })
    } finally {
      waiting.clear()
    }
  }

  pool.on('message', (message: ToWorker) => {
    if (message.kind === 'task') {
      void work(message)
      return
    }
    const question = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'answer') question?.resolve(message.value)
    else question?.reject(errorOf(message.fault))
  })
  say({ kind: 'ready' })
}
