export const takeoutStates = ['waiting', 'making', 'ready', 'failed', 'gone'] as const
export const leavingStates = ['announced', 'cooling', 'undone', 'erasing', 'left'] as const
/** What keeps an organisation from leaving until it is ended. */
export const hindrances = ['hold', 'office', 'request', 'joint'] as const
/** How many days a finished archive can be fetched. */
export const takeoutDays = 7
