// How long every page of the network takes at the server, with all of it in one database, and a release to all its agencies. See bench/README.md.
import { loadavg } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Actor } from '../../src/base/actor.ts'
import type { OrganisationId } from '../../src/base/id.ts'
import { foundNetwork } from '../../src/domain/cooperation/operations/network/found.ts'
import { shipQuestionnaire } from '../../src/domain/cooperation/operations/network/questionnaires.ts'
import { perform } from '../../src/platform/work.ts'
import { type Answered, openNode, type Statement, timeStatements } from '../figures/node.ts'
import { callSteps } from './fill-calls.ts'
import { layGround, memberSteps } from './fill-members.ts'
import { registerSteps } from './fill-registers.ts'
import { workSteps } from './fill-work.ts'
import { pathsOf, type Reader, readers } from './paths.ts'
import { measureRelease } from './release.ts'

const { values } = parseArgs({
  options: {
    agencies: { type: 'string', default: '300' },
    industry: { type: 'string', default: '700' },
    copies: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '20000' },
    times: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    as: { type: 'string', default: '' },
    release: { type: 'boolean', default: true },
    statements: { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
  allowNegative: true,
})
const scale = {
  agencies: Number(values.agencies),
  industry: Number(values.industry),
  copies: Number(values.copies),
  requests: Number(values.requests),
}
const times = Number(values.times)
const load = () =>
  `load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`

const takeStatements = timeStatements()
const node = await openNode(values.folder === undefined ? undefined : resolve(values.folder))
try {
  const [filled] = await node.query("select 1 from platform.fact where name = 'bench.network'")
  if (filled === undefined) await fill()
  const [counts = {}] =
    await node.query(`select (select count(*) from cooperation.member) as members, (select count(*) from cooperation.shared_copy) as copies,
    (select count(*) from cooperation.request) as requests, (select count(*) from cooperation.call) as calls, (select count(*) from cooperation.joint_case) as joint, (select count(*) from platform.access_grant) as grants,
    pg_size_pretty(pg_database_size(current_database())) as size`)
  console.log(
    `${counts['members']} members, ${counts['copies']} shared copies, ${counts['requests']} requests, ${counts['calls']} calls, ${counts['joint']} joint cases, ${counts['grants']} grants, ${counts['size']}; ${load()}`,
  )
  await measurePages()
  if (values.release) await measureRelease(node, times, takeStatements)
  console.log(load())
} finally {
  await node.close()
}

async function fill(): Promise<void> {
  const began = performance.now()
  const acting = (organisation: string): Actor => ({
    ...{ kind: 'person', id: node.person, organisation: organisation as OrganisationId },
    ...{ role: 'administrator', operator: true, scopes: null },
  })
  const named = { name: 'Network', country: 'SG', holder: node.organisation as OrganisationId }
  const network = await foundNetwork(node.ctx, acting(node.organisation), named)
  const actor = { ...acting(network), operator: false }
  await perform(node.ctx, actor, (work) => shipQuestionnaire(work, { network, acting: true, member: null, actor }))
  await layGround(node, network, scale)
  for (const [what, statement] of [...memberSteps, ...callSteps, ...workSteps(scale), ...registerSteps]) {
    if (what !== '') console.error(`${what}, ${((performance.now() - began) / 1_000).toFixed(0)} s`)
    await node.query(statement).catch((cause: unknown) => {
      throw new Error(`it could not be filled by ${statement}`, { cause })
    })
  }
  await node.query('vacuum analyze')
  await node.query("insert into platform.fact (name, value) values ('bench.network', '{}')")
  console.log(`filled in ${((performance.now() - began) / 1_000).toFixed(0)} s; ${load()}`)
}

type Line = Omit<Answered, 'ms' | 'body'> & {
  readonly path: string
  readonly reader: Reader
  readonly median: number
  readonly at95: number
  readonly worst: number
  readonly cpu: number
  readonly slowest: Statement
}

async function measurePages(): Promise<void> {
  const { paths, left } = await pathsOf(node)
  const [one = {}] = await node.query('select network as secretariat, agency, industry from bench.one')
  const lines: Line[] = []
  for (const reader of readers.filter((name) => name.includes(values.as))) {
    const ask = await node.actFor(String(one[reader]))
    for (const { path, readers: asked } of paths) {
      const url = asked.get(reader)
      if (url !== undefined && path.includes(values.only)) lines.push(await measure(reader, path, () => ask(url)))
    }
  }
  const say = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)}`.padStart(6)
  console.log(`median   p95  worst   cpu ms      bytes status; ${times} times each, the slowest first; ${load()}`)
  for (const { median, at95, worst, cpu, bytes, status, reader, path, slowest } of lines.toSorted((a, b) => b.median - a.median)) {
    const over = median >= 300 ? '  OVER' : ''
    console.log(
      `${say(median)}${say(at95)} ${say(worst)}   ${say(cpu)} ${String(bytes).padStart(10)}    ${status} ${reader} ${path}${over}`,
    )
    if (values.statements) console.log(`       slowest statement ${say(slowest.ms)}: ${slowest.text.replaceAll(/\s+/g, ' ').slice(0, 400)}`)
  }
  console.log(
    `${lines.length} asked, ${lines.filter(({ median }) => median >= 300).length} at 300 ms or more at the median, ${lines.filter(({ at95 }) => at95 >= 300).length} at 95 of 100`,
  )
  const heavy = lines.filter(({ bytes }) => bytes >= 1_000_000)
  console.log(`a megabyte or more: ${heavy.map(({ reader, path, bytes }) => `${reader} ${path} ${bytes}`).join(', ') || 'none'}`)
  const failed = lines.filter(({ status }) => status >= 400)
  console.log(`refused: ${failed.map(({ reader, path, status }) => `${reader} ${path} ${status}`).join(', ') || 'none'}`)
  console.log(`left out: ${left.join(', ')}`)
}

async function measure(reader: Reader, path: string, ask: () => Promise<Answered>): Promise<Line> {
  const all: number[] = []
  let [status, bytes] = [0, 0]
  takeStatements()
  const before = await node.cpu()
  for (let time = 0; time < times; time++) {
    const answer = await ask()
    all.push(answer.ms)
    ;({ status, bytes } = answer)
  }
  const cpu = ((await node.cpu()) - before) / times
  const slowest = takeStatements().reduce((most, one) => (one.ms > most.ms ? one : most), { text: '', ms: 0 })
  const sorted = all.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { path, reader, status, bytes, cpu, slowest, median: at(0.5), at95: at(0.95), worst: at(1) }
}
