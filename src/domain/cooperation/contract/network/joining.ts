import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { Reply } from '../../../intake/contract.ts'
import { at, id, next, page, params, room, several, sha256, who } from '../shapes.ts'
import { agenciesLearn, editionKinds, noticeMailStates, proposalAudiences, proposalKinds, proposalStates } from './joining-names.ts'
import { cardBody } from './members.ts'
import { categories, memberKinds } from './names.ts'

const days = z.number().int().min(1).max(365)
/** What the procedures say, as what is computed with; days are of 24 hours. */
export const rules = z.strictObject({
  /** how long agencies may object to an application */
  accessionDays: days,
  proceduresBy: z.enum(proposalAudiences),
  proceduresDays: days,
  workPlanBy: z.enum(proposalAudiences),
  workPlanDays: days,
  /** what agencies learn of objections; the secretariat knows who objected, industry never does */
  agenciesLearn: z.enum(agenciesLearn),
})
export type RulesView = z.output<typeof rules>

const terms = z.object({ audience: z.enum(proposalAudiences), windowDays: days, agenciesLearn: z.enum(agenciesLearn) })

const application = z.object({
  /** the member that it becomes; null to the applicant */
  member: id.nullable(),
  kind: z.enum(memberKinds),
  name: z.string(),
  country: z.string(),
  category: z.enum(categories).nullable(),
  categoryOther: z.string().nullable(),
  statement: z.string(),
  /** whether it works on this node */
  here: z.boolean(),
})

export const proposal = z.object({
  id,
  kind: z.enum(proposalKinds),
  state: z.enum(proposalStates),
  reason: z.string(),
  /** the member that proposes; null where it is an applicant or the secretariat */
  proposer: z.object({ id, name: z.string() }).nullable(),
  proposedAt: at,
  /** null until it is noticed, and to an applicant */
  terms: terms.nullable(),
  noticedAt: at.nullable(),
  closesAt: at.nullable(),
  decidedAt: at.nullable(),
  application: application.nullable(),
})
export type ProposalView = z.output<typeof proposal>

const objection = z.object({
  id,
  member: z.object({ id, name: z.string(), country: z.string() }),
  reason: z.string().nullable(),
  at,
  withdrawnAt: at.nullable(),
  /** of a member that does not work here: the day on which the secretariat got it */
  receivedOn: z.iso.date().nullable(),
})
const telling = z.object({
  member: z.object({ id, name: z.string() }),
  /** whether it was told at its console; else by a letter to its designated contact, or a person tells it and says how */
  here: z.boolean(),
  people: z.number(),
  toldAt: at.nullable(),
  how: z.string().nullable(),
  seenAt: at.nullable(),
  /** of whoever does not work here: what became of the letter */
  mail: z.object({ state: z.enum(noticeMailStates), at }).nullable(),
  /** what was answered to the letter, newest first */
  replies: z.array(Reply),
})

export const proposalWhole = proposal.extend({
  proposedBy: who,
  /** the version of the procedures that it goes by */
  procedures: z.object({ id, number: z.number() }).nullable(),
  /** the text that would come into force */
  edition: id.nullable(),
  objections: z.object({
    /** what the reader learns of those of others */
    learns: z.enum(['nothing', 'number', 'names']),
    standing: z.number().nullable(),
    /** those that the reader may see, one’s own among them */
    items: z.array(objection),
  }),
  /** to whom it was noticed, when, and when each first read it; to the secretariat alone */
  told: z.array(telling).nullable(),
  may: z.object({ object: z.boolean(), takeBack: z.boolean(), objectFor: z.boolean(), withdraw: z.boolean(), recordTold: z.boolean() }),
})
export type ProposalWhole = z.output<typeof proposalWhole>

const asking = cardBody.extend({
  kind: z.enum(memberKinds),
  /** why it wants to join, and what it would bring */
  statement: z.string().trim().min(1).max(20_000),
})

/** `network` is null where this node keeps none, or one that does not let itself be asked. Nothing else of the network is told to whoever is no member. */
export const readOwnApplication = defineRoute({
  method: 'GET',
  path: '/api/network/application',
  room,
  access: 'read',
  summary: 'What the reader’s organisation has applied for, and whether it may apply',
  answer: z.object({
    network: z.object({ name: z.string() }).nullable(),
    applications: z.array(proposal),
    may: z.object({ apply: z.boolean() }),
  }),
})

/** Refused with `cooperation.applied-already`, `cooperation.member-already`, `cooperation.category`, `cooperation.category-other`. */
export const apply = defineRoute({
  method: 'POST',
  path: '/api/network/application',
  room,
  access: 'administer',
  summary: 'Apply to join the network, as an organisation of this node',
  status: 201,
  body: asking,
  answer: proposalWhole,
})

export const enterApplication = defineRoute({
  method: 'POST',
  path: '/api/network/applications',
  room,
  access: 'administer',
  summary: 'Enter the application of somebody outside of this node, as the secretariat',
  status: 201,
  body: asking,
  answer: proposalWhole,
})

export const listProposals = defineRoute({
  method: 'GET',
  path: '/api/network/proposals',
  room,
  access: 'read',
  summary: 'Applications to join and proposed changes, the newest first',
  query: z.object({ ...page, kind: several(z.enum(proposalKinds)).optional(), state: several(z.enum(proposalStates)).optional() }),
  answer: z.object({ items: z.array(proposal), next, may: z.object({ enter: z.boolean() }) }),
})

/** That somebody of a member first read it is noted, as proof that the notice arrived. */
export const readProposal = defineRoute({
  method: 'GET',
  path: '/api/network/proposals/:id',
  room,
  access: 'read',
  summary: 'One proposal, with as much of its objections as the reader may learn',
  params,
  answer: proposalWhole,
})

/** One change of a text at a time: refused with `cooperation.under-way`. `rules` are of the procedures, and only of them. */
export const proposeChange = defineRoute({
  method: 'POST',
  path: '/api/network/proposals',
  room,
  access: 'administer',
  summary: 'Propose a new text of the procedures or the work plan',
  status: 201,
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('procedures'),
      title: z.string().trim().min(1).max(200),
      text: z.string().max(100_000),
      rules,
      reason: z.string().trim().max(4_000).default(''),
    }),
    z.strictObject({
      kind: z.literal('work-plan'),
      title: z.string().trim().min(1).max(200),
      text: z.string().trim().min(1).max(100_000),
      reason: z.string().trim().max(4_000).default(''),
    }),
  ]),
  answer: proposalWhole,
})

/** Refused with `cooperation.window-closed`, `cooperation.not-noticed`, `cooperation.no-voice`, `cooperation.objected-already`. */
export const objectTo = defineRoute({
  method: 'POST',
  path: '/api/network/proposals/:id/objection',
  room,
  access: 'administer',
  summary: 'Object to a proposal for one’s own member while its window is open',
  params,
  body: z.strictObject({
    reason: z.string().trim().min(1).max(4_000).nullable().default(null),
    /** for the secretariat: a member that does not work on this node and has said so */
    member: id.optional(),
    /** then: the day on which it came; today unless said. Refused with `cooperation.objection-day` where it lies before the notice or after today */
    receivedOn: z.iso.date().optional(),
  }),
  answer: proposalWhole,
})

export const takeObjectionBack = defineRoute({
  method: 'POST',
  path: '/api/network/proposals/:id/objection/withdraw',
  room,
  access: 'administer',
  summary: 'Take one’s objection back while the window is open',
  params,
  body: z.strictObject({ member: id.optional() }),
  answer: proposalWhole,
})

export const withdrawProposal = defineRoute({
  method: 'POST',
  path: '/api/network/proposals/:id/withdraw',
  room,
  access: 'administer',
  summary: 'Withdraw an application or a proposed change, by whoever made it',
  params,
  answer: proposalWhole,
})

/** Refused with `cooperation.told-already`. */
export const recordTold = defineRoute({
  method: 'POST',
  path: '/api/network/proposals/:id/told',
  room,
  access: 'administer',
  summary: 'Record how a member that does not work on this node was told of a proposal',
  params,
  body: z.strictObject({ member: id, how: z.string().trim().min(1).max(500) }),
  answer: proposalWhole,
})

const line = {
  id,
  kind: z.enum(editionKinds),
  /** null where it is not in force yet, or never was */
  number: z.number().nullable(),
  title: z.string(),
  sha256,
  proposal: id.nullable(),
  since: at.nullable(),
  until: at.nullable(),
}
export const edition = z.object({ ...line, rules: rules.nullable(), signatures: z.number() })
export type EditionView = z.output<typeof edition>

const signature = z.object({
  id,
  member: id,
  name: z.string(),
  signer: z.string(),
  capacity: z.string(),
  signedOn: z.iso.date(),
  recordedAt: at,
})
export const editionWhole = z.object({
  ...line,
  text: z.string(),
  rules: rules.nullable(),
  madeAt: at,
  madeBy: who,
  /** the version that it follows */
  before: z.object({ id, number: z.number().nullable(), title: z.string(), text: z.string(), rules: rules.nullable() }).nullable(),
  signatures: z.array(signature),
  may: z.object({ sign: z.boolean(), signFor: z.boolean() }),
})
export type EditionWhole = z.output<typeof editionWhole>

export const listEditions = defineRoute({
  method: 'GET',
  path: '/api/network/editions',
  room,
  access: 'read',
  summary: 'Versions of the instrument, the procedures or the work plan that came into force',
  query: z.object({ kind: z.enum(editionKinds) }),
  answer: z.object({ items: z.array(edition), may: z.object({ propose: z.boolean(), publish: z.boolean() }) }),
})

export const readEdition = defineRoute({
  method: 'GET',
  path: '/api/network/editions/:id',
  room,
  access: 'read',
  summary: 'One version with its text, the one before it, and who signed it',
  params,
  answer: editionWhole,
})

/** It binds nobody in law, and voids no signature of an earlier version. */
export const publishInstrument = defineRoute({
  method: 'POST',
  path: '/api/network/instrument',
  room,
  access: 'administer',
  summary: 'Lay down a version of the instrument that members sign, as the secretariat',
  status: 201,
  body: z.strictObject({ title: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(100_000) }),
  answer: editionWhole,
})

/** Refused with `cooperation.signed-already`, `cooperation.no-instrument`, `cooperation.signed-ahead`. */
export const signInstrument = defineRoute({
  method: 'POST',
  path: '/api/network/editions/:id/signatures',
  room,
  access: 'administer',
  summary: 'Sign a version of the instrument for one’s own member, or record that one did',
  params,
  body: z.strictObject({
    /** for the secretariat; one’s own where not said */
    member: id.optional(),
    signer: z.string().trim().min(1).max(200),
    /** as what: minister, chair, head of unit */
    capacity: z.string().trim().max(200).default(''),
    signedOn: z.iso.date(),
  }),
  status: 201,
  answer: editionWhole,
})
