import { z } from 'zod'
import { type HarmName, harmNames, harmValues } from './contract/harm.ts'

/**
 * Harm decides the order of the desk (the requirement L5): a sum of parts, each from one recorded input, so that every point of it can be shown, contested and counted again.
 * An unknown input gives nothing: it is for people to say what they know. How the weights came about is told in docs/decisions/0021.
 */
export const harmVersion = 'harm/1'

export type HarmValue = number | boolean | string | readonly string[]

/** One thing that was said of a case; the list of them is kept for ever, in the order in which they were said. */
export type HarmInput = {
  readonly name: string
  readonly value: HarmValue | null
  readonly source: 'machine' | 'person'
}

export type HarmPart = {
  readonly name: HarmName
  readonly value: HarmValue | null
  readonly source: 'machine' | 'person' | null
  readonly points: number
  readonly most: number
}

export type Harm = { readonly score: number; readonly parts: readonly HarmPart[] }

/** The most that each part gives; together 100. */
export const most: Readonly<Record<HarmName, number>> = {
  content: 28,
  people: 16,
  money: 14,
  victims: 12,
  reports: 8,
  lastDay: 8,
  countries: 4,
  active: 5,
  reach: 5,
}

/** What kind of content or act it is. Child-abuse material comes before all else; what merely annoys comes last. */
const content: Readonly<Record<string, number>> = {
  'child-material': 28,
  malware: 20,
  spyware: 20,
  phishing: 18,
  compromise: 18,
  scam: 17,
  'abusive-traffic': 12,
  spam: 4,
  other: 4,
  marketing: 1,
}

/** Who is hit: the most vulnerable of those named counts. */
const victims: Readonly<Record<string, number>> = {
  children: 12,
  patients: 11,
  'critical-infrastructure': 11,
  elderly: 9,
  migrants: 9,
  'public-service': 7,
  'small-business': 5,
  business: 3,
  public: 2,
}

/** Where action reaches furthest, it is worth the most to begin. */
const reach: Readonly<Record<string, number>> = { 'own-customer': 5, 'contact-known': 4, 'somebody-answers': 2, nobody: 0 }

/** 0 for nothing, all of `points` at `full` and above, by orders of magnitude between: the tenth victim weighs more than the hundred-and-tenth. */
function growing(value: number, full: number, points: number): number {
  return value <= 0 ? 0 : Math.min(1, Math.log10(1 + value) / Math.log10(1 + full)) * points
}

const best = (table: Readonly<Record<string, number>>, values: readonly string[]) => Math.max(0, ...values.map((one) => table[one] ?? 0))

const points: Readonly<Record<HarmName, (value: HarmValue) => number>> = {
  content: (value) => content[String(value)] ?? 0,
  people: (value) => growing(Number(value), 100_000, most.people),
  money: (value) => growing(Number(value), 10_000_000, most.money),
  victims: (value) => best(victims, Array.isArray(value) ? value : []),
  reports: (value) => growing(Number(value), 10_000, most.reports),
  lastDay: (value) => growing(Number(value), 1_000, most.lastDay),
  countries: (value) => growing(Math.max(0, Number(value) - 1), 20, most.countries),
  active: (value) => (value === true ? most.active : 0),
  reach: (value) => reach[String(value)] ?? 0,
}

/** Whether a value has the form of its part. */
export function isHarmValue(name: HarmName, value: unknown): value is HarmValue {
  return z.safeParse(harmValues[name], value).success
}

const names: ReadonlySet<string> = new Set(harmNames)

/** What counts now of each part: a person's last word, where they did not take it back, before the machine's last. */
export function currentInputs(inputs: readonly HarmInput[]): ReadonlyMap<HarmName, HarmInput> {
  const said = { machine: new Map<string, HarmInput>(), person: new Map<string, HarmInput>() }
  for (const one of inputs) if (names.has(one.name)) said[one.source].set(one.name, one)
  const found = new Map<HarmName, HarmInput>()
  for (const name of harmNames) {
    const one = [said.person.get(name), said.machine.get(name)].find((each) => each !== undefined && each.value !== null)
    if (one !== undefined) found.set(name, one)
  }
  return found
}

/** The harm that these inputs amount to, and every part of it. Total: a value of another form gives nothing. */
export function harmOf(inputs: readonly HarmInput[]): Harm {
  const current = currentInputs(inputs)
  const parts = harmNames.map((name): HarmPart => {
    const { value = null, source = null } = current.get(name) ?? {}
    const given = value !== null && isHarmValue(name, value) ? points[name](value) : 0
    return { name, value, source, points: Math.round(given * 10) / 10, most: most[name] }
  })
  return { score: Math.min(100, Math.round(parts.reduce((sum, part) => sum + part.points, 0) * 10) / 10), parts }
}
