import { handle, serveTasks, sharedData } from '../serve.ts'
import { hostile } from './hostile-tasks.ts'

const held: unknown[] = []

serveTasks([
  handle(hostile.echo, (input) => input),
  handle(hostile.add, ({ a, b }) => a + b),
  handle(hostile.loop, () => {
    for (;;);
  }),
  handle(hostile.backtrack, () => /^(a+)+$/.test(`${'a'.repeat(60)}!`)),
  handle(hostile.hang, () => new Promise<never>(() => undefined)),
  handle(hostile.fail, (message) => {
    throw new TypeError(message)
  }),
  handle(hostile.exit, (code) => process.exit(code)),
  handle(hostile.uncaught, () => {
    setImmediate(() => {
      throw new Error('nobody catches this')
    })
    return new Promise<never>(() => undefined)
  }),
  handle(hostile.recurse, () => {
    const deeper = (n: number): number => 1 + deeper(n + 1)
    return deeper(0)
  }),
  handle(hostile.heap, (way) => {
    if (way === 'objects') for (;;) held.push({ one: held.length, two: [held.length] })
    if (way === 'strings') for (let i = 0; ; i++) held.push(String(i).padStart(1000, 'x').split('').join('-'))
    if (way === 'array') for (;;) held.push(new Array(1_000_000).fill(1.5))
    if (way === 'json') for (;;) held.push(JSON.parse(`[${'[1],'.repeat(500_000)}1]`))
    for (let i = 0; ; i++) {
      const map = new Map<number, number>()
      held.push(map)
      for (let j = 0; j < 10_000_000; j++) map.set(j, i)
    }
  }),
  handle(hostile.buffers, () => {
    for (;;) held.push(new Uint8Array(16 * 1024 * 1024).fill(1))
  }),
  handle(hostile.buffer, (size) => new Uint8Array(size).length),
  handle(hostile.hold, (size) => held.push(new Uint8Array(size))),
  handle(hostile.unclonable, () => () => 1),
  handle(hostile.ask, ({ port, parameters }, { ask }) => ask(port, ...parameters)),
  handle(hostile.askOften, async (times, { ask }) => {
    const answers = await Promise.all(Array.from({ length: times }, (_, i) => ask('double', i)))
    return answers.reduce<number>((sum, one) => sum + Number(one), 0)
  }),
  handle(hostile.askLate, (_, { ask }) => {
    setTimeout(() => void ask('late'), 20)
    return 'gone'
  }),
  handle(hostile.shared, () => sharedData()),
  handle(hostile.environment, () => Object.keys(process.env).length),
  handle(hostile.length, (bytes) => ({ length: bytes.length, buffer: bytes.buffer.byteLength })),
  handle(hostile.bytes, (size) => ({ body: new Uint8Array(size).fill(7) })),
])
