// What the secretariat's duties are: apart from the schemas.

/** London Action Plan: the secretariat collects contacts, distributes notices and answers, starts the calls, and reports (L15, L18). */
export const dutyKinds = ['contacts', 'notices', 'questionnaire', 'calls', 'reports', 'office', 'term'] as const
export const dutyStates = ['done', 'due', 'overdue'] as const
export const obligationKinds = [
  'no-contact',
  'contacts',
  'questionnaire',
  'objection',
  'attendance',
  'notice',
  'action',
  'request',
  'tombstone',
  'joint',
  'signature',
] as const
