import { afterEach, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from './index.ts'
import { hostile } from './testing/hostile-tasks.ts'

const open: Sandbox[] = []
function pool(options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({
    entry: new URL('./testing/hostile-worker.ts', import.meta.url),
    size: 1,
    memory: 48,
    external: 160,
    time: 20_000,
    ...options,
  })
  open.push(sandbox)
  return sandbox
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** The pool must serve the next task after whatever befell the one before. */
async function stillServes(sandbox: Sandbox): Promise<void> {
  expect(await sandbox.run(hostile.add, { a: 2, b: 3 })).toEqual({ ok: 5 })
}

// filling memory takes long on a busy machine
const patient = { time: 50_000 }

describe('what a task may do to its worker', () => {
  test('an endless loop dies of time, and the next task is served', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.loop, null, { time: 200 })).toMatchObject({ died: 'time' })
    await stillServes(sandbox)
  })

  test('a runaway regular expression dies of time', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.backtrack, null, { time: 200 })).toMatchObject({ died: 'time' })
    await stillServes(sandbox)
  })

  test('a promise that never settles dies of time', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.hang, null, { time: 200 })).toMatchObject({ died: 'time' })
    await stillServes(sandbox)
  })

  test.each(['objects', 'strings', 'array', 'map', 'json'] as const)('a heap filled with %s dies of memory', async (way) => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.heap, way, patient)).toMatchObject({ died: 'memory' })
    await stillServes(sandbox)
  })

  test('buffers outside the heap die of memory', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.buffers, null, patient)).toMatchObject({ died: 'memory' })
    await stillServes(sandbox)
  })

  test('buffers are watched in workers that are slow to start as well', async () => {
    const sandbox = pool({ size: 8, external: 24, time: 30_000 })
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => sandbox.run(hostile.buffers, null)))
    expect(outcomes.map((one) => ('died' in one ? one.died : 'lived'))).toEqual(Array(8).fill('memory'))
  })

  test('a buffer too large for the machine dies of memory', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.buffer, 2 ** 52)).toMatchObject({ died: 'memory' })
    await stillServes(sandbox)
  })

  test('an error thrown is a failure that carries its message, and the worker goes on', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.fail, 'no such part')).toEqual({ died: 'failed', message: 'TypeError: no such part' })
    await stillServes(sandbox)
    expect(sandbox.stats()).toMatchObject({ done: 1, died: { failed: 1 }, recycled: 0 })
  })

  test('recursion without end is a failure', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.recurse, null)).toMatchObject({ died: 'failed' })
    await stillServes(sandbox)
  })

  test.each([0, 1, 137])('process.exit(%i) ends the worker and not the server', async (code) => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.exit, code)).toEqual({ died: 'crash', message: `the thread ended with code ${code}` })
    await stillServes(sandbox)
  })

  test('an error that nobody catches is a crash', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.uncaught, null)).toEqual({ died: 'crash', message: 'Error: nobody catches this' })
    await stillServes(sandbox)
  })

  test('a value that cannot cross threads is a failure, both ways', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.unclonable, null)).toMatchObject({ died: 'failed' })
    expect(await sandbox.run(hostile.echo, () => 1)).toMatchObject({ died: 'failed' })
    await stillServes(sandbox)
  })

  test('a task that nobody does is a failure', async () => {
    const sandbox = pool()
    expect(await sandbox.run({ name: 'no-such' }, null)).toEqual({ died: 'failed', message: 'Error: no task named no-such' })
  })

  test('an entry that cannot be loaded is a crash each time, not a storm of workers', async () => {
    const sandbox = pool({ entry: new URL('./testing/not-there.ts', import.meta.url) })
    expect(await sandbox.run(hostile.add, { a: 1, b: 1 })).toMatchObject({ died: 'crash' })
    expect(await sandbox.run(hostile.add, { a: 1, b: 1 })).toMatchObject({ died: 'crash' })
  })

  test('the worker sees nothing of the server’s environment', async () => {
    expect(await pool().run(hostile.environment, null)).toEqual({ ok: 0 })
  })
})

describe('the pool', () => {
  test('starts no worker before the first task, and no more than its size', async () => {
    const sandbox = pool({ size: 2 })
    expect(sandbox.stats().workers).toBe(0)
    await Promise.all(Array.from({ length: 40 }, (_, i) => sandbox.run(hostile.add, { a: i, b: 0 })))
    expect(sandbox.stats()).toMatchObject({ done: 40, waiting: 0, busy: 0 })
    expect(sandbox.stats().workers).toBeLessThanOrEqual(2)
  })

  test('answers thousands of small tasks, each to its own caller', async () => {
    const sandbox = pool({ size: 2, queue: 5_000 })
    const answers = await Promise.all(Array.from({ length: 4_000 }, (_, i) => sandbox.run(hostile.add, { a: i, b: i })))
    expect(answers.every((one, i) => 'ok' in one && one.ok === 2 * i)).toBe(true)
  })

  test('keeps serving while one task in five kills its worker', async () => {
    const sandbox = pool({ size: 2 })
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? sandbox.run(hostile.exit, 3) : sandbox.run(hostile.echo, i))),
    )
    expect(answers.map((one) => ('ok' in one ? one.ok : one.died))).toEqual(
      Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? 'crash' : i)),
    )
  })

  test('refuses what its queue cannot hold', async () => {
    const sandbox = pool({ queue: 2 })
    const taken = [sandbox.run(hostile.echo, 1), sandbox.run(hostile.echo, 2), sandbox.run(hostile.echo, 3)]
    await expect(sandbox.run(hostile.echo, 4)).rejects.toMatchObject({ code: 'platform.sandbox-full', kind: 'unavailable' })
    expect(await Promise.all(taken)).toEqual([{ ok: 1 }, { ok: 2 }, { ok: 3 }])
  })

  test('keeps a worker free of long work, does that of one asker one after the other, and takes so much of it', async () => {
    const sandbox = pool({ size: 2 })
    const loop = (long: string) => sandbox.run(hostile.loop, null, { long })
    const asked = Promise.allSettled([loop('one'), loop('one'), loop('other'), loop('one'), loop('one')])
    await expect(loop('one')).rejects.toMatchObject({ code: 'platform.sandbox-full', kind: 'limited' })
    await stillServes(sandbox)
    expect(sandbox.stats()).toMatchObject({ busy: 1, waiting: 4 })
    await sandbox.close()
    expect((await asked).map(({ status }) => status)).toEqual(['fulfilled', ...Array(4).fill('rejected')])
    const roomy = pool({ size: 3 })
    const both = Promise.allSettled(['one', 'one', 'other'].map((long) => roomy.run(hostile.loop, null, { long })))
    await stillServes(roomy)
    expect(roomy.stats()).toMatchObject({ busy: 2, waiting: 1 })
    await roomy.close()
    await both
  })

  test('replaces a worker after its turns', async () => {
    const sandbox = pool({ turns: 10 })
    for (let i = 0; i < 35; i++) await sandbox.run(hostile.echo, i)
    expect(sandbox.stats().recycled).toBe(3)
  })

  test('replaces a worker that goes on holding buffers', async () => {
    const sandbox = pool({ held: 64 })
    expect(await sandbox.run(hostile.hold, 128 * 1024 * 1024)).toEqual({ ok: 1 })
    expect(await sandbox.run(hostile.hold, 1)).toEqual({ ok: 1 })
    expect(sandbox.stats().recycled).toBe(1)
  })

  test('gives idle workers back, all but those to keep', async () => {
    const sandbox = pool({ size: 2, idle: 50, keep: 1 })
    await Promise.all([sandbox.run(hostile.echo, 1), sandbox.run(hostile.echo, 2)])
    await expect.poll(() => sandbox.stats().workers, { timeout: 20_000 }).toBe(1)
    await stillServes(sandbox)
  })

  test('closing ends what is under way as an answer, refuses what waits and what comes later', async () => {
    const sandbox = pool()
    const running = sandbox.run(hostile.loop, null)
    const waiting = sandbox.run(hostile.echo, 1)
    const refused = expect(waiting).rejects.toMatchObject({ code: 'platform.sandbox-closed' })
    await sandbox.close()
    expect(await running).toMatchObject({ died: 'crash' })
    await refused
    await expect(sandbox.run(hostile.echo, 1)).rejects.toMatchObject({ code: 'platform.sandbox-closed' })
  })

  test('shares memory with its workers without copying it', async () => {
    const shared = new SharedArrayBuffer(8)
    new Uint8Array(shared)[3] = 9
    const answer = await pool({ shared: { shared } }).run(hostile.shared, null)
    expect('ok' in answer && new Uint8Array((answer.ok as { shared: SharedArrayBuffer }).shared)[3]).toBe(9)
  })

  test('sends the bytes of a view and not the buffer under it', async () => {
    const large = new Uint8Array(1_000_000)
    expect(await pool().run(hostile.length, large.subarray(10, 30))).toEqual({ ok: { length: 20, buffer: 20 } })
    expect(large.length).toBe(1_000_000)
  })

  test('hands over a buffer that the caller gives away', async () => {
    const given = new Uint8Array(1_000_000)
    expect(await pool().run(hostile.length, given, { transfer: [given.buffer] })).toEqual({ ok: { length: 1_000_000, buffer: 1_000_000 } })
    expect(given.length).toBe(0)
  })

  test('brings bytes back', async () => {
    const answer = await pool().run(hostile.bytes, 300_000)
    expect('ok' in answer && answer.ok.body.length === 300_000 && answer.ok.body.every((one) => one === 7)).toBe(true)
  })
})

describe('ports', () => {
  test('a task asks the server’s thread and gets its answer', async () => {
    const double = async (n: number): Promise<number> => n * 2
    expect(await pool().run(hostile.askOften, 100, { ports: { double } })).toEqual({ ok: 9900 })
  })

  test('a refusal keeps its code', async () => {
    const nowhere = async (): Promise<never> => {
      throw Object.assign(new Error('nothing there'), { code: 'ENOTFOUND' })
    }
    expect(await pool().run(hostile.ask, { port: 'nowhere', parameters: [] }, { ports: { nowhere } })).toEqual({
      died: 'failed',
      message: 'Error: Error: nothing there',
    })
  })

  test('what was not given cannot be asked', async () => {
    const sandbox = pool()
    expect(await sandbox.run(hostile.ask, { port: 'toString', parameters: [] })).toMatchObject({ died: 'failed' })
    expect(await sandbox.run(hostile.ask, { port: 'other', parameters: [] }, { ports: {} })).toMatchObject({ died: 'failed' })
  })

  test('waiting for a port does not count as work, but is bounded too', async () => {
    const sandbox = pool()
    const slow = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 400, 'late'))
    expect(await sandbox.run(hostile.ask, { port: 'slow', parameters: [] }, { ports: { slow }, time: 200 })).toEqual({ ok: 'late' })
    const never = (): Promise<never> => new Promise(() => undefined)
    expect(await sandbox.run(hostile.ask, { port: 'never', parameters: [] }, { ports: { never }, patience: 100 })).toMatchObject({
      died: 'time',
      message: 'waited longer than 100 ms',
    })
    await stillServes(sandbox)
  })

  test('a finished task cannot ask in the name of the next', async () => {
    const sandbox = pool()
    let asked = 0
    const late = async (): Promise<void> => {
      asked += 1
    }
    expect(await sandbox.run(hostile.askLate, null, { ports: { late } })).toEqual({ ok: 'gone' })
    expect(await sandbox.run(hostile.hang, null, { ports: { late }, time: 300 })).toMatchObject({ died: 'time' })
    expect(asked).toBe(0)
  })
})
