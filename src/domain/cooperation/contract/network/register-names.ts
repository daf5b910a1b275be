// What the registers are made of: apart from the schemas, so that it costs the first load of the console next to nothing.

export const registerKinds = ['law', 'fines', 'judgment', 'obstacle', 'offer', 'ask', 'report'] as const
/** The farther a law has come, the later; `repealed` stands apart. */
export const lawStages = ['planned', 'draft', 'before-parliament', 'adopted', 'in-force', 'repealed'] as const
export const obstacleStates = ['open', 'solving', 'solved'] as const
export const supportStates = ['open', 'matched', 'ended'] as const
export const supportTopics = [
  'legislation',
  'investigation',
  'technique',
  'training',
  'equipment',
  'translation',
  'funding',
  'other',
] as const
/** What a law speaks of. */
export const spamLaws = [
  'mail',
  'text-messages',
  'calls',
  'messengers',
  'spyware',
  'malicious-software',
  'fraud',
  'forged-senders',
  'harvesting',
  'other',
] as const
export const registerAudiences = ['agencies', 'members'] as const
/** `item`: of an obstacle that was reported in a call, seen by whoever sees the item. */
export const entryAudiences = [...registerAudiences, 'item'] as const

type Kind = (typeof registerKinds)[number]
export const registerFields = [
  'state',
  'onDate',
  'year',
  'lawKinds',
  'powers',
  'court',
  'outcome',
  'amount',
  'collected',
  'currency',
  'affected',
  'responsible',
  'solution',
  'topic',
  'until',
  'body',
  'source',
  'sourceUrl',
  'sourceOn',
] as const
export type RegisterField = (typeof registerFields)[number]

const sources = ['source', 'sourceUrl', 'sourceOn'] as const
const sums = ['amount', 'collected', 'currency'] as const
/** Which fields an entry of a kind has, beside title, text, country and audience. */
export const fieldsOf: Readonly<Record<Kind, readonly RegisterField[]>> = {
  law: ['state', 'onDate', 'lawKinds', 'powers', ...sources],
  fines: ['year', ...sums, ...sources],
  judgment: ['onDate', 'court', 'outcome', ...sums, ...sources],
  obstacle: ['state', 'affected', 'responsible', 'solution', ...sources],
  offer: ['state', 'topic', 'until'],
  ask: ['state', 'topic', 'until'],
  report: ['onDate', 'body', ...sources],
}
/** Of them, those without which it says nothing. */
export const needsOf: Readonly<Record<Kind, readonly RegisterField[]>> = {
  law: ['state', 'onDate', 'source', 'sourceOn'],
  fines: ['year', 'amount', 'currency', 'source', 'sourceOn'],
  judgment: ['onDate', 'outcome', 'source', 'sourceOn'],
  obstacle: ['state'],
  offer: ['state', 'topic'],
  ask: ['state', 'topic'],
  report: ['onDate', 'body'],
}
/** The states of a kind, in their order; none where it has none. */
export function statesOf(kind: Kind): readonly string[] {
  if (kind === 'law') return lawStages
  if (kind === 'obstacle') return obstacleStates
  return kind === 'offer' || kind === 'ask' ? supportStates : []
}
/** Kinds that are of one country, and are said by an agency of it. */
export const countryKinds = ['law', 'fines', 'judgment'] as const
