// Lists that stand in addresses and filters too: apart from the schemas, so that they cost the first load of the console next to nothing.

export const reportForms = ['unread', 'message', 'attached', 'inline', 'arf', 'xarf', 'url', 'file', 'call', 'unrecognised'] as const

export const reportStates = ['received', 'analysed', 'withdrawn', 'withheld', 'expired'] as const
