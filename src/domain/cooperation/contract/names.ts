// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

export const wayWhats = ['vendor', 'hotline'] as const
export const wayKinds = ['mail', 'http', 'page'] as const
export const archiveKinds = ['aes', 'zipcrypto', 'none'] as const
export const verdicts = ['received', 'detected', 'not-detected', 'clean', 'more-wanted', 'refused'] as const
/** Where a submission stands: not decided or not gone; gone and unanswered; what was answered; did not go. */
export const submissionStates = ['waiting', 'sent', 'answered', 'detected', 'failed', 'dropped'] as const
