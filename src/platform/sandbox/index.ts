import { Failure } from '../../base/failure.ts'
import type { Task } from '../../base/task.ts'
import { type Death, type Errand, type Lane, type Outcome, openLane, type Port } from './lane.ts'

export type { Death, Outcome, Port } from './lane.ts'

export type SandboxOptions = {
  /** the module that calls `serveTasks` */
  readonly entry: URL
  /** worker threads at most; each costs some tens of MB once it has loaded its parsers */
  readonly size?: number
  /** MB of heap a worker may use */
  readonly memory?: number
  /** MB of buffers outside the heap a worker may hold */
  readonly external?: number
  /** milliseconds a task may work, unless its caller says */
  readonly time?: number
  /** tasks that may wait for a worker */
  readonly queue?: number
  /** a worker is replaced after this many tasks … */
  readonly turns?: number
  /** … or when it still holds this many MB of buffers after one */
  readonly held?: number
  /** milliseconds without work after which workers are given back, all but `keep` */
  readonly idle?: number
  readonly keep?: number
  /** given to every worker (`sharedData`); a SharedArrayBuffer in it is not copied */
  readonly shared?: unknown
}

export type RunOptions = {
  /** milliseconds of work */
  readonly time?: number
  /** milliseconds it may spend waiting for its ports, all told (default 60,000) */
  readonly patience?: number
  /** buffers of the input that are handed over instead of copied */
  readonly transfer?: readonly ArrayBuffer[]
  /** what the task may ask of the server's own thread */
  readonly ports?: Readonly<Record<string, Port>>
  /**
   * for work that whoever asks can make long at will, who asks: theirs is done one after the other, and that of all leaves a worker free where there
   * is more than one
   */
  readonly long?: string
}

export type SandboxStats = {
  readonly workers: number
  readonly busy: number
  readonly waiting: number
  readonly done: number
  readonly died: Readonly<Record<Death, number>>
  readonly recycled: number
}

/**
 * A pool of worker threads for parsers of hostile input. `run` answers what came of the task and rejects only when the pool itself
 * cannot take it: `platform.sandbox-full` or `platform.sandbox-closed`, both `unavailable`; the first is `limited` where the asker's own long
 * work fills its place. A task is never tried twice.
 */
export type Sandbox = {
  run<Input, Value>(task: Task<Input, Value>, input: Input, options?: RunOptions): Promise<Outcome<Value>>
  stats(): SandboxStats
  /** Ends every worker; tasks under way die as `crash`. */
  close(): Promise<void>
}

type Waiting = {
  readonly errand: Errand
  readonly long: string | undefined
  readonly settle: (outcome: Outcome<unknown>) => void
  readonly refuse: (failure: Failure) => void
}

const MB = 1024 * 1024
/** How long a thread that is being ended keeps its place: one that hangs in native code must not hold the pool. */
const leaveTime = 2_000
/** Long work of one asker that may wait. */
const mostLong = 3

export function createSandbox(options: SandboxOptions): Sandbox {
  const {
    entry,
    size = 2,
    memory = 256,
    external = 512,
    time = 20_000,
    queue = 1_000,
    turns = 5_000,
    held = 96,
    idle = 60_000,
    keep = 1,
  } = options
  const waiting: Waiting[] = []
  /** most recently used last, so that the others fall idle */
  const resting: Lane[] = []
  const busy = new Set<Lane>()
  const leaving = new Set<Lane>()
  /** whose long work is under way */
  const longFor = new Set<string>()
  const mayBegin = ({ long }: Waiting): boolean => long === undefined || (!longFor.has(long) && longFor.size < Math.max(1, size - 1))
  const died = { time: 0, memory: 0, crash: 0, failed: 0 }
  let done = 0
  let recycled = 0
  let closed = false
  let shrink: NodeJS.Timeout | undefined

  function pump(): void {
    while (!closed) {
      const first = waiting.findIndex(mayBegin)
      if (first < 0) return
      const lane =
        resting.pop() ?? (busy.size + leaving.size < size ? openLane({ entry, shared: options.shared, memory, external }) : undefined)
      if (lane === undefined) return
      // a worker may die while it rests
      if (!lane.alive()) continue
      const [next] = waiting.splice(first, 1)
      if (next !== undefined) void give(lane, next)
    }
  }

  async function give(lane: Lane, { errand, long, settle }: Waiting): Promise<void> {
    busy.add(lane)
    if (long !== undefined) longFor.add(long)
    const outcome = await lane.run(errand)
    busy.delete(lane)
    if (long !== undefined) longFor.delete(long)
    if ('ok' in outcome) done += 1
    else died[outcome.died] += 1
    const worn = lane.turns() >= turns || lane.external() > held * MB
    if (!lane.alive()) dismiss(lane)
    else if (worn) {
      recycled += 1
      dismiss(lane)
    } else resting.push(lane)
    settle(outcome)
    pump()
    rest()
  }

  function dismiss(lane: Lane): void {
    leaving.add(lane)
    const free = (): void => {
      clearTimeout(late)
      if (leaving.delete(lane)) pump()
    }
    const late = setTimeout(free, leaveTime)
    late.unref()
    void lane.close().then(free)
  }

  function rest(): void {
    clearTimeout(shrink)
    if (closed) return
    shrink = setTimeout(() => {
      while (resting.length > 0 && resting.length + busy.size > keep) {
        const longest = resting.shift()
        if (longest !== undefined) dismiss(longest)
      }
    }, idle)
    shrink.unref()
  }

  return {
    run<Input, Value>(task: Task<Input, Value>, input: Input, how: RunOptions = {}): Promise<Outcome<Value>> {
      return new Promise((resolve, reject) => {
        if (closed) throw new Failure('unavailable', 'platform.sandbox-closed', 'the pool of workers is closed')
        if (waiting.length >= queue) throw new Failure('unavailable', 'platform.sandbox-full', `${queue} tasks wait for a worker already`)
        const { long } = how
        if (long !== undefined && waiting.filter((one) => one.long === long).length >= mostLong)
          throw new Failure('limited', 'platform.sandbox-full', `${mostLong} of the asker's long tasks wait already`)
        const errand = {
          task: task.name,
          input,
          transfer: how.transfer ?? [],
          time: how.time ?? time,
          patience: how.patience ?? 60_000,
          ports: how.ports ?? {},
        }
        // the task's own type says what its worker answers
        waiting.push({ errand, long, settle: (outcome) => resolve(outcome as Outcome<Value>), refuse: reject })
        pump()
      })
    },
    stats: () => ({ workers: resting.length + busy.size, busy: busy.size, waiting: waiting.length, done, died: { ...died }, recycled }),
    async close() {
      closed = true
      clearTimeout(shrink)
      for (const one of waiting.splice(0))
        one.refuse(new Failure('unavailable', 'platform.sandbox-closed', 'the pool of workers is closed'))
      await Promise.all([...resting, ...busy, ...leaving].map((lane) => lane.close()))
    },
  }
}
