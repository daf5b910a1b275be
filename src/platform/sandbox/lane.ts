import { Worker } from 'node:worker_threads'
import { errorOf, type Fault, type FromWorker, faultOf, type ToWorker, trimmed } from './wire.ts'

/** `time`: past its limit; `memory`: past heap or buffers; `crash`: the thread ended by itself; `failed`: the task threw. */
export type Death = 'time' | 'memory' | 'crash' | 'failed'

/** What came of a task. A death is an answer like any other: it is evidence about the input, and the caller says so. */
export type Outcome<Value> = { readonly ok: Value } | { readonly died: Death; readonly message: string }

/** A function of the server's own thread that a task may ask. Its answer, or what it promises, must be cloneable. */
export type Port = (...parameters: never[]) => unknown

export type Errand = {
  readonly task: string
  readonly input: unknown
  readonly transfer: readonly ArrayBuffer[]
  /** milliseconds of the worker's own work */
  readonly time: number
  /** milliseconds that it may wait for ports, all told */
  readonly patience: number
  readonly ports: Readonly<Record<string, Port>>
}

export type LaneLimits = {
  readonly entry: URL
  readonly shared: unknown
  /** MB of heap */
  readonly memory: number
  /** MB of buffers outside the heap */
  readonly external: number
}

/** One worker thread and the watch over it. Takes one errand at a time; after a death it takes none. */
export type Lane = {
  run(errand: Errand): Promise<Outcome<unknown>>
  close(): Promise<void>
  readonly alive: () => boolean
  /** errands answered so far */
  readonly turns: () => number
  /** bytes outside the heap after the last errand */
  readonly external: () => number
  /** once the thread has ended and its memory is free */
  readonly gone: Promise<void>
}

const MB = 1024 * 1024
const bootTime = 30_000
const watchEvery = 50
/** Looks in a row that find too much before it is believed: garbage that is about to be collected counts too. */
const watchPatience = 3
/**
 * V8 ends a thread that reaches its heap limit, but when it does so inside one large allocation (the table of a Map that doubles, for
 * one) it aborts the process. So the limit that V8 knows lies far above, and the watch ends the thread before it comes near.
 */
const headroom = 1024

// where compiled code is kept, for Node alone: without it each thread compiles its libraries anew. Tasks do not see it
const { NODE_COMPILE_CACHE } = process.env
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

type Current = {
  readonly errand: Errand
  readonly settle: (outcome: Outcome<unknown>) => void
  questions: number
  /** milliseconds of work and of waiting still allowed, at `since` */
  left: { work: number; wait: number }
  since: number
  timer: NodeJS.Timeout | undefined
}

export function openLane(limits: LaneLimits): Lane {
  const worker = new Worker(limits.entry, {
    workerData: limits.shared,
    env: compiled,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory + headroom, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  })
  // what libraries print about hostile input has no place in the server's output
  worker.stdout.resume()
  worker.stderr.resume()

  let ready = false
  let dead = false
  let turn = 0
  let external = 0
  let current: Current | undefined
  let watch: NodeJS.Timeout | undefined
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  function die(death: Death, message: string): void {
    if (dead) return
    dead = true
    finish({ died: death, message })
    void worker.terminate()
  }

  function finish(outcome: Outcome<unknown>): void {
    const done = current
    if (done === undefined) return
    current = undefined
    clearTimeout(done.timer)
    clearInterval(watch)
    worker.unref()
    done.settle(outcome)
  }

  /** Runs the clock that applies now: the task's own work, or, while it asks a port, the waiting. */
  function wind(running: Current, change: () => void): void {
    const spent = performance.now() - running.since
    if (running.questions > 0) running.left.wait -= spent
    else running.left.work -= spent
    change()
    running.since = performance.now()
    clearTimeout(running.timer)
    const working = running.questions === 0
    const left = Math.max(0, working ? running.left.work : running.left.wait)
    running.timer = setTimeout(
      () => die('time', working ? `worked longer than ${running.errand.time} ms` : `waited longer than ${running.errand.patience} ms`),
      left,
    )
  }

  function begin(running: Current): void {
    turn += 1
    running.since = performance.now()
    watchMemory()
    clearTimeout(running.timer)
    running.timer = setTimeout(() => die('time', `worked longer than ${running.errand.time} ms`), running.errand.time)
    const { task, input, transfer, ports } = running.errand
    try {
      send({ kind: 'task', turn, task, input: trimmed(input), ports: Object.keys(ports) }, transfer)
    } catch (thrown) {
      finish({ died: 'failed', message: faultOf(thrown).message })
    }
  }

  function send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    if (!dead) worker.postMessage(message, transfer)
  }

  async function answer(running: Current, id: number, port: string, parameters: readonly unknown[]): Promise<void> {
    wind(running, () => {
      running.questions += 1
    })
    let reply: ToWorker
    try {
      const asked = Object.hasOwn(running.errand.ports, port) ? running.errand.ports[port] : undefined
      if (asked === undefined) throw new Error(`no port named ${port}`)
      reply = { kind: 'answer', id, value: await asked(...(parameters as never[])) }
    } catch (thrown) {
      reply = { kind: 'refusal', id, fault: faultOf(thrown) }
    }
    if (current !== running || dead) return
    wind(running, () => {
      running.questions -= 1
    })
    try {
      send(reply)
    } catch (thrown) {
      send({ kind: 'refusal', id, fault: faultOf(thrown) })
    }
  }

  /**
   * V8 answers these questions even from within an endless loop, once the thread has begun; before that it refuses them. Buffers lie outside every limit of V8's
   * own.
   */
  function watchMemory(): void {
    let asking = false
    let above = 0
    watch = setInterval(() => {
      if (asking || dead) return
      asking = true
      const answered = (): void => {
        asking = false
      }
      worker.getHeapStatistics().then(
        (found) => {
          answered()
          const heap = found.used_heap_size / MB / limits.memory
          const buffers = found.external_memory / MB / limits.external
          above = heap > 1 || buffers > 1 ? above + 1 : 0
          if (current === undefined || (above < watchPatience && heap < 2 && buffers < 2)) return
          die('memory', heap > buffers ? `used more than ${limits.memory} MB of heap` : `held more than ${limits.external} MB of buffers`)
        },
        // refused once is not refused for good: a watch that stopped asking here would let the task take all the memory there is
        answered,
      )
    }, watchEvery)
  }

  worker.on('message', (message: FromWorker) => {
    if (dead) return
    if (message.kind === 'ready') {
      ready = true
      if (current !== undefined) begin(current)
      return
    }
    if (current === undefined || message.turn !== turn) return
    if (message.kind === 'question') {
      void answer(current, message.id, message.port, message.parameters)
      return
    }
    external = message.external
    if (message.kind === 'done') finish({ ok: message.value })
    else if (outOfBuffers(message.fault)) die('memory', message.fault.message)
    else finish({ died: 'failed', message: message.fault.message })
  })
  worker.on('messageerror', (error) => die('failed', error.message))
  worker.on('error', (error) => {
    const fault = faultOf(error)
    die(fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash', fault.message)
  })
  worker.on('exit', (code) => die('crash', `the thread ended with code ${code}`))

  return {
    run: (errand) =>
      new Promise((settle) => {
        if (dead || current !== undefined) throw errorOf({ message: 'a lane takes one errand at a time' })
        worker.ref()
        current = { errand, settle, questions: 0, left: { work: errand.time, wait: errand.patience }, since: 0, timer: undefined }
        if (ready) begin(current)
        else current.timer = setTimeout(() => die('time', `the worker did not start within ${bootTime} ms`), bootTime)
      }),
    async close() {
      die('crash', 'the pool was closed')
      await gone
    },
    alive: () => !dead,
    turns: () => turn,
    external: () => external,
    gone,
  }
}

function outOfBuffers(fault: Fault): boolean {
  return fault.message.includes('Array buffer allocation failed')
}
