import type { BrowserContext } from 'playwright-core'
import type { Visit } from './browser.ts'
import { ask, desk, enter, type Person, signIn } from './desk.ts'
import type { Product } from './product.ts'

/** Somebody who is the administrator of a member. */
export type Joining = { readonly person: Person; readonly card: { readonly name: string; readonly [field: string]: unknown } }
export type MadeNetwork<K extends string> = { readonly network: string; readonly members: Readonly<Record<K, string>> }

/** Makes a network whose office the desk holds, and these members, who work on this node. The browser acts for the network afterwards. */
export async function makeNetwork<K extends string>(
  context: BrowserContext,
  fresh: () => Promise<BrowserContext>,
  joining: Readonly<Record<K, Joining>>,
): Promise<MadeNetwork<K>> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const holder = acting.organisation.id
  const network = await ask<{ id: string }>(context, 'POST', '/api/node/network', { name: 'Network', country: desk.country, holder })
  await ask(context, 'PUT', '/api/session/acting', { organisation: network.id })
  const members = {} as Record<K, string>
  for (const [name, { person, card }] of Object.entries(joining) as [K, Joining][]) {
    const { id } = await ask<{ id: string }>(context, 'POST', '/api/network/members', card)
    const opened = await ask<{ link: string }>(context, 'POST', `/api/network/members/${id}/organisation`, { administrator: person.email })
    await ask(await fresh(), 'POST', '/api/invitations/accept', {
      token: opened.link.split('#')[1],
      person: { name: person.name, password: person.password, locale: 'en', timeZone: 'Pacific/Auckland' },
    })
    members[name] = id
  }
  return { network: network.id, members }
}

/** A browser of whoever holds the office, acting for the network. */
export async function inOffice(product: Product, visit: () => Promise<Visit>, network: string): Promise<Visit> {
  const one = await visit()
  await enter(one.context, product)
  await ask(one.context, 'PUT', '/api/session/acting', { organisation: network })
  return one
}

/** A browser of theirs. */
export async function asPerson(visit: () => Promise<Visit>, person: Person): Promise<Visit> {
  const one = await visit()
  await signIn(one.context, person)
  return one
}
