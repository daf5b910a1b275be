import { expect } from 'vitest'
import type { Client, House } from './house.ts'
import { routes } from './routes.ts'

// What one member gets of all that there is to read, to be compared with what it got before.

/** Every answer of every route that reads, as one member gets it, with each of these ids: by path, status and body. What differs by the moment of asking is taken out. */
export async function everything(house: House, who: Client, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const reading = routes.filter(({ method, access, path }) => method === 'GET' && access !== 'public' && path !== '/api/live')
  const places = reading.flatMap(({ path }) =>
    path.includes(':id')
      ? [...ids].map((id) => path.replace(':id', id))
      : [path.replace(':code', 'FR').replace(':kind', 'notify').replace(':language', 'en')],
  )
  const urls = places.flatMap((place) =>
    // the same report is the same bytes, so that a PDF can be held against another
    place.endsWith('/report')
      ? [place, `${place}?form=pdf`]
      : place.startsWith('/api/calls') && place.split('/').length === 3
        ? [place, `${place}?when=past`]
        : [place],
  )
  const all = new Map<string, string>()
  // some at once: it is the waiting for each other that takes the time
  for (let at = 0; at < urls.length; at += 8)
    await Promise.all(
      urls.slice(at, at + 8).map(async (url) => {
        const answer = await askFrom(house, who, url)
        all.set(url, `${answer.statusCode} ${url === '/api/audit' ? withoutOwnAsking(answer.body) : steady(answer.body)}`)
      }),
    )
  expect([...all.values()].filter((one) => one.startsWith('429'))).toEqual([])
  return all
}

let from = 0
/** From another address each time, so that no limit of one caller is met. */
export async function askFrom(house: House, who: Client, url: string) {
  from++
  const headers = { cookie: who.cookie, 'sec-fetch-site': 'same-origin' }
  return house.http.app.inject({ method: 'GET', url, headers, remoteAddress: `10.9.${Math.floor(from / 250)}.${from % 250}` })
}

const steady = (body: string) =>
  body
    .replaceAll(
      /"(?:at|now|lastUsedAt|seenAt|lastSeenAt|usedAt|checkedAt|asOf|expiresAt|since|until|from|to|before|oldest)":"20[^"]*"/g,
      '"moment"',
    )
    .replaceAll(/nonce="[^"]*"/g, 'nonce')
    .replaceAll(/As of [^<]*/g, 'as of')
    .replaceAll(/"request(?:Id)?":"[^"]*"/g, '"request"')

/** That tables were taken as files stands in the member's own book; it was this test that took them. */
function withoutOwnAsking(body: string): string {
  const { items, ...rest } = JSON.parse(body) as { items: { action: string }[] }
  return steady(JSON.stringify({ ...rest, items: items.filter(({ action }) => !/export/.test(action)) }))
}

/** Of which routes the answer is another. */
export function differing(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly (readonly [string, string, string])[] {
  return [...before].flatMap(([path, body]) => (after.get(path) === body ? [] : [[path, body, after.get(path) ?? 'nothing'] as const]))
}

/** A live connection: what was told over it. */
export async function listen(house: House, who: Client) {
  const address = await addressOf(house)
  const told = { text: '' }
  const stop = new AbortController()
  const answer = await fetch(`${address}/api/live`, { headers: { cookie: who.cookie }, signal: stop.signal })
  void (async () => {
    for await (const chunk of answer.body ?? []) told.text += Buffer.from(chunk).toString()
  })().catch(() => {})
  return { told, stop: () => stop.abort() }
}
const addresses = new WeakMap<House, Promise<string>>()
function addressOf(house: House): Promise<string> {
  const known = addresses.get(house) ?? house.http.app.listen({ host: '127.0.0.1', port: 0 })
  addresses.set(house, known)
  return known
}
