import { expect } from 'vitest'
import { type Client, clientOf, cookiesOf, type House } from './house.ts'
import { accept } from './relief.ts'

/** A network on a house: its secretariat, and members that work on the node. */
export type TestNetwork = {
  readonly id: string
  /** who holds the office, acting for the network */
  readonly secretariat: Client
  /** a member with an administrator of its own, signed in */
  join(member: NewMember): Promise<Joined>
  /** lets a member that was entered before work here; answers its administrator */
  open(member: string, email: string): Promise<{ readonly client: Client }>
}
export type NewMember = { readonly kind: 'agency' | 'industry'; readonly name: string; readonly country: string }
export type Joined = NewMember & { readonly id: string; readonly client: Client }

/** The same person, acting for another of their organisations from now on. */
export async function actFor(house: House, who: Client, organisation: string): Promise<Client> {
  const answer = await house.http.app.inject({
    method: 'PUT',
    url: '/api/session/acting',
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin' },
    payload: { organisation },
  })
  expect(answer.statusCode).toBeLessThan(300)
  const chosen = cookiesOf(answer)
  const kept = who.cookie.split('; ').filter((one) => !chosen.split('; ').some((other) => other.split('=')[0] === one.split('=')[0]))
  return clientOf(house, [...kept, chosen].join('; '), organisation)
}

/** Makes the network; the operator's own organisation holds its office. */
export async function openNetwork(house: House, operator: Client): Promise<TestNetwork> {
  const made = await operator.call('POST', '/api/node/network', {
    name: 'Action Network',
    country: 'SG',
    holder: operator.organisation,
  })
  expect(made.status).toBe(201)
  const { id } = made.body as { id: string }
  const secretariat = await actFor(house, operator, id)
  // it lets itself be found by the organisations of its node
  const found = await secretariat.call('PUT', '/api/network/publicity', { directory: false, asking: true, introduction: '' })
  expect(found.status).toBe(200)
  const open = async (member: string, email: string) => {
    const opened = await secretariat.call('POST', `/api/network/members/${member}/organisation`, { administrator: email })
    expect(opened.status).toBe(201)
    return { client: await accept(house, (opened.body as { link: string }).link, email) }
  }
  return {
    id,
    secretariat,
    open,
    async join(member) {
      const category = member.kind === 'industry' ? 'internet-provider' : null
      const added = await secretariat.call('POST', '/api/network/members', { ...member, category })
      expect(added.status).toBe(201)
      const entered = added.body as { id: string }
      const email = `admin@${member.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.example`
      return { ...member, id: entered.id, ...(await open(entered.id, email)) }
    },
  }
}
