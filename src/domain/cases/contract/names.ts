// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

export const caseKinds = [
  'phishing',
  'scam',
  'malware',
  'spam',
  'marketing',
  'spyware',
  'abusive-traffic',
  'compromise',
  'child-material',
  'other',
] as const

export const caseStates = ['open', 'acting', 'waiting', 'closed', 'merged'] as const

export const caseOrders = ['queue', 'opened', 'last', 'due'] as const

/** By what outcomes are told apart: who answers for where a thing lay. */
export const outcomeSides = ['network', 'host', 'registrar', 'country'] as const

export const outcomeOrders = ['notices', 'answered', 'gone', 'reaction', 'silence', 'active'] as const
