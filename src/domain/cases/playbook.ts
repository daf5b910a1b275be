import type { ActionKind } from './action.ts'
import type { CaseKind } from './case.ts'
import type { partyRoles } from './contract/shapes.ts'

export type PartyRole = (typeof partyRoles)[number]

/** One line of the playbook: what to do, why (a code), who could receive it, how soon in hours, and what it needs to know. */
export type Play = {
  readonly kind: ActionKind
  readonly ground: string
  readonly roles: readonly PartyRole[]
  readonly within: number
  /** kinds of things that it is about */
  readonly about: readonly string[]
}

const hosts = ['url', 'host', 'domain', 'address'] as const
const senders = ['address', 'sender'] as const

const tellCustomer: Play = { kind: 'tell-customer', ground: 'own-customer', roles: ['customer'], within: 24, about: senders }
const notifyNetwork: Play = { kind: 'notify', ground: 'network-answers', roles: ['network', 'host'], within: 24, about: senders }
const takeDown = (within: number): Play => ({
  kind: 'take-down',
  ground: 'content-is-up',
  roles: ['host', 'registrar'],
  within,
  about: hosts,
})
const block = (within: number): Play => ({
  kind: 'block',
  ground: 'others-can-be-spared',
  roles: [],
  within,
  about: ['domain', 'host', 'url', 'address'],
})
const refer = (ground: string, within: number): Play => ({ kind: 'refer', ground, roles: ['authority', 'cert'], within, about: [] })
const submit: Play = { kind: 'submit-sample', ground: 'file-is-hostile', roles: [], within: 4, about: ['file'] }
const warn = (ground: string): Play => ({ kind: 'warn-affected', ground, roles: ['victim', 'reporter'], within: 24, about: [] })

const plays: Readonly<Record<CaseKind, readonly Play[]>> = {
  phishing: [takeDown(4), block(1), notifyNetwork, tellCustomer, warn('credentials-may-be-lost'), refer('crime-to-report', 48)],
  scam: [takeDown(24), notifyNetwork, tellCustomer, warn('money-may-be-lost'), refer('crime-to-report', 48)],
  malware: [submit, takeDown(4), block(1), notifyNetwork, tellCustomer, warn('devices-may-be-infected'), refer('spreads-further', 24)],
  spyware: [submit, takeDown(4), block(1), tellCustomer, warn('devices-may-be-infected'), refer('spreads-further', 24)],
  spam: [notifyNetwork, tellCustomer, { ...block(24), about: ['domain', 'address'] }],
  marketing: [
    { kind: 'notify', ground: 'asked-to-stop', roles: ['network', 'other'], within: 72, about: senders },
    refer('consent-missing', 168),
  ],
  'abusive-traffic': [tellCustomer, { ...notifyNetwork, within: 4 }, { ...block(1), about: ['address'] }, refer('spreads-further', 24)],
  compromise: [
    { ...notifyNetwork, within: 4 },
    { ...tellCustomer, within: 4 },
    warn('devices-may-be-infected'),
    refer('spreads-further', 24),
  ],
  // the hotline of the country, and nothing else leaves
  'child-material': [{ kind: 'hotline', ground: 'children-at-risk', roles: ['authority'], within: 0, about: [] }],
  other: [notifyNetwork, tellCustomer],
}

/** What suits a case of this kind, the most urgent first. It only proposes. */
export function playsFor(kind: CaseKind): readonly Play[] {
  return plays[kind].toSorted((a, b) => a.within - b.within)
}

/** Whether an action may be proposed at all: of child-abuse material nothing goes but to the hotline. */
export function mayPropose(caseKind: CaseKind, action: ActionKind): boolean {
  return caseKind !== 'child-material' || action === 'hotline'
}
