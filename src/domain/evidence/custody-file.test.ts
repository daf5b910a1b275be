import { expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { custodyCsv, custodyJson } from './custody-file.ts'
import type { CustodyLine, Item } from './item.ts'

const id = newId<'item'>()
const item: Item = {
  id,
  owner: newId(),
  root: id,
  origin: 'received',
  sha256: 'a'.repeat(64),
  size: 3,
  mediaType: 'message/rfc822',
  name: null,
  channel: null,
  handedBy: null,
  receivedAt: new Date('2026-03-01T10:00:00+02:00'),
  state: 'kept',
  destroyedAt: null,
  destroyedWhy: null,
  sealedSha256: null,
}
const line = (actor: string, detail = {}): CustodyLine => ({
  id: newId(),
  item: id,
  at: new Date('2026-03-01T23:30:00-05:00'),
  act: 'read',
  actorKind: 'person',
  actor,
  detail,
  leaf: newId(),
})

test('times leave in UTC, in both forms', () => {
  expect(custodyCsv(item, [line('x')])).toContain('"2026-03-02T04:30:00.000Z"')
  expect(JSON.parse(custodyJson(item, [line('x')]))).toMatchObject({
    item: { receivedAt: '2026-03-01T08:00:00.000Z' },
    custody: [{ at: '2026-03-02T04:30:00.000Z' }],
  })
})

test('quotes, commas and line breaks stay inside their field', () => {
  const csv = custodyCsv(item, [line('a "b", c\r\nd', { how: 'x,"y"' })])
  expect(csv).toContain('"a ""b"", c\r\nd"')
  expect(csv).toContain('"{""how"":""x,\\""y\\""""}"')
  expect(csv.endsWith('\r\n')).toBe(true)
})

test.each(['=1+1', '+cmd', '-2', '@sum', '\tx'])('%j is no formula for a spreadsheet', (actor) => {
  expect(custodyCsv(item, [line(actor)])).toContain(`"'${actor}"`)
})
