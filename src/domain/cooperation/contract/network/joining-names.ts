// What proposals and the network's texts are made of: apart from the schemas, so that they cost the first load of the console next to nothing.

export const proposalKinds = ['accession', 'procedures', 'work-plan'] as const
export const proposalStates = ['proposed', 'open', 'accepted', 'refused', 'withdrawn'] as const
/** Who is told of a proposal and may object to it. */
export const proposalAudiences = ['agencies', 'members'] as const
/** What agencies learn of objections: nothing, how many, who. The secretariat knows who; industry never learns it. */
export const agenciesLearn = ['nothing', 'number', 'names'] as const
export const editionKinds = ['instrument', 'procedures', 'work-plan'] as const
/** Of a letter to a member that does not work on this node: `unnamed` where it has no designated contact with an address, `no-relay` where no mail leaves this node. */
export const noticeMailStates = ['waiting', 'sent', 'failed', 'unnamed', 'no-relay'] as const
