// Lists that forms of the console offer: apart from the schemas.

export const wayWhats = ['vendor', 'hotline'] as const
export const wayKinds = ['mail', 'http', 'page'] as const
export const archiveKinds = ['aes', 'zipcrypto', 'none'] as const
export const verdicts = ['received', 'detected', 'not-detected', 'clean', 'more-wanted', 'refused'] as const
