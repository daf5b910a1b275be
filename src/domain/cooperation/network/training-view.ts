import type { MaterialView, TrainingLine } from '../contract/network/trainings.ts'
import type { MembersById } from './register-view.ts'
import type { Enrolment, Training } from './training.ts'

export const memberOf = (members: MembersById, id: string | null) => {
  const found = id === null ? undefined : members.get(id)
  return found === undefined ? null : { id: found.id, name: found.name, country: found.country }
}

export function trainingLine(
  training: Training,
  members: MembersById,
  own: Enrolment | undefined,
  taken: TrainingLine['taken'],
): TrainingLine {
  const { id, title, topic, member, languages, startsAt, timeZone, duration, seats, audience, state } = training
  return {
    ...{ id, title, topic, timeZone, duration, seats, audience, state, taken },
    languages: [...languages],
    offeredBy: memberOf(members, member),
    startsAt: startsAt?.toISOString() ?? null,
    own: own === undefined ? null : { state: own.state, at: own.at.toISOString(), attended: own.attended, evaluated: own.evaluated },
  }
}

type Material = Pick<MaterialView, 'id' | 'language' | 'title' | 'text' | 'url' | 'file'> & {
  readonly member: string | null
  readonly at: Date
}

export function materialView(
  { id, language, title, text, url, file, member, at }: Material,
  members: MembersById,
  withdraw: boolean,
): MaterialView {
  return { id, language, title, text, url, file, from: memberOf(members, member), at: at.toISOString(), may: { withdraw } }
}
