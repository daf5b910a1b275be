import { createHash } from 'node:crypto'
import type { OrganisationId } from '../../../base/id.ts'
import type { editionKinds } from '../contract/network/joining-names.ts'
import type { Rules } from './proposal.ts'

export type EditionKind = (typeof editionKinds)[number]

/** A version of the instrument, the procedures or the work plan. */
export type Edition = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: EditionKind
  /** null until it comes into force */
  readonly number: number | null
  readonly title: string
  readonly text: string
  readonly sha256: string
  readonly proposal: string | null
  /** of procedures alone */
  readonly rules: Rules | null
  readonly madeAt: Date
  readonly madeBy: string
  readonly since: Date | null
  readonly until: Date | null
}

export type Signature = {
  readonly id: string
  readonly edition: string
  readonly member: string
  readonly name: string
  readonly signer: string
  readonly capacity: string
  /** a day, ISO 8601 */
  readonly signedOn: string
  readonly recordedAt: Date
  readonly recordedBy: string
}

/** SHA-256, in hex, of the text as UTF-8; of procedures with a NUL and the rules as JSON behind it, in the order of `firstRules`. */
export function digestOf({ text, rules }: Pick<Edition, 'text' | 'rules'>): string {
  const hash = createHash('sha256').update(text)
  if (rules === null) return hash.digest('hex')
  const { accessionDays, proceduresBy, proceduresDays, workPlanBy, workPlanDays, agenciesLearn } = rules
  const said = JSON.stringify({ accessionDays, proceduresBy, proceduresDays, workPlanBy, workPlanDays, agenciesLearn })
  return hash.update(`\0${said}`).digest('hex')
}
