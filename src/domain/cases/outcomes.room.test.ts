import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { ActionId, OrganisationId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import { outcomeSides } from './contract/names.ts'
import type { OutcomeLine, OutcomeNotice } from './contract.ts'
import { settleSides } from './store/outcomes.ts'
import { type Desk, openDesk } from './testing/node.ts'

// The table of who acts is read from lines that are kept; what it says is held against a plain count of the notices themselves.

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

const notices = 300
const hour = 3_600_000
/** the same numbers each time: 0 to most - 1 */
const pick = (n: number, salt: number, most: number) => ((n * 2_654_435_761 + salt * 40_503) >>> 7) % most

type Thing = {
  network: string | null
  host: string | null
  registrar: string | null
  country: string | null
  seen: boolean
  gone: number | null
}
type Notice = {
  readonly id: string
  readonly kind: string
  readonly role: string
  readonly sent: number | null
  readonly noAbuse: boolean
  readonly replied: number | null
  readonly gone: number | null
  readonly silent: number | null
  readonly looked: number
  readonly lastReport: number
  readonly since: number
  readonly things: readonly Thing[]
}

const uuid = (kind: number, n: number) => `0199000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

function noticeOf(n: number, now: number): Notice {
  const sent = pick(n, 1, 12) === 0 ? null : now - (1 + pick(n, 2, 2_000)) * hour
  const later = (salt: number, most: number) => (sent === null ? null : sent + (1 + pick(n, salt, most)) * 600_000)
  const maybe = (salt: number, value: number | null) => (pick(n, salt, 3) === 0 ? value : null)
  const things = Array.from({ length: pick(n, 3, 4) }, (_, i): Thing => {
    const at = n * 4 + i
    const some = (salt: number, most: number, name: string) => (pick(at, salt, 5) === 0 ? null : `${name} ${pick(at, salt + 50, most)}`)
    const country = ['CN', 'SG', 'DE'][pick(at, 13, 4)] ?? null
    return {
      ...{
        network: some(10, 6, 'AS'),
        host: some(11, 9, pick(at, 12, 2) === 0 ? 'Host' : 'HOST'),
        registrar: some(14, 3, 'Registrar'),
        country,
      },
      seen: pick(at, 15, 4) > 0,
      gone: pick(at, 16, 2) === 0 ? null : (sent ?? now) + (pick(at, 17, 900) - 100) * 600_000,
    }
  })
  return {
    ...{
      id: uuid(1, n),
      kind: pick(n, 4, 2) === 0 ? 'phishing' : 'spam',
      role: ['host', 'network', 'registrar', 'cert'][pick(n, 5, 4)] ?? '',
      sent,
      things,
    },
    ...{
      noAbuse: pick(n, 6, 15) === 0,
      replied: maybe(7, later(20, 3_000)),
      gone: maybe(8, later(21, 3_000)),
      silent: maybe(9, later(22, 5_000)),
    },
    ...{ looked: (sent ?? now) + 20 * 24 * hour, lastReport: now - pick(n, 23, 500) * hour, since: pick(n, 24, 2) },
  }
}

async function store(all: readonly Notice[]): Promise<void> {
  const { organisation: owner } = desk
  const date = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  const now = date(desk.node.ctx.now().getTime())
  const fill = (table: string, rows: readonly object[]) => {
    const columns = Object.keys(rows[0] ?? {}).map((one) => `"${one}"`)
    const text = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
    return desk.query(text, [JSON.stringify(rows)])
  }
  const made = { opened_by: 'x', opened_how: 'hand', opened_at: now, since: now, last_at: now, harm: 1, rank: 1 }
  await fill(
    'cases.case',
    all.map(({ kind }, n) => ({
      id: uuid(2, n),
      owner,
      year: 2025,
      number: n + 1,
      code: `C-2025-${n + 1}`,
      title: 'x',
      kind,
      state: 'open',
      ...made,
    })),
  )
  const proposed = { kind: 'notify', state: 'done', things: [], options: {}, proposed_by: 'x', proposed_at: now, state_at: now }
  await fill(
    'cases.action',
    all.map(({ id, role }, n) => ({
      id,
      owner,
      case: uuid(2, n),
      origin: uuid(2, n),
      recipient_name: 'x',
      recipient_role: role,
      ...proposed,
    })),
  )
  await fill(
    'cases.lookback',
    all.map((one) => ({
      ...{
        action: one.id,
        owner,
        begun_at: now,
        sent_at: date(one.sent),
        replied_at: date(one.replied),
        last_report_at: date(one.lastReport),
      },
      ...{ reports_since: one.since, gone_at: date(one.gone), silent_at: date(one.silent), looked_at: date(one.looked), looks: 1 },
      ended_why: one.noAbuse ? 'no-abuse' : 'over',
    })),
  )
  await fill(
    'cases.lookback_thing',
    all.flatMap(({ id, sent, things }, n) =>
      things.map(({ network, host, registrar, country, seen, gone }, i) => ({
        ...{
          id: uuid(3, n * 4 + i),
          owner,
          action: id,
          digest: `${n * 4 + i}`.padStart(64, '0'),
          network_name: network,
          host,
          registrar,
          country,
        },
        ...{ seen_at: seen ? date(sent ?? 0) : null, gone_at: date(gone), gone_sure: gone !== null, found: 'answers', looked_at: now },
      })),
    ),
  )
}

type Filter = { readonly kind?: string; readonly told?: boolean; readonly since?: number; readonly until?: number }
type Side = (typeof outcomeSides)[number]
const roles: Record<Side, string[]> = {
  network: ['network'],
  host: ['host', 'network'],
  registrar: ['registrar'],
  country: ['cert', 'authority'],
}

/** What names go by; those of networks are their numbers, or names where there are none. */
const keyOf = (thing: Thing, by: Side) => (by === 'country' ? thing.country : thing[by]?.toLowerCase()) ?? ''

/** Counts the notices as they are, one by one. */
function plainly(all: readonly Notice[], by: Side, filter: Filter, now: number): Map<string, object> {
  const lines = new Map<
    string,
    { notices: number; told: number; answered: number; seen: number; gone: number; reacted: number; silent: number; active: number }
  >()
  for (const one of all) {
    const told = roles[by].includes(one.role)
    if (one.sent === null || one.noAbuse || (filter.kind !== undefined && filter.kind !== one.kind) || (filter.told === true && !told))
      continue
    if ((filter.since !== undefined && one.sent < filter.since) || (filter.until !== undefined && one.sent >= filter.until)) continue
    const keys = new Set(one.things.map((thing) => keyOf(thing, by)))
    for (const key of keys.size === 0 ? [''] : keys) {
      const there = one.things.filter((thing) => keyOf(thing, by) === key && thing.seen)
      const last = Math.max(...there.map(({ gone }) => gone ?? Number.POSITIVE_INFINITY))
      const gone = there.length > 0 && last < Number.POSITIVE_INFINITY && last > one.sent
      const line = lines.get(key) ?? { notices: 0, told: 0, answered: 0, seen: 0, gone: 0, reacted: 0, silent: 0, active: 0 }
      lines.set(key, {
        notices: line.notices + 1,
        told: line.told + Number(told),
        answered: line.answered + Number(one.replied !== null),
        seen: line.seen + Number(there.length > 0),
        gone: line.gone + Number(gone),
        reacted: line.reacted + Number(gone || one.replied !== null),
        silent: line.silent + Number(one.silent !== null),
        active: line.active + Number(there.some((thing) => thing.gone === null) || (one.since > 0 && one.lastReport > now - 7 * 24 * hour)),
      })
    }
  }
  return lines
}

test('the table of who acts says what a plain count of its notices says, and each line leads to as many', async () => {
  const now = desk.node.ctx.now().getTime()
  const all = Array.from({ length: notices }, (_, n) => noticeOf(n, now))
  await store(all)
  await perform(desk.node.ctx, systemActor('test', desk.organisation as OrganisationId), async (work) => {
    work.require(true)
    await settleSides(
      work.tx,
      all.map(({ id }) => id as ActionId),
    )
  })
  const filters: Filter[] = [
    {},
    { kind: 'phishing' },
    { told: true },
    { since: now - 600 * hour },
    { since: now - 1_500 * hour, until: now - 300 * hour, kind: 'spam' },
  ]
  for (const by of outcomeSides)
    for (const filter of filters) {
      const asked = Object.entries(filter).map(
        ([name, value]) => `&${name}=${typeof value === 'number' ? new Date(value).toISOString() : value}`,
      )
      const { items, all: sum } = (await desk.admin.call('GET', `/api/outcomes?by=${by}${asked.join('')}`)).body as {
        items: OutcomeLine[]
        all: OutcomeLine
      }
      const expected = plainly(all, by, filter, now)
      expect(expected.size).toBeGreaterThan(1)
      expect(
        new Map(items.map(({ key, name: _, reaction: __, silence: ___, few: ____, ...counts }) => [key, counts])),
        `${by} ${asked}`,
      ).toEqual(expected)
      const counted = all.filter((one) => plainly([one], by, filter, now).size > 0)
      expect(sum).toMatchObject({
        notices: counted.length,
        answered: counted.filter(({ replied }) => replied !== null).length,
        seen: counted.filter(({ things }) => things.some(({ seen }) => seen)).length,
        gone: counted.filter(({ gone }) => gone !== null).length,
        silent: counted.filter(({ silent }) => silent !== null).length,
      })
      const [first] = items
      const behind: OutcomeNotice[] = []
      for (let after: string | null = ''; after !== null; ) {
        const page = (
          await desk.admin.call(
            'GET',
            `/api/outcomes/notices?by=${by}&key=${encodeURIComponent(first?.key ?? '')}${asked.join('')}&limit=20${after === '' ? '' : `&after=${after}`}`,
          )
        ).body as { items: OutcomeNotice[]; next: string | null }
        behind.push(...page.items)
        after = page.next
      }
      expect(behind.length).toBe(first?.notices)
      expect(behind.filter(({ goneAt }) => goneAt !== null).length).toBe(first?.gone)
      expect(behind.filter(({ active }) => active).length).toBe(first?.active)
    }
})

test('a notice counts with the kind that its case has: changed, merged into another, and back', async () => {
  const count = async (kind: string) =>
    ((await desk.admin.call('GET', `/api/outcomes?kind=${kind}`)).body as { all: OutcomeLine }).all.notices
  const [phishing, spam] = [await count('phishing'), await count('spam')]
  const all = Array.from({ length: notices }, (_, n) => n).filter((n) => {
    const one = noticeOf(n, 0)
    return one.kind === 'phishing' && one.sent !== null && !one.noAbuse
  })
  const [from, into] = [uuid(2, all[0] ?? 0), uuid(2, all[1] ?? 0)]
  expect((await desk.admin.call('PATCH', `/api/cases/${into}`, { kind: 'spam' })).status).toBe(200)
  expect([await count('phishing'), await count('spam')]).toEqual([phishing - 1, spam + 1])
  expect((await desk.admin.call('POST', `/api/cases/${into}/merge`, { from: [from] })).status).toBe(200)
  expect([await count('phishing'), await count('spam')]).toEqual([phishing - 2, spam + 2])
  expect((await desk.admin.call('POST', `/api/cases/${from}/unmerge`)).status).toBe(200)
  expect([await count('phishing'), await count('spam')]).toEqual([phishing - 1, spam + 1])
})
