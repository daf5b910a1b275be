import { pino } from 'pino'

/** A structured log line: an event name and figures. Never a message body, an address or a token. */
export type Logger = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export function openLogger(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** What a log may say of an error: its name, code and the places in our code, never its message, which may quote input. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
  const code = 'code' in error ? error.code : undefined
  return { name: error.name, code, places, ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}) }
}
