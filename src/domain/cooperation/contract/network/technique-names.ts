// What techniques' lists are made of: apart from the schemas, as all names are.

export const techniqueKinds = ['rules', 'yara', 'indicators', 'tokens'] as const
export const runStates = ['running', 'done', 'cancelled', 'stopped'] as const
/** Why a run was stopped: it took too much time or memory for a message, could not be read any more, is not there any more, or took too long in all. */
export const stopReasons = ['unsafe', 'unreadable', 'gone', 'long'] as const
/** What an organisation holds a report for: what somebody at the desk said of it, else the verdict. */
export const heldFor = ['unwanted', 'wanted', 'unknown'] as const
export const runOver = ['all', 'unwanted', 'wanted'] as const
/** What can be wrong with a technique's text. */
export const techniqueFaults = [
  'empty',
  'too-large',
  'too-many',
  'too-deep',
  'too-long',
  'too-slow',
  'unexpected',
  'unclosed',
  'unknown-field',
  'unknown-test',
  'unfit-value',
  'twice',
  'yara',
] as const
