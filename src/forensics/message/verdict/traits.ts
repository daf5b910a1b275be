import { registeredDomain } from '../../url/index.ts'
import type { MessageReading } from '../reading.ts'
import { luresOf } from './lures.ts'

/** What a verdict weighs of a message: `words` and `subject` count by their share of all, the others each for itself. */
export type Family = 'words' | 'subject' | 'form' | 'sender' | 'links' | 'files' | 'lure' | 'finding'

/** One thing that is so of a message, under a name that is the same wherever it is so. */
export type Trait = { readonly family: Family; readonly name: string }

/** What traits are read from; all of it is in a stored reading. */
export type Judged = Pick<
  MessageReading,
  | 'subject'
  | 'from'
  | 'replyTo'
  | 'returnPath'
  | 'recipients'
  | 'messageId'
  | 'headers'
  | 'structure'
  | 'path'
  | 'links'
  | 'attachments'
  | 'text'
  | 'findings'
>

const mostWords = 1_500
const mostOfOneFamily = 4_000

/** All traits of a message, each once. */
export function traitsOf(reading: Judged): readonly Trait[] {
  const traits: Trait[] = []
  const names = new Map<Family, Set<string>>()
  const add = (family: Family, name: string) => {
    const known = names.get(family) ?? new Set()
    if (known.has(name) || known.size >= mostOfOneFamily) return
    names.set(family, known.add(name))
    traits.push({ family, name })
  }
  for (const name of phrasesOf(reading.text)) add('words', name)
  for (const name of phrasesOf(reading.subject ?? '')) add('subject', name)
  for (const name of formOf(reading)) add('form', name)
  for (const name of senderOf(reading)) add('sender', name)
  for (const name of linksOf(reading)) add('links', name)
  for (const { type, name } of reading.attachments) {
    add('files', `type ${type}`)
    add('files', `ending ${/\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? 'none'}`)
  }
  for (const lure of luresOf(reading.subject, reading.text)) add('lure', lure)
  for (const { code } of reading.findings) add('finding', code)
  return traits
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

// most words: no number to fold, no script without spaces
const asciiWord = /^[a-z'-]+$/

/** Words, and pairs of words that follow each other; in scripts without spaces pairs of characters. Numbers are all alike. */
export function phrasesOf(text: string): readonly string[] {
  const plain = text
    .slice(0, 60_000)
    .replace(/(?:https?:\/\/|www\.)\S+/gi, ' ')
    .replace(/(?<![^\s@])[^\s@]{1,100}@[^\s@]{1,100}/g, ' ')
    .normalize('NFKC')
    .toLowerCase()
  const words = (plain.match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*|[$€£¥%]|!+/gu) ?? []).slice(0, mostWords)
  const phrases: string[] = []
  let before = ''
  for (const written of words) {
    const plain = asciiWord.test(written)
    const word = (plain ? written : written.replace(/\p{N}+/gu, '0')).slice(0, 24)
    if (!plain && wide.test(word)) {
      const characters = [...word]
      for (let at = 0; at + 1 < characters.length; at++) phrases.push(`${characters[at]}${characters[at + 1]}`)
    } else phrases.push(word)
    if (before !== '') phrases.push(`${before} ${word}`)
    before = word
  }
  return phrases
}

// what the receiving side, an archive or another filter wrote tells whose mail it is, and not what
const notTheSenders =
  /^(?:received|return-path|delivered-to|envelope-to|x-original-to|x-delivered-to|status|x-status|x-keywords|x-uid|x-mozilla-.*|x-(?:spam|virus|amavis|pyzor|mailscanner|razor|habeas|gmail|ms-exchange|microsoft|forefront|sid|ironport|proofpoint|barracuda|google|yahoo|aol|eopattribution|incoming|rspamd).*|authentication-results|arc-.*|received-spf|dkim-.*|.*-ip|x-evolution.*|replied|forwarded|lines|bytes)$/

function* formOf({ headers, structure, path, text, recipients, subject }: Judged): Generator<string> {
  const names = new Set(headers.map(({ name }) => name.toLowerCase()))
  for (const name of names) if (!notTheSenders.test(name)) yield `field ${name}`
  for (const name of ['date', 'to', 'subject', 'message-id', 'mime-version', 'list-unsubscribe']) if (!names.has(name)) yield `no ${name}`
  const said = (field: string) => headers.find(({ name }) => name.toLowerCase() === field)?.value ?? ''
  const program = (said('x-mailer') || said('user-agent')).toLowerCase().match(/[a-z]{3,}/g) ?? []
  if (program.length > 0) yield `program ${program.slice(0, 3).join(' ')}`
  const priority = said('x-priority').trim()[0]
  if (priority !== undefined) yield `priority ${priority}`
  yield `root ${structure.type}`
  for (const part of partsOf(structure)) {
    yield `part ${part.type}`
    if (part.charset !== null) yield `charset ${part.charset.toLowerCase().slice(0, 20)}`
    if (part.encoding !== null) yield `encoding ${part.encoding.toLowerCase().slice(0, 20)}`
  }
  yield `stations ${bucketOf(path.length)}`
  yield `length ${bucketOf(text.length)}`
  yield `recipients ${bucketOf(recipients)}`
  const letters = text.slice(0, 20_000).replace(/[^\p{Lu}\p{Ll}]/gu, '')
  if (letters.length > 40) yield `capitals ${Math.min(9, Math.floor((letters.replace(/\p{Ll}/gu, '').length / letters.length) * 10))}`
  yield `exclamations ${bucketOf((text.slice(0, 20_000).match(/!/g) ?? []).length)}`
  const title = (subject ?? '').replace(/[^\p{Lu}\p{Ll}]/gu, '')
  if (title.length > 5 && !/\p{Ll}/u.test(title)) yield 'subject in capitals'
  if (/\s{4,}\S+$/.test(subject ?? '')) yield 'subject with a tail'
  if (/^(?:re|fwd?|aw|wg|sv|tr|rv|答复|回复|转发)\s*:/i.test(subject ?? ''))
    yield names.has('in-reply-to') || names.has('references') ? 'answer' : 'answer to nothing'
}

function* partsOf(part: Judged['structure']): Generator<Judged['structure']> {
  yield part
  for (const one of part.parts) yield* partsOf(one)
}

function* senderOf({ from, replyTo, returnPath, messageId }: Judged): Generator<string> {
  const address = from?.address ?? ''
  const domain = address.split('@').at(-1) ?? ''
  const own = registeredDomain(domain)
  if (domain !== '') {
    yield `top ${domain.split('.').at(-1)?.toLowerCase()}`
    yield `at ${own ?? domain}`
  }
  const user = address.split('@')[0] ?? ''
  yield `user ${/^\d+$/.test(user) ? 'digits' : /\d{3}/.test(user) ? 'with digits' : /^(?:no-?reply|do-?not-?reply)/i.test(user) ? 'noreply' : 'plain'}`
  if (from !== null && from.name === '') yield 'no name'
  const of = (other: string | null | undefined) =>
    other === null || other === undefined ? 'none' : registeredDomain(other.split('@').at(-1) ?? '') === own ? 'own' : 'other'
  yield `answers ${of(replyTo[0]?.address)}`
  yield `bounces ${returnPath === '' ? 'nowhere' : of(returnPath)}`
  yield `identifier ${of(messageId?.replace(/[<>]/g, ''))}`
}

function* linksOf({ links, from }: Judged): Generator<string> {
  const web = links.filter(({ scheme }) => scheme === 'http' || scheme === 'https')
  yield `links ${bucketOf(web.length)}`
  const own = registeredDomain(from?.address.split('@').at(-1) ?? '')
  for (const { domain, host, features, where, scheme, url } of links.slice(0, 200)) {
    yield `scheme ${scheme}`
    for (const feature of features) yield feature
    if (host === null) continue
    yield `top ${host.split('.').at(-1)?.toLowerCase()}`
    if (domain !== null) yield domain === own ? 'own domain' : `to ${domain}`
    if (where === 'img' || where === 'form') yield `${where} ${domain === own ? 'own' : 'elsewhere'}`
    const ending = /\/[^/?#]*\.([a-z]{2,5})(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase()
    if (ending !== undefined) yield `ending ${ending}`
  }
}

/** 0, 1, 2, 3-4, 5-8, …: a size that small differences do not change. */
function bucketOf(count: number): string {
  return count < 3 ? String(count) : `2^${Math.ceil(Math.log2(count))}`
}
