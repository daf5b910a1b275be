// How long every list and every figure of the console takes at the server, by how much is stored. See bench/README.md.
import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemActor } from '../../src/base/actor.ts'
import type { OrganisationId } from '../../src/base/id.ts'
import { countDaysJob, countRecentDays } from '../../src/domain/analysis/jobs.ts'
import { fillReports } from './fill.ts'
import { fillCases } from './fill-cases.ts'
import { openNode, type Statement, timeStatements } from './node.ts'
import { pathsOf } from './paths.ts'

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '100000' },
    cases: { type: 'string', default: '5000' },
    times: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    folder: { type: 'string' },
  },
})
const reports = Number(values.reports)
const cases = Number(values.cases)
const times = Number(values.times)
const say = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`.padStart(8)
const took = (began: number) => `${((performance.now() - began) / 1_000).toFixed(0)} s`
const load = () =>
  `load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`

const takeStatements = timeStatements()
const node = await openNode(values.folder === undefined ? undefined : resolve(values.folder))
try {
  const [filled] = await node.query(
    "select value ->> 'reports' as reports, value ->> 'cases' as cases from platform.fact where name = 'bench.filled'",
  )
  if (filled === undefined) await fill()
  console.log(`${filled?.['reports'] ?? reports} reports and ${filled?.['cases'] ?? cases} cases; ${load()}`)
  await measure()
} finally {
  await node.close()
}

async function fill(): Promise<void> {
  let began = performance.now()
  await fillReports(node, reports, (line) => console.error(`${line}, ${took(began)}`))
  await fillCases(node, cases)
  await node.query('vacuum analyze')
  console.log(`filled in ${took(began)}; ${load()}`)
  began = performance.now()
  const actor = systemActor('bench', node.organisation as OrganisationId)
  await countRecentDays.run(node.ctx, actor, {})
  await countDaysJob.run(node.ctx, actor, {})
  const [days] = await node.query('select count(*)::int as n, count(distinct day)::int as days from analysis.report_day')
  console.log(`counted ${days?.['days']} days into ${days?.['n']} rows in ${took(began)}`)
  await node.query('vacuum analyze analysis.report_day, analysis.report_month')
  await node.query(
    `insert into platform.fact (name, value) values ('bench.filled', jsonb_build_object('reports', $1::int, 'cases', $2::int))`,
    [reports, cases],
  )
}

async function measure(): Promise<void> {
  takeStatements()
  let slowest: Statement & { readonly path: string } = { text: '', ms: 0, path: '' }
  let over = 0
  for (const path of (await pathsOf(node)).filter((one) => one.includes(values.only))) {
    const all: number[] = []
    let status = 0
    let bytes = 0
    const before = await node.cpu()
    for (let k = 0; k < times; k++) {
      const answer = await node.ask(path)
      all.push(answer.ms)
      ;({ status, bytes } = answer)
    }
    const cpu = ((await node.cpu()) - before) / Math.max(1, times)
    // the first one also warms the page cache; it counts among the worst
    const sorted = all.toSorted((one, other) => one - other)
    const worst = takeStatements().reduce((best, one) => (one.ms > best.ms ? one : best), { text: '', ms: 0 })
    if (worst.ms > slowest.ms) slowest = { ...worst, path }
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0
    if (median >= 300) over += 1
    console.log(
      `${say(median)} median ${say(sorted[0] ?? 0)} best ${say(sorted.at(-1) ?? 0)} worst, ${say(cpu)} of processor, slowest statement ${say(worst.ms)}  ${status} ${bytes} bytes  ${path}${median >= 300 ? '  OVER' : ''}`,
    )
  }
  console.log(`${over} of them take 300 ms or more at the median; ${load()}`)
  console.log(
    `the slowest statement took ${say(slowest.ms).trim()}, of ${slowest.path}:\n${slowest.text.replaceAll(/\s+/g, ' ').slice(0, 1_500)}`,
  )
}
