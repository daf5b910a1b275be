import { appendFileSync } from 'node:fs'

/**
 * Says that a test could not run on this machine, and why (`no tmpfs mount: needs root`). `npm test` prints these on its last lines;
 * nothing that was left out passes in silence.
 */
export function reportNotRun(reason: string): void {
  const file = process.env.TOCSIN_NOT_RUN
  const line = reason.replaceAll(/\s+/g, ' ').trim()
  if (file === undefined || file === '') console.warn(`not run: ${line}`)
  else appendFileSync(file, `${line}\n`)
}
