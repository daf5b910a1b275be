// The verdict's model: trained here, and measured. See bench/README.md.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readMessage } from '../../src/forensics/message/analyse.ts'
import { scoreTraits, shippedModel } from '../../src/forensics/message/verdict/model.ts'
import { traitsOf } from '../../src/forensics/message/verdict/traits.ts'
import { mailIn, openPart } from './corpus.ts'
import { printKinds } from './kinds.ts'
import { learn, packModel, type Sample, sampleOf, scoreOf } from './learn.ts'

const usage = `usage: node bench/verdict/main.ts cross CORPUS                       how good it is, by cross-validation
       node bench/verdict/main.ts train CORPUS                       writes src/forensics/message/verdict/model.json
       node bench/verdict/main.ts measure FOLDER…                    what the shipped model says of other mail
       node bench/verdict/main.ts kinds LABEL=FOLDER…                what kinds it says of mail whose kind is known
       node bench/verdict/main.ts --list …                           and the worst of each

CORPUS is the folder data/ of stdlib-js/datasets-spam-assassin (PDDL 1.0); only its open part is read.
`

const modelFile = new URL('../../src/forensics/message/verdict/model.json', import.meta.url)

type Named = Sample & { readonly name: string }

async function samplesOf(folder: string): Promise<readonly Named[]> {
  const samples: Named[] = []
  for (const { name, bytes, unwanted } of openPart(folder))
    samples.push({ ...sampleOf(traitsOf(await readMessage(bytes, {})), unwanted), name })
  return samples
}

type Scored = { readonly name: string; readonly score: number; readonly unwanted: boolean }

const folds = 10

/** Each message by a model that has never seen it. */
function crossed(samples: readonly Named[]): readonly Scored[] {
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const learned = learn(samples.filter((_, at) => at % folds !== fold))
    const rest = samples.filter((_, at) => at % folds === fold)
    return rest.map((sample) => ({ name: sample.name, score: scoreOf(sample, learned), unwanted: sample.unwanted }))
  })
}

function figuresAt(scored: readonly Scored[], line: number): string {
  const count = (unwanted: boolean, said: boolean) => scored.filter((one) => one.unwanted === unwanted && one.score >= line === said).length
  const [hits, misses, alarms, passed] = [count(true, true), count(true, false), count(false, true), count(false, false)]
  const [precision, recall] = [hits / (hits + alarms), hits / (hits + misses)]
  const f1 = (2 * precision * recall) / (precision + recall)
  const share = (alarms / (alarms + passed)) * 100
  return `F1 ${f1.toFixed(4)}  precision ${precision.toFixed(4)}  recall ${recall.toFixed(4)}  false positives ${share.toFixed(2)} %  (${scored.length} messages)`
}

/** Where the line lies so that at most this share of wanted mail is above it. */
function lineFor(scored: readonly Scored[], share: number): number {
  const wanted = scored.filter((one) => !one.unwanted).map(({ score }) => score)
  wanted.sort((a, b) => b - a)
  return (wanted[Math.floor(wanted.length * share)] ?? 0) + 1e-6
}

function listWorst(scored: readonly Scored[], line: number): void {
  const wrong = scored
    .map(({ name, score, unwanted }) => ({ name, score: score - line, unwanted }))
    .filter(({ score, unwanted }) => score >= 0 !== unwanted)
  wrong.sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
  for (const { name, score } of wrong.slice(0, 40)) console.log(`${score.toFixed(2).padStart(7)}  ${name}`)
}

async function measure(folders: readonly string[], list: boolean): Promise<void> {
  const model = shippedModel()
  const scores: { name: string; score: number }[] = []
  for (const { name, bytes } of mailIn(folders))
    scores.push({ name, score: scoreTraits(traitsOf(await readMessage(bytes, {})), model).score })
  const said = scores.filter(({ score }) => score >= 0).length
  console.log(`${said} of ${scores.length} said to be unwanted: ${((said / scores.length) * 100).toFixed(2)} %`)
  scores.sort((a, b) => b.score - a.score)
  const tenth = (part: number) => (scores[Math.floor((scores.length - 1) * part)]?.score ?? 0).toFixed(2)
  console.log(`scores from the highest, tenth by tenth: ${Array.from({ length: 11 }, (_, at) => tenth(at / 10)).join(' ')}`)
  if (list)
    for (const { name, score } of [...scores.slice(0, 15), ...scores.slice(-15)]) console.log(`${score.toFixed(2).padStart(7)}  ${name}`)
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean', default: false } } })
  const [mode, ...rest] = positionals
  if ((mode === 'cross' || mode === 'train') && rest[0] !== undefined) {
    const samples = await samplesOf(rest[0])
    const scored = crossed(samples)
    const line = lineFor(scored, 0.0065)
    console.log(`by cross-validation: ${figuresAt(scored, line)}`)
    if (values.list) listWorst(scored, line)
    if (mode === 'train') writeFileSync(modelFile, `${JSON.stringify(packModel(learn(samples), -line), null, 2)}\n`)
    return 0
  }
  if (mode === 'measure' && rest.length > 0) {
    await measure(rest, values.list)
    return 0
  }
  if (mode === 'kinds' && rest.length > 0) {
    await printKinds(rest)
    return 0
  }
  process.stdout.write(usage)
  return 2
}

process.exitCode = await main()
