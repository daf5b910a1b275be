import { readdirSync, readFileSync } from 'node:fs'
import { mutations } from '../../fixtures/generate/mutations.ts'
import { variedMessages } from '../../fixtures/generate/varied.ts'
import { type Backlog, drainRates, untilDrained } from './backlog.ts'
import { type Load, type Outcome, runLoad } from './load.ts'

type Stream = Load['stream']

/** Plausible mail, all different. */
export function* variedStream(seed: string): Generator<{ label: string; bytes: Buffer }, never> {
  for (const bytes of variedMessages(seed)) yield { label: 'varied', bytes }
  throw new Error('the stream has no end')
}

/** Hostile mail, labelled with its kind, made from varied mail and from the samples of the fixtures. */
export function* hostileStream(seed: string): Generator<{ label: string; bytes: Buffer }, never> {
  const folder = new URL('../../fixtures/samples/', import.meta.url)
  const samples = readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort()
  const varied = variedMessages(`${seed} bases`)
  const bases = [...samples.map((name) => readFileSync(new URL(name, folder))), ...Array.from({ length: 50 }, () => varied.next().value)]
  for (const { kind, bytes } of mutations(seed, bases)) yield { label: kind, bytes }
  throw new Error('the stream has no end')
}

export type LoadOptions = Omit<Load, 'stream'> & { readonly seed: string }

const asLoad = (options: LoadOptions, stream: Stream): Load => ({ ...options, stream })

/** Acknowledging alone; start the server so that its workers rest. */
export function acknowledge(options: LoadOptions): Promise<Outcome> {
  return runLoad(asLoad(options, variedStream(options.seed)))
}

/** The same with hostile mail: every message must be answered, by 250 or by a clear refusal. */
export function hostile(options: LoadOptions): Promise<Outcome> {
  return runLoad(asLoad(options, hostileStream(options.seed)))
}

export type Drained = ReturnType<typeof drainRates>

/** Draining alone: begin when messages wait and the workers have just been started. */
export async function drain(backlog: Backlog): Promise<Drained> {
  return drainRates(await untilDrained(backlog))
}

export type Together = { readonly intake: Outcome; readonly seconds: number; readonly analysed: number; readonly mostWaiting: number }

/** Both at once, to the end of the last analysis. `analysed` is messages a second from the first sent to the last analysed. */
export async function together(options: LoadOptions, backlog: Backlog): Promise<Together> {
  let over = false
  const start = performance.now()
  const loading = acknowledge(options).finally(() => {
    over = true
  })
  const [intake, samples] = await Promise.all([loading, untilDrained(backlog, { over: () => over })])
  const seconds = (performance.now() - start) / 1000
  return { intake, seconds, analysed: intake.acknowledged / seconds, mostWaiting: Math.max(...samples.map((sample) => sample.waiting)) }
}
