// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

export const severities = ['none', 'info', 'low', 'medium', 'high'] as const

/** In the order of harm, the least first; what is no verdict of harm at the end. */
export const verdictKinds = ['legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware', 'bounce', 'unknown'] as const

/** What a list of reports can be filtered by: a kind, or that there is no verdict. */
export const verdictFilters = [...verdictKinds, 'none'] as const

export const campaignStates = ['growing', 'silent', 'closed'] as const

/** What figures of reports are told by; each but the first leads to reports that are filtered by it. */
export const figureKinds = ['kind', 'severity', 'country', 'network', 'brand', 'language', 'channel'] as const
