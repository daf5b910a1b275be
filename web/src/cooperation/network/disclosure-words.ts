import type { DisclosureLine } from '../../../../src/domain/cooperation/contract/network/disclosures.ts'
import type { Tone } from '../../ui/tone.ts'

export const givenTones: Record<DisclosureLine['given'], Tone> = { yes: 'good', conditions: 'warn', no: 'plain' }
