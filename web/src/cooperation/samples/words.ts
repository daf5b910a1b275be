import type { SubmissionView } from '../../../../src/domain/cooperation/contract.ts'
import type { Tone } from '../../ui/tone.ts'

export const submissionTones: Readonly<Record<SubmissionView['state'], Tone>> = {
  waiting: 'warn',
  sent: 'accent',
  answered: 'accent',
  detected: 'good',
  failed: 'bad',
  dropped: 'plain',
}
