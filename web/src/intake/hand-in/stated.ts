import type { z } from 'zod'
import type { StatedReport } from '../../../../src/domain/intake/contract.ts'

export type CallWords = {
  readonly url: string
  readonly host: string
  readonly text: string
  readonly note: string
  readonly name: string
  readonly address: string
  readonly said: 'unwanted' | 'child-material'
}

/** What was written down, as the intake takes it: only what was filled in. */
export function statedReport(words: CallWords): z.input<typeof StatedReport> {
  const given = (name: keyof CallWords) => (words[name].trim() === '' ? {} : { [name]: words[name].trim() })
  const reporter = { ...given('name'), ...given('address') }
  return {
    ...given('url'),
    ...given('host'),
    ...given('text'),
    ...given('note'),
    ...(Object.keys(reporter).length === 0 ? {} : { reporter }),
    said: words.said,
  }
}
