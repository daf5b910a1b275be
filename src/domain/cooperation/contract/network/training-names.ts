// What training sessions and joint campaigns of education are made of, and what stands in addresses: apart from the schemas.

/** London Action Plan, part B.4 names the first. */
export const trainingTopics = [
  'detection-techniques',
  'investigation',
  'evidence',
  'law',
  'cooperation',
  'systems',
  'awareness',
  'other',
] as const
/** To all agencies; to industry too; to named members. Industry comes to the first where an agency invites it. */
export const trainingAudiences = ['agencies', 'members', 'named'] as const
export const trainingStates = ['open', 'over', 'cancelled'] as const
export const trainingWhens = ['coming', 'self-paced', 'past'] as const
export const enrolmentStates = ['enrolled', 'waiting', 'withdrawn'] as const
/** What participants are asked, each from 1 to 5. */
export const evaluationQuestions = ['useful', 'clear', 'pace', 'apply'] as const
/** Languages in which the record of a person's own attendance is written. */
export const recordLanguages = ['en', 'zh-CN', 'ar'] as const

/** Whom a campaign of education addresses. */
export const educationPublics = ['consumers', 'businesses', 'providers', 'schools', 'public-bodies', 'other'] as const
export const educationAudiences = ['agencies', 'members'] as const
export const educationStates = ['coming', 'running', 'over'] as const
/** What was counted of those that it reached. */
export const reachKinds = ['people', 'households', 'views', 'downloads', 'broadcasts', 'leaflets', 'events', 'other'] as const
/** What helps anonymous sending (London Action Plan, part A.3 e). */
export const helperKinds = ['open-relays', 'open-proxies', 'zombies'] as const
export const phases = ['before', 'after'] as const
