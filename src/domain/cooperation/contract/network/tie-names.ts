/** By what two members have to do with one another. */
export const tieKinds = ['asked', 'asking', 'shown', 'seen', 'calls', 'groups', 'joint'] as const
