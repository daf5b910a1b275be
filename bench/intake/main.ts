// The intake benchmark: what a server acknowledges and analyses a second. See bench/README.md.
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { diskLine, measureDisk } from '../disk.ts'
import type { Outcome } from './load.ts'
import { acknowledge, drain, hostile, type LoadOptions, together } from './modes.ts'
import { askMetric, watchMemory } from './server.ts'
import { addressOf } from './session.ts'
import { windowLine } from './windows.ts'

const usage = `usage: node bench/intake/main.ts acknowledge|drain|together|hostile [options]
  --smtp HOST:PORT      where the server listens (127.0.0.1:2525)
  --to ADDRESS          a recipient that it takes (report@localhost)
  --from ADDRESS        the envelope's sender (bench@reporter.example)
  --messages N          how many (10000)
  --connections N       how many at once (8)
  --seed TEXT           the same seed sends the same messages (1)
  --metrics URL         the server's metrics (http://127.0.0.1:8025/metrics); for drain and together
  --backlog NAME        the metric of what waits to be analysed (tocsin_jobs_waiting)
  --pid PID             the server's process: the peak of its memory is printed
  --disk FOLDER         where the server's data lies: the rate of syncs there is printed first
  --json                one JSON object instead of lines
`

const options = {
  smtp: { type: 'string', default: '127.0.0.1:2525' },
  to: { type: 'string', default: 'report@localhost' },
  from: { type: 'string', default: 'bench@reporter.example' },
  messages: { type: 'string', default: '10000' },
  connections: { type: 'string', default: '8' },
  seed: { type: 'string', default: '1' },
  metrics: { type: 'string', default: 'http://127.0.0.1:8025/metrics' },
  backlog: { type: 'string', default: 'tocsin_jobs_waiting' },
  pid: { type: 'string' },
  disk: { type: 'string', default: tmpdir() },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** What was acknowledged, in lines: the whole, the first thousand, the last, and the slowest between. */
function outcomeLines(outcome: Outcome): string[] {
  const { windows, whole } = outcome
  const slowest = windows.reduce((slow, window) => (window.rate < slow.rate ? window : slow), windows[0] ?? whole)
  const [first, last] = [windows[0] ?? whole, windows.at(-1) ?? whole]
  return [
    `acknowledged ${outcome.acknowledged} in ${outcome.seconds.toFixed(1)} s (${(outcome.bytes / 1e6 / outcome.seconds).toFixed(1)} MB/s), refused ${outcome.refused}, lost ${outcome.lost}; making the messages took ${Math.round(outcome.making * 100)} % of the time`,
    windowLine('all', whole),
    windowLine(`first ${first.to - first.from}`, first),
    windowLine(`last ${last.to - last.from}`, last),
    windowLine(`slowest, ${slowest.from}`, slowest),
    ...Object.entries(outcome.replies)
      .sort((a, b) => b[1] - a[1])
      .map(([reply, count]) => `  ${count} × ${reply}`),
  ]
}

const rates = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(' ')

/** Runs one mode; answers its figures and the lines that tell them. */
async function run(
  mode: string,
  load: LoadOptions,
  backlog: () => Promise<number>,
): Promise<{ figures: unknown; lines: string[]; whole: boolean }> {
  if (mode === 'acknowledge' || mode === 'hostile') {
    const outcome = await (mode === 'hostile' ? hostile(load) : acknowledge(load))
    return { figures: outcome, lines: outcomeLines(outcome), whole: outcome.lost === 0 && (mode === 'hostile' || outcome.refused === 0) }
  }
  if (mode === 'drain') {
    const drained = await drain(backlog)
    return {
      figures: drained,
      lines: [
        `drained ${drained.from} in ${drained.seconds.toFixed(1)} s: ${drained.rate.toFixed(0)}/s; tenth by tenth ${rates(drained.tenths)}`,
      ],
      whole: true,
    }
  }
  const both = await together(load, backlog)
  return {
    figures: both,
    lines: [
      ...outcomeLines(both.intake),
      `analysed end to end ${both.analysed.toFixed(0)}/s over ${both.seconds.toFixed(1)} s; at most ${both.mostWaiting} waited`,
    ],
    whole: both.intake.lost === 0 && both.intake.refused === 0,
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  const mode = positionals[0] ?? ''
  if (values.help || !['acknowledge', 'drain', 'together', 'hostile'].includes(mode)) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const disk = await measureDisk(values.disk)
  if (!values.json) console.log(diskLine(disk))
  const memory = values.pid === undefined ? undefined : watchMemory(Number(values.pid))
  const load: LoadOptions = {
    address: addressOf(values.smtp),
    connections: Number(values.connections),
    messages: Number(values.messages),
    from: values.from,
    to: values.to,
    seed: values.seed,
    ...(values.json || !process.stderr.isTTY
      ? {}
      : { onAnswer: (done: number) => done % 200 === 0 && process.stderr.write(`\r${done}/${values.messages}`) }),
  }
  try {
    const { figures, lines, whole } = await run(mode, load, () => askMetric(values.metrics, values.backlog))
    const peak = memory?.stop()
    if (values.json) console.log(JSON.stringify({ mode, disk, figures, memory: peak ?? null }))
    else {
      for (const line of lines) console.log(line)
      if (peak) console.log(`memory at its peak: Node ${Math.round(peak.node / 1e6)} MB, others ${Math.round(peak.other / 1e6)} MB`)
    }
    return whole ? 0 : 1
  } finally {
    memory?.stop()
  }
}

if (import.meta.main) process.exitCode = await main()
