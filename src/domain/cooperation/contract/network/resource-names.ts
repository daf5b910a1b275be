/** Readings for users, and whom incidents are reported to: the two lists of ITU-T X.1207, appendix I. */
export const resourceKinds = ['reading', 'report-contact'] as const
export const resourceStates = ['unconfirmed', 'confirmed', 'withdrawn'] as const
