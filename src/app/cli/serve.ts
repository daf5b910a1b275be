import { readConfig, unknownSettings } from '../../platform/config.ts'
import { describeError, openLogger } from '../../platform/logger.ts'
import { start } from '../start.ts'

/** `tocsin serve`: everything in one process, or what TOCSIN_ROLES says. Runs until SIGTERM or SIGINT, then drains. */
export async function serve(argv: readonly string[]): Promise<number> {
  return until(argv, 'serve', {})
}

/** `tocsin work`: the jobs alone, beside a process that serves. */
export async function work(argv: readonly string[]): Promise<number> {
  return until(argv, 'work', { TOCSIN_ROLES: 'work' })
}

/** milliseconds for what is under way to end; then the process goes all the same */
const drainFor = 9_500

/** milliseconds in which a second signal is the first one again: a terminal gives it to the launcher and to us, and the launcher passes it on */
const sameSignal = 1_000

/** Resolves with the first signal to stop, also while things still open. Whoever insists ends the process at once. */
function firstSignal(): Promise<string> {
  let first: number | undefined
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        first ??= Date.now()
        if (Date.now() - first > sameSignal) process.exit(1)
        resolve(signal)
      })
    }
  })
}

async function until(argv: readonly string[], name: string, fixed: Record<string, string>): Promise<number> {
  if (argv.length > 0) {
    process.stderr.write(`usage: tocsin ${name}\nSettings come from the environment: see docs/operations.md.\n`)
    return argv.includes('--help') ? 0 : 2
  }
  const config = readConfig({ ...process.env, ...fixed })
  for (const line of unknownSettings()) process.stderr.write(`tocsin: ${line}\n`)
  const log = openLogger(config.TOCSIN_LOG_LEVEL)
  process.on('unhandledRejection', (error) => log.error({ error: describeError(error) }, 'process.unhandled'))
  const stopped = firstSignal()
  const running = await start(config, log, (line) => process.stderr.write(`${line}\n`))
  const signal = await stopped
  log.info({ signal }, 'process.stopping')
  setTimeout(() => {
    log.error({}, 'process.stop-too-slow')
    process.exit(1)
  }, drainFor).unref()
  await running.stop()
  log.info({}, 'process.stopped')
  return 0
}
