import type { CallAnswersView } from '../contract/network/call-answers.ts'
import type { AnswerIgnored, CallAnswer } from './call-answer.ts'

type Row = {
  readonly id: string
  readonly member: string | null
  readonly name: string
  readonly toldAt: Date | null
  readonly reachedAt: Date | null
  readonly returnedAt: Date | null
  readonly answer: CallAnswer
  readonly answeredAt: Date | null
  readonly way: 'mail' | 'console' | null
  readonly comment: string
  readonly delegate: string | null
  readonly proposedStartsAt: Date | null
  readonly proposedEndsAt: Date | null
  readonly ignored: AnswerIgnored | null
}

/** How much of it somebody sees: `all` the organiser, `own` whose answer it is, `that` the other agencies: that there is one. */
export type Depth = 'all' | 'own' | 'that'

export function answerView(
  row: Row,
  members: ReadonlyMap<string, string>,
  depth: Depth,
  words: string | null,
): CallAnswersView['items'][number] {
  const { id, member, answer, way } = row
  const shown = depth !== 'that'
  return {
    ...{ id, answer, way },
    member: member === null ? null : { id: member, name: members.get(member) ?? '' },
    person: shown || member === null ? row.name : null,
    at: row.answeredAt?.toISOString() ?? null,
    comment: shown ? row.comment : '',
    delegate: shown ? row.delegate : null,
    proposed:
      shown && row.proposedStartsAt !== null && row.proposedEndsAt !== null
        ? { startsAt: row.proposedStartsAt.toISOString(), endsAt: row.proposedEndsAt.toISOString() }
        : null,
    ignored: shown ? row.ignored : null,
    words: depth === 'all' ? words : null,
    mail: depth === 'all' ? mailOf(row) : null,
  }
}

function mailOf({ toldAt, reachedAt, returnedAt }: Row): 'none' | 'waiting' | 'sent' | 'returned' {
  if (returnedAt !== null) return 'returned'
  return toldAt === null ? 'none' : reachedAt === null ? 'waiting' : 'sent'
}
