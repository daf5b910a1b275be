import { useTranslation } from 'react-i18next'
import type { JointEntry, JointLine } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Tone } from '../../../ui/tone.ts'

/** What is told live of joint cases: who is in them and what they are about, what is given, what is shared. */
export const jointKinds = ['joint-case', 'joint-entry', 'share', 'shared-copy']

const tones: Readonly<Record<JointLine['state'], Tone>> = {
  invited: 'warn',
  in: 'good',
  declined: 'plain',
  withdrawn: 'plain',
  left: 'plain',
  out: 'bad',
  closed: 'note',
}
export function JointState({ state }: Pick<JointLine, 'state'>) {
  const { t } = useTranslation('joint')
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
}

type Task = NonNullable<NonNullable<JointEntry['words']>['task']>
const taskTones: Readonly<Record<Task, Tone>> = { open: 'warn', 'under-way': 'accent', done: 'good', dropped: 'plain' }
export function TaskState({ state }: { readonly state: Task }) {
  const { t } = useTranslation('joint')
  return <Badge tone={taskTones[state]}>{t(`task.${state}`)}</Badge>
}
