// What lists of contacts are made of, and what stands in addresses: apart from the schemas, for the first load of the console.

/** `unit`: an agency's designated unit; `industry`: an industry member's one contact; `staff`: a person on the list of a sector. */
export const contactRoles = ['unit', 'industry', 'staff'] as const
/** Who sees a contact besides the member itself and the secretariat; `public` is members, and whoever reads the public directory. */
export const audiences = ['secretariat', 'agencies', 'members', 'public'] as const
export const testResults = ['waiting', 'answered', 'doubted', 'undelivered', 'unanswered'] as const
export const contactEnds = ['handed-over', 'ended', 'left', 'consent-over'] as const
/** What is wrong with a contact, so that the secretariat asks. */
export const contactTroubles = ['overdue', 'unanswered', 'undelivered', 'doubted'] as const
export const namingStates = ['proposed', 'standing', 'declined', 'withdrawn', 'lapsed', 'replaced'] as const
/** How 'to country X' is resolved, and so what is said of it. */
export const routeKinds = ['primary', 'only-agency', 'each', 'secretariat'] as const
/** The same of a request, which goes to one: `by-law` is one that enforces the law in question, `longest` the longest member where none does. */
export const requestRouteKinds = ['primary', 'only-agency', 'by-law', 'longest'] as const
/** What may be wrong with a row of a file of contacts. */
export const contactFaults = [
  'missing',
  'unreadable',
  'unknown-column',
  'twice',
  'cut',
  'role',
  'acts',
  'empty',
  'key',
  'no-member',
  'designated',
  'key-person',
] as const
