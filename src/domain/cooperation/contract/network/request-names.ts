// What requests for assistance are made of, and what stands in addresses: apart from the schemas, for the first load of the console.

export { signInMeans } from '../../../../base/actor.ts'

export const requestSides = ['asked', 'asker'] as const
/** What is asked for: data, that data be kept, or another help. */
export const requestKinds = ['data', 'preservation', 'enforcement', 'interview', 'notice'] as const
export const urgencies = ['ordinary', 'urgent', 'emergency'] as const
export const requestStates = [
  'draft',
  'dropped',
  'sent',
  'acknowledged',
  'questioned',
  'partly',
  'answered',
  'refused',
  'withdrawn',
  'expired',
  'passed-on',
] as const
/** What either side does once a request has gone. */
export const requestActs = ['acknowledge', 'question', 'reply', 'partial', 'answer', 'refuse', 'withdraw', 'pass-on'] as const
export const refusals = ['no-power', 'no-ground', 'not-held', 'too-broad', 'too-late', 'secrecy', 'own-inquiry', 'burden', 'other'] as const
/** By which other way it may be got. */
export const otherRoutes = ['none', 'treaty', 'court', 'other-agency', 'narrower', 'public-source'] as const
export const thingKinds = ['address', 'domain', 'account', 'url', 'phone'] as const
/** What is said of a kind of data in an answer. */
export const answerLines = ['given', 'preserved', 'not-held', 'not-given'] as const
/** Who bears what an answer costs, and how that stands between the two sides. */
export const costBearers = ['asker', 'asked', 'shared'] as const
export const costStates = ['asked', 'agreed', 'declined', 'paid'] as const
/** What came of a request, as whoever asked says it. */
export const requestOutcomes = ['action', 'judgment', 'settlement', 'lead', 'ruled-out', 'no-use', 'not-needed', 'other'] as const
export const callResults = ['confirmed', 'not-confirmed', 'no-answer'] as const
export const dues = ['acknowledge', 'answer', 'question'] as const
/** What a check of a request says. */
export const findingLevels = ['error', 'warning', 'note'] as const
export const findingCodes = [
  'not-here',
  'itself',
  'nothing-asked',
  'no-thing',
  'no-period',
  'period-order',
  'period-long',
  'things-many',
  'too-late',
  'partly-late',
  'preserve-first',
  'preservation-over',
  'no-disclosure',
  'not-said',
  'not-given',
  'ground',
  'conditions',
  'language',
  'channel',
  'need',
  'told',
  'cost',
  'days',
  'answer-early',
  'emergency',
  'country',
  'fallback',
] as const
