import type { MemberWhole, NetworkView } from '../../domain/cooperation/contract.ts'
import type { Caller, DemoNode } from './node.ts'
import type { Random } from './random.ts'
import { type Body, mailAt } from './world.ts'

/** A member of the network that works on the node, with its administrator signed in. */
export type Member = Body & { readonly id: string; readonly who: Caller; readonly signIn: string }

/** Who takes part in what is told. */
export type Cast = { readonly agencies: readonly Member[]; readonly industry: readonly Member[]; readonly random: Random }

/** The network with whoever acts for it. */
export type Network = { readonly id: string; readonly office: Caller }

/** Makes the node's first organisation and the network, whose office it holds until a member takes it. */
export async function found(node: DemoNode, password: string, operator: string): Promise<{ network: Network; founder: Caller }> {
  const person = { email: operator, name: 'Node operator', password, locale: 'en', timeZone: 'UTC' }
  const organisation = { code: 'node', name: 'Node operations', kind: 'provider', country: 'SG' }
  const founder = await node.enter(null, 'POST', '/api/setup', { token: node.token, organisation, person })
  const { id } = await node.call<{ id: string }>(founder, 'POST', '/api/node/network', {
    name: 'Network against Unsolicited Messages',
    country: 'SG',
    holder: founder.organisation,
  })
  return { network: { id, office: await node.enter(founder, 'PUT', '/api/session/acting', { organisation: id }) }, founder }
}

/** Enters a member and lets it work on the node; its first person chooses the password and is signed in. */
export async function join(node: DemoNode, { office }: Network, body: Body, password: string): Promise<Member> {
  const { id } = await node.call<MemberWhole>(office, 'POST', '/api/network/members', body)
  const signIn = mailAt(body, 'desk')
  const { link } = await node.call<{ link: string }>(office, 'POST', `/api/network/members/${id}/organisation`, { administrator: signIn })
  const name = `Head of desk, ${body.name}`.slice(0, 100)
  const person = { name, password, locale: 'en', timeZone: body.timeZone }
  const who = await node.enter(null, 'POST', '/api/invitations/accept', { token: link.split('#')[1], person })
  return { ...body, id, who, signIn }
}

/** A term of the office begins for a member; whoever acted for the network before stops doing so. */
export async function handOffice(node: DemoNode, network: Network, to: Member): Promise<Network> {
  const before = await node.call<{ network: NetworkView }>(network.office, 'GET', '/api/network')
  await node.call(network.office, 'POST', '/api/network/offices', { member: to.id })
  for (const { id, until } of before.network.offices)
    if (until === null) await node.call(network.office, 'POST', `/api/network/offices/${id}/end`)
  const office = await node.enter(to.who, 'PUT', '/api/session/acting', { organisation: network.id })
  await node.call(office, 'PUT', '/api/network/office-contact', {
    ...{ unit: 'Secretariat', person: 'Head of secretariat', mail: mailAt(to, 'secretariat'), phone: '+999 555 0100' },
    ...{ hours: to.hours, timeZone: to.timeZone, languages: to.languages },
  })
  return { id: network.id, office }
}
