import type { RepresentationView } from '../contract/network/representations.ts'

/** That a member, as an association does, speaks for another, or for somebody who is none; days are of ISO 8601. */
export type Representation = {
  readonly id: string
  readonly association: string
  readonly associationName: string
  /** a member of the network; null where it is named alone */
  readonly other: string | null
  readonly name: string
  readonly since: string | null
  readonly until: string | null
  readonly basis: string
  readonly changedAt: Date
}

export type Span = Pick<Representation, 'since' | 'until' | 'basis'>

/** Whether a span of days ends before it begins. */
export const isBackwards = ({ since, until }: Span): boolean => since !== null && until !== null && until < since

export function representationView({ associationName, other, association, name, changedAt, ...rest }: Representation): RepresentationView {
  return {
    ...rest,
    association: { id: association, name: associationName },
    other: { id: other, name },
    changedAt: changedAt.toISOString(),
  }
}
