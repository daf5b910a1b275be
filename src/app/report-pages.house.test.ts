import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

let house: House
let ann: Client
// shortly before midnight in UTC, when it is another day in the east
let now = new Date('2026-03-10T23:30:00Z')
beforeAll(async () => {
  house = await openHouse({}, () => now)
  ann = await firstRun(house)
})
afterAll(() => house.close())

async function report(bytes: Uint8Array): Promise<string> {
  const answer = await sendBySmtp(house.smtpPort, { from: 'pages@citizen.example', to: 'report@tocsin.example', bytes })
  await house.drain()
  const { body } = await ann.call('GET', `/api/reports?search=${answer.match(/R-\S+/)?.[0] ?? ''}`)
  return (body as { items: { id: string }[] }).items[0]?.id ?? ''
}

describe('the source of a report', () => {
  test('is read page by page without a character cut, whatever the size of a page', async () => {
    const text =
      'From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nñ 漢字 🐟 é\r\n'.repeat(
        3,
      )
    const id = await report(Buffer.from(text))
    for (const size of [4, 5, 7, 64, 1_000_000]) {
      let read = ''
      for (let from: number | null = 0; from !== null; ) {
        const { body } = await ann.call('GET', `/api/reports/${id}/source?from=${from}&size=${size}`)
        const page = body as { text: string; next: number | null; from: number }
        read += page.text
        if (page.next !== null) expect(page.next).toBeGreaterThan(from)
        from = page.next
      }
      expect(read).toContain('ñ 漢字 🐟 é')
      expect(read).not.toContain('\ufffd')
    }
  })

  test('that is no UTF-8 is shown a character a byte, to its end', async () => {
    const id = await report(Buffer.concat([Buffer.from('From: a@b.example\r\nSubject: y\r\n\r\n'), Buffer.from([0xe9, 0xff, 0xc3, 0x41])]))
    const { body } = await ann.call('GET', `/api/reports/${id}/source`)
    expect((body as { text: string }).text).toContain('éÿÃA')
    expect(body).toMatchObject({ next: null })
  })
})

describe('the figures', () => {
  const byDay = async (zone: string) =>
    ((await ann.call('GET', `/api/reports/figures?zone=${encodeURIComponent(zone)}`)).body as { byDay: unknown[] }).byDay

  test('count the days of the reader', async () => {
    now = new Date('2026-05-10T23:30:00Z')
    await report(Buffer.from('From: a@b.example\r\nSubject: z\r\n\r\nz\r\n'))
    expect(await byDay('UTC')).toEqual([{ day: '2026-05-10', reports: 1 }])
    expect(await byDay('Asia/Shanghai')).toEqual([{ day: '2026-05-11', reports: 1 }])
  })

  test('refuse what is no zone', async () => {
    expect((await ann.call('GET', `/api/reports/figures?zone=${encodeURIComponent("UTC'; x")}`)).status).toBe(400)
  })
})
