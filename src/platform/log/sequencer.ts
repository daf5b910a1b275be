import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/pools.ts'
import { describeError, type Logger } from '../logger.ts'
import { rememberHead } from './head.ts'
import { type Integration, integratePending } from './integrate.ts'
import type { LogKey } from './key.ts'

/** The loop that gives leaves their places. `close` resolves when the integration under way is committed. */
export type Sequencer = {
  close(): Promise<void>
  /** milliseconds since the log was last found in order: grown, or with nothing to do; for the health page */
  sinceGood(): number
}

const every = 500
const longestWait = 10_000

/**
 * Integrates what waits, twice a second; as many processes as like may run one, the database lets one at a time lead. A failure is
 * logged and tried again, at growing distances up to 10 s: leaves wait safely meanwhile.
 */
export function startSequencer(
  db: Database,
  key: LogKey,
  options: { readonly folder: string; readonly log: Logger; readonly now: () => Date },
): Sequencer {
  const stop = new AbortController()
  let lastGood = Date.now()
  let failures = 0

  async function once(): Promise<number> {
    const outcome = await integratePending(db, key, options.now())
    if (outcome.kind === 'grown') await keepHead(outcome)
    // another process leads: it knows whether it succeeds
    lastGood = Date.now()
    failures = 0
    return outcome.kind === 'grown' && outcome.more ? 0 : every
  }

  async function keepHead({ leaves, checkpoint }: Extract<Integration, { kind: 'grown' }>): Promise<void> {
    options.log.debug({ event: 'log.grown', leaves, size: checkpoint.size }, 'leaves integrated')
    await rememberHead(options.folder, checkpoint.note).catch((cause) => {
      options.log.warn(
        { event: 'log.head-not-kept', error: describeError(cause) },
        'the newest checkpoint could not be written to log-head',
      )
    })
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const wait = await once().catch((cause: unknown) => {
        failures += 1
        options.log.error({ event: 'log.not-grown', error: describeError(cause), failures }, 'leaves could not be integrated')
        return Math.min(longestWait, every * 2 ** failures)
      })
      if (wait > 0) await sleep(wait, undefined, { signal: stop.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    close: async () => {
      stop.abort()
      await running
    },
    sinceGood: () => Date.now() - lastGood,
  }
}
