// What is asked of the server under load from outside: how much waits, and how much memory its processes hold.
import { readdirSync, readFileSync } from 'node:fs'

/** The sum of all samples of a metric in Prometheus text; undefined when the metric is not there. */
export function metricSum(text: string, name: string): number | undefined {
  let sum: number | undefined
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+(\S+)/.exec(line)
    if (match?.[1] === name) sum = (sum ?? 0) + Number(match[2])
  }
  return sum
}

/** Asks a server's `/metrics` for one metric, such as the number of jobs that wait. A metric that is missing is an error, not a zero. */
export async function askMetric(url: string, name: string): Promise<number> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  const value = metricSum(await answer.text(), name)
  if (value === undefined) throw new Error(`${url} has no metric ${name}`)
  return value
}

type Process = { readonly pid: number; readonly parent: number; readonly name: string; readonly resident: number }

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/status`, 'utf8')
        const field = (key: string): string => new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
        return [
          {
            pid: Number(name),
            parent: Number(field('PPid')),
            name: field('Name'),
            resident: Number.parseInt(field('VmRSS'), 10) * 1024 || 0,
          },
        ]
      } catch {
        return [] // it ended in between
      }
    })
}

/** Bytes resident in a process and all below it: of Node, and of everything else (the database). Linux only. */
export function residentBelow(pid: number): { readonly node: number; readonly other: number } {
  const all = processes()
  const wanted = new Set([pid])
  for (let grown = true; grown; ) {
    grown = false
    for (const one of all) {
      if (!wanted.has(one.pid) && wanted.has(one.parent)) {
        wanted.add(one.pid)
        grown = true
      }
    }
  }
  const sum = (of: readonly Process[]): number => of.reduce((total, one) => total + one.resident, 0)
  const ours = all.filter((one) => wanted.has(one.pid))
  // Node names its main thread, and thereby the process, `node` or `MainThread`
  const isNode = (one: Process): boolean => /^(node|MainThread)/.test(one.name)
  return { node: sum(ours.filter(isNode)), other: sum(ours.filter((one) => !isNode(one))) }
}

/** Looks every so often until stopped, and keeps the largest. */
export function watchMemory(pid: number, every = 1000) {
  let peak = { node: 0, other: 0 }
  const look = (): void => {
    const now = residentBelow(pid)
    peak = { node: Math.max(peak.node, now.node), other: Math.max(peak.other, now.other) }
  }
  look()
  const timer = setInterval(look, every)
  return {
    stop: (): { readonly node: number; readonly other: number } => {
      clearInterval(timer)
      look()
      return peak
    },
  }
}
