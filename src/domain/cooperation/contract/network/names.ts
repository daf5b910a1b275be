// What the network's lists are made of, and what stands in addresses: apart from the schemas, so that they cost the first load of the console next to nothing.

export const memberKinds = ['agency', 'industry'] as const
export const memberStates = ['applicant', 'member', 'refused', 'left'] as const

/** The private sector's kinds that the London Action Plan names (part D); it says 'including', so another is allowed and explained. */
export const categories = [
  'financial-institution',
  'internet-provider',
  'telecommunications',
  'security-software',
  'mobile-operator',
  'courier',
  'mail-receiving-agency',
  'industry-association',
  'consumer-group',
  'payment-system',
  'credit-reporting',
  'domain-registrar',
  'dispute-resolution',
  'other',
] as const

/** Which kinds of law an agency enforces. */
export const lawKinds = [
  'anti-spam',
  'consumer-protection',
  'data-protection',
  'telecommunications',
  'computer-crime',
  'criminal',
  'competition',
  'other',
] as const

/** What an agency may do by its law. */
export const powerKinds = ['demand', 'preserve', 'inspect', 'search', 'order', 'fine', 'sue', 'prosecute', 'share-abroad'] as const

/** Groups that the network keeps itself. */
export const standingGroups = ['agencies', 'industry', 'members'] as const
