// What the questionnaire is made of: apart from the schemas, so that it costs the first load of the console next to nothing.

export const questionKinds = ['yes-no', 'choice', 'number', 'text', 'laws'] as const
/** What a question of kind `yes-no` is answered with. */
export const saids = ['yes', 'partly', 'no'] as const
/**
 * What the program knows of a question (kind `yes-no`), once each in a set: the first four of whoever would give something, the last three of whoever would
 * get it.
 */
export const meanings = [
  'may-share',
  'needs-agreement',
  'needs-secrecy',
  'needs-both-unlawful',
  'keeps-secret',
  'freedom-of-information',
  'must-disclose',
] as const
export const sheetStates = ['draft', 'submitted', 'superseded'] as const
/** Who is shown what was submitted. */
export const sheetAudiences = ['agencies', 'members'] as const
export const roundStates = ['open', 'closed'] as const
/** Where an agency is in a round; `joint`: another of its country answered for all of them. */
export const answeringStates = ['none', 'draft', 'submitted', 'joint'] as const
export const secrecyVerdicts = ['yes', 'conditions', 'no', 'unknown'] as const
