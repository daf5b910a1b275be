import { createHash } from 'node:crypto'
import { type Random, randomBy } from '../../fixtures/generate/random.ts'
import { analyseMessage, type MessageReading, messageLimits } from '../../src/forensics/message/index.ts'
import { parseMessage } from '../../src/formats/mime/index.ts'
import { openPart } from '../verdict/corpus.ts'
import { composeMail, type Draft, inventSending } from './compose.ts'
import { equip, type Filler, type Mutation, mutate, mutations } from './mutate.ts'

export type Mail = { readonly name: string; readonly bytes: Buffer; readonly unwanted: boolean; readonly reading: MessageReading }

export type Case = {
  readonly id: string
  readonly truth: string | null
  readonly mutation: Mutation | 'parent' | 'unrelated'
  readonly reading: MessageReading
}

/** One half of the open part of the corpus, by the ninth hexadecimal digit of the SHA-1: what one half is measured on, the other is background for. */
export async function readHalf(folder: string, half: 0 | 1): Promise<Mail[]> {
  const mails: Mail[] = []
  for (const { name, bytes, unwanted } of openPart(folder)) {
    if (Number.parseInt(createHash('sha1').update(bytes).digest('hex')[8] ?? '0', 16) % 2 !== half) continue
    mails.push({ name, bytes, unwanted, reading: await analyseMessage(bytes, {}) })
  }
  return mails
}

export type Size = {
  readonly campaigns: number
  readonly most: number
  readonly unrelated: number /** real mail with all its natural copies */
  readonly copies: boolean
}

/** Campaigns made from real spam, mixed into real mail that has nothing to do with them. The same seed gives the same. */
export async function makeTruth(
  mails: readonly Mail[],
  others: readonly Mail[],
  seed: number,
  size: Size,
): Promise<{ readonly cases: readonly Case[]; readonly copies: (a: string, b: string) => boolean }> {
  const random = randomBy(`cluster ${seed}`)
  const groupOf = naturalGroups(mails)
  const shuffled = shuffle(mails, random)
  const parents = firstOfEach(shuffled.filter(isParent), groupOf).slice(0, size.campaigns)
  // each sentence is used once: two mutants that said the same would have it in common
  const filler = fillerOf(shuffle(others, random), mails)
  const taken = new Set(parents.map(({ name }) => groupOf(name)))
  const strangers = shuffled.filter(({ name }) => !taken.has(groupOf(name)))
  const unrelated = (size.copies ? strangers : firstOfEach(strangers, groupOf)).slice(0, size.unrelated)
  const cases: Case[] = unrelated.map(({ name, reading }) => ({ id: name, truth: null, mutation: 'unrelated', reading }))
  for (const [at, { name, bytes }] of parents.entries()) {
    const own = randomBy(`cluster ${seed} ${name}`)
    const parent = equip(draftOf(bytes, own), own)
    const truth = `campaign ${at}`
    cases.push({ id: `${name} parent`, truth, mutation: 'parent', reading: await analyseMessage(composeMail(parent, own), {}) })
    const count = own.between(3, size.most)
    for (let number = 0; number < count; number++) {
      const mutation = mutations[(number + at) % mutations.length] as Mutation
      if (mutation === 'links' && !/https?:\/\/[^\s/]+\//i.test(`${parent.text}${parent.html ?? ''}`)) continue
      const mutant = composeMail(mutate(parent, mutation, own, filler), own)
      cases.push({ id: `${name} ${mutation} ${number}`, truth, mutation, reading: await analyseMessage(mutant, {}) })
    }
  }
  return { cases: shuffle(cases, random), copies: (a, b) => groupOf(a) === groupOf(b) }
}

function firstOfEach(mails: readonly Mail[], groupOf: (name: string) => string): Mail[] {
  return [...new Map([...mails].reverse().map((mail) => [groupOf(mail.name), mail])).values()].reverse()
}

function isParent({ unwanted, reading }: Mail): boolean {
  return (
    unwanted &&
    reading.text.length > 400 &&
    reading.text.length < 12_000 &&
    (reading.structure.size > 0 || reading.structure.parts.length > 0)
  )
}

function draftOf(bytes: Buffer, random: Random): Draft {
  const message = parseMessage(bytes, messageLimits)
  const html = message.html.trim()
  const text =
    message.text.trim() === ''
      ? html
          .replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/gi, ' ')
          .replace(/<[^>]+>|&#?\w+;/g, ' ')
          .replace(/[ \t]+/g, ' ')
      : message.text
  return {
    subject: message.header.find(({ key }) => key === 'subject')?.value ?? '',
    text: text.slice(0, 20_000),
    html: html === '' ? null : html,
    sending: inventSending(random),
    files: [],
    replyTo: null,
  }
}

/** Sentences of other spam. What also stands in the mail of the mix, since spam has copies everywhere, would tie a mutant to it and is left out. */
function fillerOf(others: readonly Mail[], mix: readonly Mail[]): Filler {
  const known = new Set(mix.flatMap(({ reading }) => windowsOf(reading.text)))
  const sentences = others
    .filter(({ unwanted }) => unwanted)
    .flatMap(({ reading }) => reading.text.split(/(?<=[.!?])\s+|\n{2,}/))
    .map((one) =>
      one
        .replace(/https?:\S+|\S+@\S+/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((one) => one.length > 40 && one.length < 240 && /^[\p{L} ,.'"!?;:()-]+$/u.test(one))
    .filter((one) => !windowsOf(one).some((window) => known.has(window)))
  const words = [...new Set(sentences.flatMap((one) => one.match(/[a-z]{4,12}/g) ?? []))]
  return {
    sentences: [...new Set(sentences)],
    words,
    frames: ['<html><body>BODY</body></html>', '<div>BODY</div>', '<table><tr><td>BODY</td></tr></table>', '<center>BODY<hr></center>'],
  }
}

/**
 * Which mail of the corpus is by itself of one campaign, newsletter or correspondence, told by means of its own, so that what is measured is not measured by itself: the
 * same sender, two lines, four runs of eight words, a link or an address in the text that few others have, a host of links that hardly any has.
 */
function naturalGroups(mails: readonly Mail[]): (name: string) => string {
  const parents = new Map<string, string>(mails.map(({ name }) => [name, name]))
  const find = (name: string): string => {
    let root = name
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up
    return root
  }
  const keys = mails.map((mail) => ({ name: mail.name, keys: naturalKeys(mail) }))
  const counts = new Map<string, number>()
  for (const one of keys) for (const key of one.keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const first = new Map<string, string>()
  const holders = new Map<string, string[]>()
  const together = (name: string, key: string) => {
    const known = first.get(key)
    if (known === undefined) first.set(key, name)
    else parents.set(find(name), find(known))
  }
  for (const { name, keys: own } of keys) {
    const rare = [...own].filter((key) => (counts.get(key) ?? 0) <= (mostHave[key.slice(0, key.indexOf(' '))] ?? 40))
    for (const [kind, least] of [
      ['line ', 2],
      ['run ', 4],
    ] as const) {
      const shared = rare.filter((key) => key.startsWith(kind) && (counts.get(key) ?? 0) >= 2)
      const by = new Map<string, number>()
      for (const key of shared) for (const other of holders.get(key) ?? []) by.set(other, (by.get(other) ?? 0) + 1)
      for (const [other, count] of by) if (count >= least) parents.set(find(name), find(other))
      for (const key of shared) holders.set(key, [...(holders.get(key) ?? []), name])
    }
    for (const key of rare) if (!/^(?:line|run) /.test(key)) together(name, key)
  }
  return find
}

/** Every four words in a row. */
function windowsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  return words.slice(3).map((word, at) => `${words[at]} ${words[at + 1]} ${words[at + 2]} ${word}`)
}

/** What more messages have is everybody's. */
const mostHave: Readonly<Record<string, number>> = { run: 12, host: 8 }

function naturalKeys({ reading }: Mail): Set<string> {
  const lines = reading.text
    .split('\n')
    .map((line) => line.replace(/[\s\d]+/g, ' ').trim())
    .filter((line) => line.length >= 30 && !line.startsWith('>'))
  const links = reading.links
    .filter(({ scheme, url }) => scheme.startsWith('http') && /^https?:\/\/[^/]+\/./.test(url))
    .map(({ url }) => url.replace(/[?#].*$/, ''))
  const addresses = reading.text.match(/[\w.+-]+@[\w-]+\.[\w.-]+\w/g) ?? []
  const words =
    reading.text
      .toLowerCase()
      .replace(/^[>|].*$/gm, '')
      .match(/\p{L}+/gu) ?? []
  const runs = words.slice(7, 3000).map((_, at) => `run ${words.slice(at, at + 8).join(' ')}`)
  const hosts = reading.links.flatMap(({ scheme, domain, host }) => (scheme.startsWith('http') ? [`host ${domain ?? host}`] : []))
  return new Set([
    ...runs,
    ...hosts,
    `from ${reading.from?.address.toLowerCase() ?? ''}`,
    ...lines.map((line) => `line ${line}`),
    ...links.map((url) => `link ${url}`),
    ...addresses.map((address) => `address ${address.toLowerCase()}`),
  ])
}

function shuffle<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list]
  for (let at = copy.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const held = copy[at] as T
    copy[at] = copy[other] as T
    copy[other] = held
  }
  return copy
}
