import type { Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'
import type { Body } from './world.ts'

/** The instrument and who signed it, applications and what became of them. */

const instrument = `The members of this network will, each within its own law:
1. name a unit that others can reach, and keep what is said of it true;
2. help each other to find who sends unsolicited messages, and tell each other what they may;
3. meet regularly, by call or in person, and bring what they have learnt;
4. let members of industry take part where an agency invites them.
It creates no duty in law, and any member may leave at any time.`

/** Lays the instrument down and has agencies sign it; those from `signed` on have not done so yet. */
export async function layDown(node: DemoNode, { office }: Network, agencies: readonly Member[], signed: number): Promise<void> {
  const { id } = await node.call<{ id: string }>(office, 'POST', '/api/network/instrument', { title: 'Plan of action', text: instrument })
  const signedOn = node.ctx.now().toISOString().slice(0, 10)
  for (const { who } of agencies.slice(0, signed))
    await node.call(who, 'POST', `/api/network/editions/${id}/signatures`, {
      signer: 'Director General',
      capacity: 'For the agency',
      signedOn,
    })
}

/** Somebody outside of the node applies, entered by the secretariat. Answers the proposal's id once agencies have been told. */
export async function applyFor(node: DemoNode, { office }: Network, body: Body, statement: string): Promise<string> {
  const { id } = await node.call<{ id: string }>(office, 'POST', '/api/network/applications', { ...body, statement })
  await node.rest()
  return id
}

/** An agency objects to a proposal, while it is open. */
export async function objectTo(node: DemoNode, agency: Member, proposal: string, reason: string): Promise<void> {
  await node.call(agency.who, 'GET', `/api/network/proposals/${proposal}`)
  await node.call(agency.who, 'POST', `/api/network/proposals/${proposal}/objection`, { reason })
}
