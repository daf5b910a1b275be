import type { memberKinds } from './names.ts'

// What joint cases are made of, and what stands in addresses: apart from the schemas, for the first load of the console.

export const jointLists = ['open', 'invited', 'past'] as const
/** How it stands with a joint case for who was asked into it: `out` was taken out, `withdrawn` is an invitation that was taken back. */
export const jointStates = ['invited', 'in', 'declined', 'withdrawn', 'left', 'out', 'closed'] as const
export const partyStates = ['invited', 'in', 'declined', 'withdrawn', 'left', 'out'] as const
/** What a party may give; brief and outcome are the lead's. */
export const givenKinds = ['note', 'task', 'event'] as const
export const jointEntryKinds = ['brief', ...givenKinds, 'outcome'] as const
/** Who sees what is given: the agencies in the case, all in it, or those that are named. */
export const jointReaches = ['agencies', 'all', 'chosen'] as const
export const jointTaskStates = ['open', 'under-way', 'done', 'dropped'] as const
export const jointOutcomes = ['stopped', 'sanctioned', 'prosecuted', 'handed-over', 'no-result', 'other'] as const
export const jointActs = [
  'opened',
  'invited',
  'invitation-withdrawn',
  'declined',
  'joined',
  'left',
  'taken-out',
  'lead-proposed',
  'lead-kept',
  'lead-moved',
  'lead-fell',
  'closed',
] as const

export type PartyNow = { readonly id: string; readonly kind: (typeof memberKinds)[number]; readonly state: (typeof partyStates)[number] }

/** Who among the parties sees what is given so, at this moment; whoever gives it sees it anyway. */
export function seenBy<P extends PartyNow>(
  parties: readonly P[],
  own: string | null,
  reach: (typeof jointReaches)[number],
  chosen: readonly string[],
): readonly P[] {
  return parties.filter(({ id, kind, state }) => {
    if (state !== 'in' || id === own) return false
    if (reach === 'agencies') return kind === 'agency'
    return reach === 'all' || chosen.includes(id)
  })
}
