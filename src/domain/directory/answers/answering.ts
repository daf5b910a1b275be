import type { ContactId, PartyId } from '../../../base/id.ts'
import { answeringRoles, type answerNotes, type answerSources, type contactFormats } from '../contract/answers.ts'

export type AnswerNote = (typeof answerNotes)[number]
export type AnsweringRole = (typeof answeringRoles)[number]

export type AnsweringContact = {
  readonly id: ContactId | null
  readonly address: string
  readonly purpose: string
  readonly format: (typeof contactFormats)[number]
  readonly language: string | null
  /** seconds */
  readonly atMostEvery: number | null
}

/** Somebody who answers for a thing: in which role, who, how to reach them, who says so, and of which moment that is (ISO 8601). */
export type Answering = {
  readonly role: AnsweringRole
  readonly party: {
    readonly id: PartyId | null
    readonly name: string
    readonly country: string | null
    readonly reference: string | null
  }
  readonly contacts: readonly AnsweringContact[]
  readonly source: (typeof answerSources)[number]
  readonly date: string
  readonly note: AnswerNote | null
  /** what of the thing it is: the prefix, domain or site, the registered network, the session */
  readonly of: string | null
}

/** Nearest first: by role as listed, within a role as found. The same party in the same role is said once, by the nearest source. */
export function inOrder(answers: readonly Answering[]): readonly Answering[] {
  const seen = new Set<string>()
  return answeringRoles
    .flatMap((role) => answers.filter((one) => one.role === role))
    .filter((one) => {
      const key = `${one.role} ${one.party.id ?? `${one.party.name.toLowerCase()} ${one.contacts.map(({ address }) => address).join(' ')}`}`
      return !seen.has(key) && seen.add(key)
    })
}
