import { hashOf, sketchOf } from './sketch.ts'

/**
 * How the documents of a message are built, whatever they say: what remains of a template when its words are in another language. Short, because it is
 * part of every reading.
 */
export type Outline = {
  /** elements that are seen and give a page its form */
  readonly elements: number
  /** a hash of all of them in order, hexadecimal */
  readonly whole: string
  /** a sketch of runs of four of them, hexadecimal hashes */
  readonly runs: readonly string[]
}

/** Runs that are kept. */
const mostRuns = 10
/** Elements that are looked at. */
export const mostElements = 4000

const framing = new Set(
  'table tr td th div p center a img hr ul ol li h1 h2 h3 h4 h5 h6 form input button select textarea font blockquote pre section header footer article iframe'.split(
    ' ',
  ),
)

type Attributes = Readonly<Record<string, string>>

/** One element with what a template fixes of it (width, colours, fonts, kind of field); undefined for those that give no form. */
export function elementOf(name: string, attributes: Attributes, declarations: ReadonlyMap<string, string>): string | undefined {
  if (!framing.has(name)) return undefined
  const width = sizeOf(attributes.width ?? declarations.get('width'))
  const height = name === 'img' ? sizeOf(attributes.height ?? declarations.get('height')) : ''
  const colour = short(attributes.bgcolor ?? declarations.get('background-color') ?? declarations.get('background'))
  const front = short(attributes.color ?? declarations.get('color'))
  const face = short((attributes.face ?? declarations.get('font-family'))?.split(',')[0])
  const size = short(attributes.size ?? declarations.get('font-size'))
  return [name, width, height, colour, front, face, size, name === 'input' ? short(attributes.type) : ''].join(':').replace(/:+$/, '')
}

/** What stands for the structure of the documents together; null where there is nothing to speak of. */
export function outlineOf(elements: readonly string[]): Outline | null {
  if (elements.length < 4) return null
  const runs = new Set<string>()
  for (let at = 0; at + 4 <= elements.length; at++) runs.add(elements.slice(at, at + 4).join(' '))
  return { elements: elements.length, whole: hexOf(elements.join(' ')), runs: sketchOf(runs, mostRuns).map(hexOf) }
}

function hexOf(text: string): string {
  const { high, low } = hashOf(text)
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

function sizeOf(text: string | undefined): string {
  return /^\s*(\d{1,5}(?:\.\d+)?\s*%?)/.exec(text ?? '')?.[1]?.replace(/\s/g, '') ?? ''
}

function short(text: string | undefined): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/["'\s#:]/g, '')
    .slice(0, 24)
}
