import { expect } from 'vitest'
import type { Route } from '../../base/route.ts'
import { type Client, clientOf, cookiesOf, type House } from './house.ts'

export type Asked = { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, unknown>> }
export type Ask = (who: Client, method: Route['method'], url: string, body?: object) => Promise<Asked>

let addresses = 0
/** Another one for each call: as many as there are questions. */
function newAddress(): string {
  addresses++
  return `10.1.${Math.floor(addresses / 250)}.${addresses % 250}`
}

/** Accepts an invitation, as whoever was sent its link. */
export async function accept(house: House, link: string, email: string): Promise<Client> {
  const person = { name: email, password: 'seventeen quiet herons', locale: 'en', timeZone: 'UTC' }
  const answer = await house.http.app.inject({
    method: 'POST',
    url: '/api/invitations/accept',
    remoteAddress: newAddress(),
    payload: { token: link.split('#')[1], person },
  })
  expect(answer.statusCode).toBe(201)
  return clientOf(house, cookiesOf(answer), answer.json().organisation)
}

/**
 * Asks as somebody, from an address of its own each time, and more than one person may ask in a minute: `colleagueOf` makes another with
 * the same rights, who asks in their place until they have asked too much as well. People in `selves` ask for themselves.
 */
export function askInTurns(house: House, selves: readonly Client[], colleagueOf: (who: Client) => Promise<Client>): Ask {
  const standIns = new Map(selves.map((who) => [who, who]))
  return async function ask(who, method, url, body) {
    const standIn = standIns.get(who) ?? (await colleagueOf(who))
    standIns.set(who, standIn)
    const answer = await house.http.app.inject({
      method,
      url,
      remoteAddress: newAddress(),
      headers: { cookie: standIn.cookie, 'sec-fetch-site': 'same-origin' },
      ...(body === undefined ? {} : { payload: body }),
    })
    if (answer.statusCode !== 429) return { status: answer.statusCode, body: answer.body, headers: answer.headers }
    standIns.set(who, await colleagueOf(who))
    return ask(who, method, url, body)
  }
}
