import type { Link } from '../../../forensics/message/index.ts'
import { sketchOf } from '../../../forensics/message/sketch.ts'
import { hasKnownSuffix } from '../../../forensics/url/index.ts'
import { commonShare } from './great-places.ts'
import { type Mark, markOf } from './mark.ts'
import { isRandom } from './words.ts'

/** Links of a message that are looked at. */
const mostLinks = 400
const kept = { link: 4, domain: 4, pattern: 5, target: 2 }
/** A pattern needs so many words of its own to say anything. */
const leastWords = 2
/** From this share of the world's mail on a place is everybody's, and what lies on it is told by its exact path only. */
const everybodys = 1 / 2000

type Place = Pick<Link, 'url' | 'scheme' | 'host' | 'domain' | 'where' | 'features'>

/**
 * What the links of a report have in common with others': the page, the domain, and the pattern of paths whatever the domain. Where what nobody wants leads to
 * weighs more than what anybody quotes (`unwanted`).
 */
export function linkMarks(links: readonly Place[], unwanted = false): Mark[] {
  const places = links
    .slice(0, mostLinks)
    .filter((link) => link.where !== 'header' && /^https?$/.test(link.scheme) && link.host !== null && isPlace(link.host))
    .flatMap(placeOf)
  return [
    ...select(places, 'link', kept.link).map((value) => markOf('link', value)),
    ...select(places, 'domain', kept.domain).map((value) => markOf('domain', value)),
    ...(unwanted
      ? sketchOf(
          places.flatMap(({ followed, common, domain }) => (followed && !common && domain !== null ? [domain] : [])),
          kept.target,
        )
      : []
    ).map((domain) => markOf('link', `to ${domain}`, domain)),
    ...patternsOf(places).map((value) => markOf('link-pattern', value)),
  ]
}

/** Names kept for examples (RFC 2606) are places in examples. */
function isPlace(host: string): boolean {
  return hasKnownSuffix(host) || /\.(?:example|test|onion)$/.test(host)
}

type Shape = {
  readonly link: string | null
  readonly domain: string | null
  readonly pattern: string | null
  readonly words: number
  readonly common: boolean
  /** what a reader follows, as distinct from pictures and styles */
  readonly followed: boolean
}

function placeOf(link: Place): Shape[] {
  let url: URL
  try {
    url = new URL(link.url)
  } catch {
    return []
  }
  const host = link.host ?? ''
  const owner = link.domain ?? host
  const path = pathOf(url)
  const front = host === owner ? '' : labelsOf(host.slice(0, -owner.length - 1))
  const pattern = `${front}${path.pattern}`
  const common = Math.max(commonShare(owner), commonShare(host)) >= everybodys || link.features.includes('shortener')
  const bare = url.pathname === '/' && url.search === ''
  const exact = `${host}${url.pathname}`.slice(0, 300)
  return [
    {
      link: bare || (common && url.pathname.length < 5) ? null : common || path.words === 0 ? exact : `${host}${path.pattern}`,
      domain: owner === '' ? null : owner,
      pattern: path.words + wordsIn(front) >= leastWords ? pattern : null,
      words: path.words + wordsIn(front),
      common,
      followed: link.where !== 'img' && link.where !== 'css' && link.where !== 'script',
    },
  ]
}

/** Followed links first; of each kind always the same few, however many others are mixed in. */
function select(places: readonly Shape[], field: 'link' | 'domain', most: number): string[] {
  const of = (followed: boolean) => places.flatMap((one) => (one.followed === followed && one[field] !== null ? [one[field]] : []))
  const first = sketchOf(of(true), most)
  return first.length >= most
    ? first
    : [...first, ...sketchOf(of(false), most + first.length).filter((one) => !first.includes(one))].slice(0, most)
}

/** The patterns, those of many words a second time with their names of parameters alone, and all of them as a set. */
function patternsOf(places: readonly Shape[]): string[] {
  const patterns = places.filter(({ pattern }) => pattern !== null)
  const rich = patterns.filter(({ words }) => words >= 4).map(({ pattern }) => `rich ${pattern}`)
  const set = [...new Set(patterns.map(({ pattern }) => pattern))].sort()
  const whole = set.length >= 2 && set.length <= 40 ? [`all ${set.join(' ')}`] : []
  const single = sketchOf(
    patterns.map(({ pattern }) => pattern ?? ''),
    kept.pattern,
  )
  return [...single, ...sketchOf(rich, 2), ...whole].slice(0, kept.pattern + 2)
}

/** The path with what differs from one recipient to the next taken out: words stay, numbers are `#`, addresses `@`, all else `*`. */
export function pathOf(url: URL): { readonly pattern: string; readonly words: number } {
  let words = 0
  const pieceOf = (piece: string) => {
    const shape = tokenShape(piece)
    if (/^[\p{L}]{3,}$/u.test(shape)) words++
    return shape
  }
  const segment = (text: string) =>
    decoded(text)
      .slice(0, 200)
      .split(/([-_.~+ ,;])/)
      .map((piece, at) => (at % 2 === 1 ? piece : pieceOf(piece)))
      .join('')
      .replace(/(?:\*[-_.~+ ,;]?)+\*/g, '*')
  const path = url.pathname.split('/').slice(0, 12).map(segment).join('/')
  const query = [...url.searchParams].slice(0, 12).map(([name, value]) => {
    if (/^[a-z][a-z_-]{2,}$/i.test(name)) words++
    return `${tokenShape(name)}=${valueShape(value)}`
  })
  return { pattern: `${path}${query.length === 0 ? '' : `?${query.join('&')}`}`, words }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function tokenShape(piece: string): string {
  if (piece === '') return ''
  if (piece.includes('@')) return '@'
  if (/^\p{N}+$/u.test(piece)) return '#'
  const word = piece.toLowerCase()
  return /^\p{L}{1,20}$/u.test(word) && !isRandom(word) && !isMixedCase(piece) ? word : '*'
}

/** Capitals in the middle of small letters more than a name has: `aHR0cDov`. */
function isMixedCase(piece: string): boolean {
  return (piece.match(/[a-z][A-Z]/g)?.length ?? 0) >= 2 && /[A-Z]{2}|[a-z]$/.test(piece) && !/^(?:[A-Z]?[a-z]{2,})+$/.test(piece)
}

function valueShape(value: string): string {
  if (value === '') return ''
  if (value.includes('@') || value.includes('%40')) return '@'
  if (/^\d+$/.test(value)) return '#'
  return '*'
}

function labelsOf(labels: string): string {
  if (/^(?:www\d?)?$/.test(labels)) return ''
  return `${labels
    .split('.')
    .map((label) => label.split('-').map(tokenShape).join('-'))
    .join('.')}.`
}

function wordsIn(shape: string): number {
  return shape.match(/\p{L}{3,}/gu)?.length ?? 0
}
