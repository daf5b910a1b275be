import type { askChannels, disclosureStates, needKinds } from '../contract/network/disclosure-names.ts'
import type { DisclosureLine } from '../contract/network/disclosures.ts'

/** How a member is asked. */
export type HowToAsk = {
  readonly channel: (typeof askChannels)[number]
  readonly address: string
  readonly languages: readonly string[]
  readonly needs: readonly (typeof needKinds)[number][]
  readonly emergency: string
  readonly emergencyHours: number | null
  readonly note: string
}

/** A member's answers to the three questions of the London Action Plan (B.4), in one version. */
export type Disclosure = HowToAsk & {
  readonly id: string
  readonly member: string
  readonly version: number
  readonly state: (typeof disclosureStates)[number]
  readonly changedAt: Date
  readonly publishedAt: Date | null
  readonly publishedBy: string | null
  readonly supersededAt: Date | null
}

/** What is wrong with the lines, by where it is; undefined where nothing is: each thing is answered once, and what is given is given on a ground. */
export function linesFault(lines: readonly DisclosureLine[]): string | undefined {
  const seen = new Set<string>()
  for (const { category, asker, given, grounds } of lines) {
    const what = `${category} ${asker}`
    if (seen.has(what)) return what
    seen.add(what)
    if ((given === 'no') !== (grounds.length === 0)) return what
  }
  return undefined
}
