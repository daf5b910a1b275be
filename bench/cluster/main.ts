// Campaigns: what is found of those that are made, how long joining takes, and the background that ships. See bench/README.md.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Background, openBackground, packBackground } from '../../src/domain/analysis/campaign/background.ts'
import { openGatherer } from '../../src/domain/analysis/campaign/gather.ts'
import { marksOf } from '../../src/domain/analysis/campaign/marks.ts'
import { countMarks } from './background.ts'
import { figuresOf, type Placed } from './figures.ts'
import { measureLists } from './lists.ts'
import { measureSpeed } from './speed.ts'
import { type Case, type Mail, makeTruth, readHalf } from './truth.ts'

const usage = `usage: node bench/cluster/main.ts measure CORPUS [--seeds 1,2,3] [--half 0|1] [--list]   against campaigns that are made
       node bench/cluster/main.ts background CORPUS                                         writes src/domain/analysis/campaign/background.json
       node bench/cluster/main.ts lists FOLDER                                              figures of JPCERT's lists of phishing URLs, 2019 to 2022
       node bench/cluster/main.ts speed                                                     joining at 1,000, 10,000 and 100,000 signatures

CORPUS is the folder data/ of stdlib-js/datasets-spam-assassin (PDDL 1.0); only its open part is read.
`

const backgroundFile = new URL('../../src/domain/analysis/campaign/background.json', import.meta.url)
const size = { campaigns: 40, most: 24, unrelated: 800, copies: false }

async function measure(corpus: string, seeds: readonly number[], half: 0 | 1, list: boolean): Promise<void> {
  const mails = await readHalf(corpus, half)
  const others = await readHalf(corpus, half === 0 ? 1 : 0)
  const background = backgroundOf(others)
  console.log(`${mails.length} messages to make campaigns from, ${others.length} others for the background`)
  for (const seed of seeds) await measureSeed(mails, others, seed, background, list)
}

function backgroundOf(mails: readonly Mail[]): Background {
  return openBackground(packBackground(countMarks(mails), mails.length, 'the other half'))
}

async function measureSeed(
  mails: readonly Mail[],
  others: readonly Mail[],
  seed: number,
  background: Background,
  list: boolean,
): Promise<void> {
  const { cases, copies } = await makeTruth(mails, others, seed, size)
  const gatherer = openGatherer(background)
  for (const { id, reading } of cases) gatherer.add(id, marksOf({ kind: 'message', message: reading }))
  report(`seed ${seed}, as they came`, placedBy(cases, gatherer), cases, copies, false)
  gatherer.settle()
  report(`seed ${seed}, settled`, placedBy(cases, gatherer), cases, copies, list, gatherer)
}

function placedBy(cases: readonly Case[], gatherer: ReturnType<typeof openGatherer>): Placed[] {
  return cases.map(({ id, truth }) => ({ id, truth, found: gatherer.placeOf(id)?.campaign ?? null }))
}

function report(
  title: string,
  placed: readonly Placed[],
  cases: readonly Case[],
  open: (a: string, b: string) => boolean,
  list: boolean,
  gatherer?: ReturnType<typeof openGatherer>,
): void {
  const { precision, recall, pairs, largestFound, largestTrue, wrongPairs } = figuresOf(placed, open)
  const strict = figuresOf(placed, () => false).precision
  console.log(
    `${title}: precision ${precision.toFixed(4)} (${strict.toFixed(4)} with natural copies as wrong)  recall ${recall.toFixed(4)}  largest ${largestFound} of ${largestTrue} = ${(largestFound / largestTrue).toFixed(2)}  pairs ${pairs.right} right, ${pairs.wrong} wrong, ${pairs.missed} missed  (${placed.length} reports)`,
  )
  const kinds = [...new Set(cases.map(({ mutation }) => mutation))].sort()
  const home = new Map<string, string | null>()
  for (const truth of new Set(placed.map((one) => one.truth)))
    if (truth !== null) home.set(truth, mostCommon(placed.filter((one) => one.truth === truth).map(({ found }) => found)))
  const rows = kinds.map((kind) => {
    const own = cases.flatMap(({ mutation }, at) => (mutation === kind && placed[at] !== undefined ? [placed[at]] : []))
    const right = own.filter(({ truth, found }) => (truth === null ? found === null : found !== null && found === home.get(truth))).length
    const alone = own.filter(({ found }) => found === null).length
    return `${kind} ${right}/${own.length}${kind === 'unrelated' ? '' : ` (${alone} alone)`}`
  })
  console.log(`  placed right: ${rows.join('  ')}`)
  if (!list || gatherer === undefined) return
  const told = new Set<string>()
  const truthOf = new Map(placed.map((one) => [one.id, one.truth ?? one.id]))
  for (const [a, b] of wrongPairs) {
    // one of each pair of campaigns is enough to see why
    const pair = [truthOf.get(a), truthOf.get(b)].sort().join('\n')
    if (told.has(pair) || told.size >= 40) continue
    told.add(pair)
    console.log(`  wrong  ${a}  +  ${b}\n     ${whyOf(gatherer, a)}\n     ${whyOf(gatherer, b)}`)
  }
  for (const [at, { truth, found, id }] of placed.entries())
    if (truth !== null && (found === null || found !== home.get(truth)))
      console.log(`  missed  ${cases[at]?.mutation}  ${id}  in ${found ?? 'none'}`)
}

function whyOf(gatherer: ReturnType<typeof openGatherer>, id: string): string {
  return (gatherer.placeOf(id)?.why ?? [])
    .map(({ kind, say, weight }) => `${kind} ${weight} ${say ?? ''}`)
    .join(' | ')
    .slice(0, 300)
}

function mostCommon(names: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '1' }, half: { type: 'string', default: '0' }, list: { type: 'boolean', default: false } },
  })
  const [mode, folder] = positionals
  if (mode === 'measure' && folder !== undefined)
    await measure(folder, values.seeds.split(',').map(Number), values.half === '1' ? 1 : 0, values.list)
  else if (mode === 'background' && folder !== undefined) {
    const mails = [...(await readHalf(folder, 0)), ...(await readHalf(folder, 1))]
    const packed = packBackground(
      countMarks(mails),
      mails.length,
      'open part of stdlib-js/datasets-spam-assassin (SpamAssassin public corpus, PDDL 1.0): hashes of marks alone',
    )
    writeFileSync(backgroundFile, `${JSON.stringify(packed, null, 2)}\n`)
  } else if (mode === 'lists' && folder !== undefined) measureLists(folder)
  else if (mode === 'speed') measureSpeed()
  else {
    process.stdout.write(usage)
    return 2
  }
  return 0
}

process.exitCode = await main()
