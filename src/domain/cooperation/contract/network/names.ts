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

/** What can be shown to others as a copy. */
export const sharedKinds = ['case', 'campaign', 'indicator', 'document', 'technique', 'evidence', 'finding'] as const
/** What of an item's bytes goes with its copy: nothing; messages as they are redacted, other files as they are; all as it came, where the owner's rule lets messages go so. */
/** Parts of a copy of a case or a campaign that its owner may leave out. */
export const copiedParts = {
  case: ['harm', 'reports', 'moments', 'campaigns', 'indicators'],
  campaign: ['reports', 'moments', 'brand', 'indicators'],
} as const
export const partsOfCopies = ['harm', 'reports', 'moments', 'campaigns', 'brand', 'indicators'] as const
export const sharedBytes = ['none', 'clean', 'original'] as const
/** Up to whom a role may decide, the narrowest first. */
export const ceilingReaches = ['member', 'group', 'country', 'agencies'] as const
/** To whom: `country` is its primary contact, or who stands in for it; `country-agencies` all its agencies, of now and later. */
export const shareReaches = ['member', 'group', 'country', 'country-agencies', 'agencies'] as const
/** `expired` is shared until a moment that is over. */
export const shareStates = ['draft', 'shared', 'expired', 'recalled', 'refused'] as const
/** Information Exchange Policy 2.0 (FIRST), `permitted_actions`, the least first. */
export const permittedUses = [
  'none',
  'contact-for-instruction',
  'internally-visible',
  'externally-visible-indirect',
  'externally-visible-direct',
] as const
/** Whether a recipient may pass it on: not at all, after asking the owner, as its mark allows. */
export const onwardRules = ['none', 'ask', 'as-marked'] as const
/** Where a question stands whether a copy may be passed on; `used`: a share rests on the consent. */
export const onwardAskStates = ['open', 'withdrawn', 'consented', 'refused', 'used'] as const
/** What an owner keeps to itself. */
export const secrecyMarks = ['confidential', 'commercially-sensitive'] as const
/** What of one's own a mark of secrecy may stand on; `document`: a share of one, `answer`: a message of a request. */
export const secrecyKinds = ['case', 'campaign', 'evidence', 'finding', 'technique', 'indicator', 'document', 'answer'] as const
/** What an indicator may be of. */
export const indicatorKinds = ['url', 'domain', 'address', 'file', 'sender'] as const
export const sharedTlps = ['clear', 'green', 'amber', 'amber-strict', 'red'] as const
