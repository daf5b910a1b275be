import type { FindingView, RequestLine } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import type { Tone } from '../../../ui/tone.ts'

export const stateTones: Record<RequestLine['state'], Tone> = {
  draft: 'plain',
  dropped: 'plain',
  sent: 'note',
  acknowledged: 'accent',
  questioned: 'warn',
  partly: 'accent',
  answered: 'good',
  refused: 'bad',
  withdrawn: 'plain',
  expired: 'bad',
  'passed-on': 'plain',
}
export const urgencyTones: Record<RequestLine['urgency'], Tone> = { ordinary: 'plain', urgent: 'warn', emergency: 'bad' }
export const levelTones: Record<FindingView['level'], Tone> = { error: 'bad', warning: 'warn', note: 'note' }
