import type { secrecyVerdicts } from '../contract/network/questionnaire-names.ts'
import { meanings, type saids } from '../contract/network/questionnaire-names.ts'
import type { Meaning, Source } from './questionnaire.ts'

// 'May this agency give something to that one?', read out of what each answered of its own law. It decides nothing: it is shown to whoever decides.

export type Said = (typeof saids)[number]
export type SecrecyVerdict = (typeof secrecyVerdicts)[number]

/** What an agency answered to a question of known meaning. */
export type Statement = {
  readonly meaning: Meaning
  readonly said: Said | null
  readonly words: string
  readonly sources: readonly Source[]
  readonly sheet: string
  readonly code: string
}
export type Statements = readonly Statement[]
export type Side = 'giver' | 'recipient'

/** Meanings that are asked of whoever gives, and of whoever gets. */
export const ofGiver = meanings.slice(0, 4)
export const ofRecipient = meanings.slice(4)

export type Secrecy = {
  readonly verdict: SecrecyVerdict
  /** what it rests on, and whose answer that is; `weighs`: it keeps the verdict from a plain yes */
  readonly rests: readonly (Statement & { readonly side: Side; readonly weighs: boolean })[]
  /** what was not answered, so that nobody can know it */
  readonly missing: readonly { readonly side: Side; readonly meaning: Meaning }[]
}

/** Answers that stand in the way, wholly or in part. */
function weighs({ meaning, said }: Statement): boolean {
  return meaning === 'may-share' || meaning === 'keeps-secret' ? said !== 'yes' : said !== 'no'
}

/**
 * `no` where the giver's law forbids it, or asks for a secrecy that the recipient's law does not know; `unknown` where one of the two questions that carry it
 * was not answered; `yes` where everything was answered and nothing stands in the way; `conditions` else. A less open answer never makes it more open.
 */
export function maySharedBe(giver: Statements, recipient: Statements): Secrecy {
  const said = (all: Statements, meaning: Meaning) => all.find((one) => one.meaning === meaning && one.said !== null)
  const given = ofGiver.flatMap((meaning) => said(giver, meaning) ?? [])
  const got = ofRecipient.flatMap((meaning) => said(recipient, meaning) ?? [])
  const rests = [
    ...given.map((one) => ({ ...one, side: 'giver' as const, weighs: weighs(one) })),
    ...got.map((one) => ({ ...one, side: 'recipient' as const, weighs: weighs(one) })),
  ]
  const missing = [
    ...ofGiver.filter((meaning) => said(giver, meaning) === undefined).map((meaning) => ({ side: 'giver' as const, meaning })),
    ...ofRecipient.filter((meaning) => said(recipient, meaning) === undefined).map((meaning) => ({ side: 'recipient' as const, meaning })),
  ]
  return { verdict: verdictOf(rests, missing.length === 0), rests, missing }
}

function verdictOf(rests: Secrecy['rests'], whole: boolean): SecrecyVerdict {
  const of = (meaning: Meaning) => rests.find((one) => one.meaning === meaning)?.said
  if (of('may-share') === 'no' || (of('needs-secrecy') === 'yes' && of('keeps-secret') === 'no')) return 'no'
  if (of('may-share') === undefined || of('keeps-secret') === undefined) return 'unknown'
  return whole && rests.every((one) => !one.weighs) ? 'yes' : 'conditions'
}
