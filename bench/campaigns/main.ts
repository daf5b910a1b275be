// How long joining a report to its campaign takes, by how many are stored. See bench/README.md.
import { parseArgs } from 'node:util'
import { systemActor } from '../../src/base/actor.ts'
import { newId, type OrganisationId, type ReportId } from '../../src/base/id.ts'
import { keyOf } from '../../src/domain/analysis/campaign/mark.ts'
import { placeReports } from '../../src/domain/analysis/operations/campaigns/place.ts'
import { signatureStatement } from '../../src/domain/analysis/store/campaigns/placing.ts'
import { sendTogether } from '../../src/platform/db/scope.ts'
import { perform } from '../../src/platform/work.ts'
import { type Bench, openBench } from './bench.ts'
import { fillReports, fillSignatures } from './fill.ts'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '10000,50000,100000' },
    only: { type: 'string', default: 'complete' },
    joins: { type: 'string', default: '300' },
  },
})

/** A report that looks as those of stored campaign `c`, with marks of its own besides, as the filling makes them. */
function marksLike(c: number, own: number) {
  const mark = (kind: 'text' | 'html' | 'link' | 'header', key: string, say: string) => ({ kind, key: BigInt(key), say })
  return (keys: ReadonlyMap<string, string>) =>
    [...Array(15).keys()]
      .map((i) => mark(i < 8 ? 'text' : i < 12 ? 'html' : 'link', keys.get(`c${c} ${i}`) ?? '0', `c${c}`))
      .concat([...Array(10).keys()].map((i) => ({ kind: 'text' as const, key: keyOf('text', `own ${own} ${i}`), say: 'own' })))
}

const percentile = (sorted: readonly number[], part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
const say = (ms: number) => `${ms.toFixed(1)} ms`

/** One report a unit of work, half of them for stored campaigns and half that are new; then as many by 32. */
async function measure(room: Bench, owner: OrganisationId, stored: number, joins: number, at: number): Promise<void> {
  const actor = systemActor('bench', owner)
  const campaigns = Math.max(1, Math.floor(stored / 25))
  const make = async (count: number, from: number): Promise<ReportId[]> => {
    const ids: ReportId[] = []
    const now = new Date()
    for (let k = 0; k < count; k++) {
      const id = newId<'report'>(now.getTime() + k)
      const c = (from + k) % 2 === 0 ? Math.floor(((from + k) * 7_919) % campaigns) : -1
      const rows = await room.query('select i, bench_key($1::bigint, i)::text as key from generate_series(0, 14) i', [c])
      const keys = new Map(rows.map((row) => [`c${c} ${row['i']}`, String(row['key'])]))
      const marks = c < 0 ? marksLike(-1, at + from + k)(new Map()).slice(15) : marksLike(c, at + from + k)(keys)
      await room.query(
        `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, tracking_hash, received_at, state, form)
          select $1::uuid, $2, $3, id, 'x', 1, $3, $3, now(), 'analysed', 'message' from intake.channel where owner = $2 limit 1`,
        [id, owner, id],
      )
      await perform(room.ctx, actor, async (work) => {
        work.require(true)
        await sendTogether(work.tx, [signatureStatement(work.tx, [{ report: id, owner, received_at: now, marks }])])
      })
      ids.push(id)
    }
    return ids
  }
  const place = (ids: readonly ReportId[]) => perform(room.ctx, actor, (work) => placeReports(work, ids))
  await place(await make(20, 0))
  const single = await make(joins, 1_000)
  const took: number[] = []
  for (const id of single) {
    const began = performance.now()
    await place([id])
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  const many = await make(Math.min(joins, 320), 10_000)
  const began = performance.now()
  for (let from = 0; from < many.length; from += 32) await place(many.slice(from, from + 32))
  const each = (performance.now() - began) / many.length
  const placed = await room.query('select count(*)::int as n from analysis.membership where report = any ($1)', [single])
  console.log(
    `${stored} stored: one a unit of work, median ${say(percentile(took, 0.5))}, p99 ${say(percentile(took, 0.99))}, worst ${say(took.at(-1) ?? 0)}; ` +
      `by 32, ${say(each)} each; ${placed[0]?.['n']} of ${single.length} joined a campaign`,
  )
}

const room = await openBench()
try {
  const owner = newId<'organisation'>()
  let stored = 0
  for (const step of values.steps.split(',').map(Number)) {
    const began = performance.now()
    if (values.only === 'signatures')
      await fillSignatures(room, owner, stored, step, (done) =>
        console.log(`  ${done} signatures, ${((performance.now() - began) / 1_000).toFixed(0)} s`),
      )
    else await fillReports(room, owner, stored, step)
    console.log(`filled to ${step} (${values.only}) in ${((performance.now() - began) / 1_000).toFixed(0)} s`)
    stored = step
    await measure(room, owner, stored, Number(values.joins), step)
  }
} finally {
  await room.close()
}
