// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

/** Kinds of data that an agency may ask for. */
export const dataKinds = ['subscriber', 'traffic', 'payment', 'registration', 'content', 'logs'] as const
/** Whether an agency of the member's own country asks, or of another. */
export const askers = ['domestic', 'foreign'] as const
export const givens = ['yes', 'conditions', 'no'] as const
/** On what ground it is given. */
export const grounds = ['request', 'consent', 'production-order', 'warrant', 'treaty', 'emergency'] as const
/** Whether the person whom it concerns is told. */
export const toldWhens = ['never', 'before', 'after', 'unless-forbidden'] as const
export const askChannels = ['mail', 'portal', 'post', 'phone'] as const
/** What a request must hold to be taken. */
export const needKinds = ['reference', 'ground', 'identifier', 'period', 'signature', 'officer', 'call-back', 'original'] as const
export const disclosureStates = ['draft', 'in-force', 'superseded'] as const
