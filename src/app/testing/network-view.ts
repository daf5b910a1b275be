import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { unzip } from '../../domain/evidence/testing/zip.ts'
import { readWhole, readZip } from '../../formats/zip/index.ts'
import type { Client, House } from './house.ts'
import { type Asker, type Kind, listedKinds, type Party, type Thing } from './network-world.ts'
import { routes } from './routes.ts'

// What somebody gets of all that the product answers, held to what the model says that they may see.

/** The words in it. */
export const marks = (text: string): string[] => [...new Set(text.match(/qx\d{4}x/g))].sort()
export const marksOf = (some: readonly Thing[]): string[] => [...new Set(some.map(({ marker }) => marker))].sort()

const twice = (path: string, name: string, values: readonly string[]) => values.map((value) => `${path}?${name}=${value}&limit=200`)
const lists: Readonly<Record<(typeof listedKinds)[number], readonly string[]>> = {
  copy: ['/api/shared?limit=200', '/api/shares?limit=200'],
  group: ['/api/groups'],
  call: ['/api/calls?limit=200', '/api/calls?when=past&limit=200'],
  request: [...twice('/api/requests', 'side', ['asker', 'asked']), '/api/requests/export?side=asker', '/api/requests/export?side=asked'],
  joint: twice('/api/joint-cases', 'list', ['open', 'invited', 'past']),
  training: twice('/api/trainings', 'when', ['coming', 'self-paced', 'past']),
  education: ['/api/educations?limit=200'],
  technique: ['/api/techniques?limit=200'],
  report: ['/api/reports?limit=200'],
}
/** where no more may stand than what one sees, and need not all of it */
const besides = [
  ...[
    '/api/notices',
    '/api/tombstones',
    '/api/call-actions',
    '/api/call-series',
    '/api/audit',
    '/api/network/obligations',
    '/api/evidence?limit=200',
  ],
  ...['/api/shared/figures', '/api/reports/export', '/api/network/ties', '/api/requests/figures'],
  ...['/api/network/countries/NZ/work', '/api/network/countries/FR/work'],
]
const pagesOf: Partial<Record<Kind, (id: string) => readonly string[]>> = {
  copy: (id) => [`/api/shared/${id}`, `/api/shared/${id}/onward`],
  group: (id) => [`/api/groups/${id}`],
  call: (id) => [`/api/calls/${id}`, `/api/calls/${id}/report`],
  request: (id) => [`/api/requests/${id}`],
  joint: (id) => [`/api/joint-cases/${id}`, `/api/joint-cases/${id}/entries?limit=200`],
  training: (id) => [`/api/trainings/${id}`],
  education: (id) => [`/api/educations/${id}`],
  technique: (id) => [`/api/techniques/${id}`],
  report: (id) => [`/api/reports/${id}`],
}

export type View = ReturnType<typeof viewOf>

export function viewOf(house: House, things: readonly Thing[]) {
  let from = 0
  async function get(who: Client, url: string): Promise<{ status: number; body: string; raw: Buffer }> {
    from++
    const answer = await house.http.app.inject({
      method: 'GET',
      url,
      headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin' },
      remoteAddress: `10.8.${Math.floor(from / 250) % 250}.${from % 250}`,
    })
    if (answer.statusCode !== 429) return { status: answer.statusCode, body: answer.body, raw: answer.rawPayload }
    await sleep(Number(answer.headers['retry-after'] ?? 5) * 1000)
    return get(who, url)
  }
  const seen = ({ party, here }: Asker): readonly Thing[] => (here ? things.filter((thing) => thing.sees(party)) : [])

  function expectNoMore(asker: Asker, found: readonly string[], where: string, allowed: readonly string[] = marksOf(seen(asker))): void {
    const beyond = found.filter((mark) => !allowed.includes(mark))
    expect(beyond, `${where}: beyond what ${asker.name} may see`).toEqual([])
  }

  return {
    get,
    seen,
    expectNoMore,

    /** In the lists of these kinds stands what one sees of them, and no word of anything else. */
    async expectLists(asker: Asker, where: string, kinds: readonly Kind[] = listedKinds): Promise<void> {
      for (const kind of listedKinds.filter((one) => kinds.includes(one))) {
        let text = ''
        for (const path of lists[kind]) text += (await get(asker.client, path)).body
        const ofKind = things.filter((one) => one.kind === kind)
        const listed = ofKind.filter(({ marker, id }) => text.includes(marker) || text.includes(id))
        const may = ofKind.filter((one) => asker.here && one.sees(asker.party))
        // a file of a joint case that one is out of is listed without its word
        const shown = kind === 'joint' ? ofKind.filter(({ marker }) => text.includes(marker)) : listed
        expect(marksOf(shown), `${where}: ${kind} for ${asker.name}`).toEqual(marksOf(may))
        expectNoMore(asker, marks(text), `${where}, lists of ${kind}`)
      }
    },

    /** One by one, by id: each thing is answered to whoever sees it, and to others as what is nowhere. */
    async expectPages(asker: Asker, where: string): Promise<void> {
      let text = ''
      for (const thing of things)
        for (const [at, path] of (pagesOf[thing.kind]?.(thing.id) ?? []).entries()) {
          const { status, body } = await get(asker.client, path)
          text += body
          const [may, sees] = [asker.here && (thing.opens ?? thing.sees)(asker.party), asker.here && thing.sees(asker.party)]
          // what one shows to others is read by its draft
          if (thing.kind !== 'copy' && at === 0) expect(status === 200, `${where}: ${path} for ${asker.name}`).toBe(may)
          if (thing.kind === 'copy' && !sees) expect(status, `${where}: ${path} for ${asker.name}`).toBeOneOf([401, 403, 404])
          if (thing.kind === 'copy' && at === 0 && sees && thing.owner !== asker.party)
            expect(marks(body), `${where}: ${path} for ${asker.name}`).toContain(thing.marker)
          if (thing.signed !== undefined && status === 200) expectSigned(asker, body, thing.signed(asker.party), where)
        }
      const all = seen(asker)
      expectNoMore(asker, marks(text), where)
      const missing = all
        .filter(({ kind, marker }) => kind !== 'copy' && kind !== 'ask' && !text.includes(marker))
        .map(({ kind, marker, id }) => `${kind} ${marker} ${id}`)
      expect(missing, `${where}: not on the pages of ${asker.name}`).toEqual([])
    },

    /** Bytes are handed to whoever may have them, and to nobody else. */
    async expectBytes(asker: Asker, where: string): Promise<void> {
      for (const { bytes, marker } of things) {
        if (bytes === undefined) continue
        const { status, raw } = await get(asker.client, bytes.path)
        const may = asker.here && bytes.gets(asker)
        // refused as what is nowhere, by whatever guard is the first
        expect(status, `${where}: ${bytes.path} for ${asker.name}`).toBeOneOf(may ? [200] : [401, 403, 404])
        if (!may) continue
        const archive = raw.subarray(0, 2).toString() === 'PK'
        const content = archive ? [...(await unzip(raw, 'infected')).values()].join('\n') : raw.toString()
        expect(marks(content), `${where}: ${bytes.path} for ${asker.name}`).toEqual([marker])
      }
    },

    /** What is called by this word is found by it in what others show, and in joint cases, by whoever sees it there. */
    async expectFound(asker: Asker, { marker, kind }: Thing, where: string): Promise<void> {
      const { body } = await get(asker.client, `/api/shared?q=${marker}`)
      const copies = things.filter((one) => one.kind === 'copy' && one.marker === marker && one.searched !== false)
      const found = copies.filter(({ id }) => body.includes(id)).map(({ id }) => id)
      const mayFind = copies.filter(({ sees, owner }) => asker.here && sees(asker.party) && owner !== asker.party).map(({ id }) => id)
      expect(found, `${where}: searched for ${marker} by ${asker.name}`).toEqual(mayFind)
      expectNoMore(asker, marks(body), `${where}, searched`)
      if (kind !== 'joint' && kind !== 'entry') return
      let text = ''
      for (const path of lists.joint) text += (await get(asker.client, `${path}&words=${marker}`)).body
      const sees = (one: Thing) => one.sees(asker.party) || one.keeps?.(asker.party) === true
      const may = things.some((one) => one.marker === marker && (one.kind === 'joint' || (one.kind === 'entry' && !one.bytes)) && sees(one))
      expect(text.includes('"items":[{'), `${where}: ${marker} among joint cases, by ${asker.name}`).toBe(asker.here && may)
    },

    async expectCalendar(asker: Asker, where: string): Promise<void> {
      if (asker.calendar === null) return
      const { statusCode, body } = await house.http.app.inject({ method: 'GET', url: asker.calendar })
      const stands = seen(asker).filter(({ dated }) => dated?.(asker) === true)
      const titles = things.filter(({ kind }) => kind === 'call' || kind === 'training')
      expect(marksOf(titles.filter(({ marker }) => body.includes(marker))), `${where}: calendar of ${asker.name}`).toEqual(marksOf(stands))
      expectNoMore(asker, marks(body), `${where}, calendar`)
      expect(statusCode, `${where}: calendar of ${asker.name}`).toBe(asker.here && !asker.party.left ? 200 : 404)
    },

    async expectBesides(asker: Asker, where: string): Promise<void> {
      for (const path of besides) expectNoMore(asker, marks((await get(asker.client, path)).body), `${where}, ${path}`)
    },

    /** Every reading route, with the id of something where it takes one. */
    async expectNothingElsewhere(asker: Asker, id: string, where: string): Promise<void> {
      const reading = routes.filter(({ method, access, path }) => method === 'GET' && access !== 'public' && path !== '/api/live')
      for (const { path } of reading) {
        const place = path.replace(':id', id).replace(':code', 'NZ').replace(':kind', 'notify').replace(':language', 'en')
        expectNoMore(asker, marks((await get(asker.client, place)).body), `${where}, ${place}`)
      }
    },

    /** What an organisation takes out is what is its own, whole; of others' it names the requests that lie with it, and what it was told of by a notice. */
    async expectTakenOut(party: Party, where: string): Promise<void> {
      const { client, name } = party.joined
      const password = 'seventeen quiet herons'
      const asked = await client.call('POST', '/api/takeouts', { password })
      expect(asked, `${where}: takeout of ${name}`).toMatchObject({ status: 202 })
      await house.settle()
      const { raw, status } = await client.call('POST', `/api/takeouts/${(asked.body as { id: string }).id}/file`, { password })
      expect(status, `${where}: takeout of ${name}`).toBe(200)
      const told = marks(await textIn(raw))
      const own = marksOf(things.filter(({ owner, keeps }) => owner === party || keeps?.(party) === true))
      const named = things.filter(({ kind, sees }) => ['request', 'call', 'training'].includes(kind) && sees(party))
      expect(
        own.filter((mark) => !told.includes(mark)),
        `${where}: own, and not taken out by ${name}`,
      ).toEqual([])
      const beyond = told.filter((mark) => ![...own, ...marksOf(named)].includes(mark))
      const which = things.filter(({ marker }) => beyond.includes(marker)).map(({ kind, marker }) => `${kind} ${marker}`)
      expect(which, `${where}: of others, and taken out by ${name}`).toEqual([])
    },
  }
}

function expectSigned(asker: Asker, body: string, signed: readonly string[], where: string): void {
  const { participants } = JSON.parse(body) as { participants: { name: string; state: string }[] }
  const names = participants.filter(({ state }) => state === 'enrolled').map((one) => one.name)
  expect(names.sort(), `${where}: who signed up, for ${asker.name}`).toEqual([...signed].sort())
}

/** All that is said in the files of an archive, those in its protected archives among them. */
async function textIn(zip: Buffer): Promise<string> {
  const source = { size: zip.length, read: async (from: number, length: number) => zip.subarray(from, from + length) }
  const { entries } = await readZip(source)
  const texts: string[] = []
  for (const entry of entries) {
    const bytes = Buffer.from((await readWhole(source, entry, 1e9)).bytes ?? '')
    texts.push(entry.name.endsWith('.zip') ? [...(await unzip(bytes, 'infected')).values()].join('\n') : bytes.toString())
  }
  return texts.join('\n')
}
