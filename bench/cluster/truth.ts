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

export type Size = { readonly campaigns: number; readonly most: number; readonly unrelated: number }

/** Campaigns made from real spam, mixed into real mail that has nothing to do with them. The same seed gives the same. */
export async function makeTruth(
  mails: readonly Mail[],
  others: readonly Mail[],
  seed: number,
  size: Size,
): Promise<{ cases: Case[]; open: (a: string, b: string) => boolean }> {
  const random = randomBy(`cluster ${seed}`)
  const shuffled = shuffle(mails, random)
  const parents = shuffled.filter(isParent).slice(0, size.campaigns)
  const taken = new Set(parents)
  // each sentence is used once: two mutants that said the same would have it in common
  const filler = fillerOf(shuffle(others, random))
  const alike = naturalDuplicates(mails)
  // what is a copy of a parent, or of what its mutants say instead, is not unrelated
  const known = new Set([...taken].map(({ name }) => alike(name)))
  const unrelated = shuffled.filter((mail) => !taken.has(mail) && !known.has(alike(mail.name))).slice(0, size.unrelated)
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
  const nameOf = (id: string) => alike(id)
  return { cases: shuffle(cases, random), open: (a, b) => nameOf(a) !== undefined && nameOf(a) === nameOf(b) }
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
          .replace(/<[^>]+>/g, ' ')
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

function fillerOf(mails: readonly Mail[]): Filler {
  const sentences = mails
    .flatMap(({ reading }) => reading.text.split(/(?<=[.!?])\s+|\n{2,}/))
    .map((one) =>
      one
        .replace(/https?:\S+|\S+@\S+/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((one) => one.length > 40 && one.length < 240 && /^[\p{L} ,.'"!?;:()-]+$/u.test(one))
  const words = [...new Set(sentences.flatMap((one) => one.match(/[a-z]{4,12}/g) ?? []))]
  return {
    sentences: [...new Set(sentences)],
    words,
    frames: ['<html><body>BODY</body></html>', '<div>BODY</div>', '<table><tr><td>BODY</td></tr></table>', '<center>BODY<hr></center>'],
  }
}

/**
 * Which mail of the corpus is by itself of one campaign or newsletter: the same lines, or the same sender or list. What of it is found together is neither right nor
 * wrong. Told by means of its own, so that what is measured is not measured by itself.
 */
function naturalDuplicates(mails: readonly Mail[]): (name: string) => string | undefined {
  const parents = new Map<string, string>(mails.map(({ name }) => [name, name]))
  const find = (name: string): string => {
    let root = name
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up
    return root
  }
  const first = new Map<string, string>()
  const together = (name: string, key: string) => {
    const known = first.get(key)
    if (known === undefined) first.set(key, name)
    else parents.set(find(name), find(known))
  }
  const counts = new Map<string, number>()
  const linesOf = (mail: Mail) =>
    new Set(
      mail.reading.text
        .split('\n')
        .map((line) => line.replace(/[\s\d]+/g, ' ').trim())
        .filter((line) => line.length >= 40 && !line.startsWith('>')),
    )
  for (const mail of mails) for (const line of linesOf(mail)) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const mail of mails) {
    // one line that few others have is chance or quotation; three in a row are a copy
    const lines = [...linesOf(mail)].filter((line) => (counts.get(line) ?? 0) >= 2)
    for (const [at] of lines.entries()) if (at + 3 <= lines.length) together(mail.name, `lines ${lines.slice(at, at + 3).join('\n')}`)
    if (mail.reading.from !== null) together(mail.name, `from ${mail.reading.from.address.toLowerCase()}`)
  }
  return (name) => (parents.has(name) ? find(name) : undefined)
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
