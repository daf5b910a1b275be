// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

/** Where a submission stands: not decided or not gone; gone and unanswered; what was answered; did not go. */
export const submissionStates = ['waiting', 'sent', 'answered', 'detected', 'failed', 'dropped'] as const
