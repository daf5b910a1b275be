import type { Random } from '../../fixtures/generate/random.ts'
import { type Draft, inventDomain, inventName, inventSending } from './compose.ts'
import { translator } from './translate.ts'

/** What others wrote, of whom none is in the mix: what a mutant says instead, and salad. */
export type Filler = { readonly sentences: string[]; readonly words: readonly string[]; readonly frames: readonly string[] }

/** What a mutation keeps is its parent's; all else is new. */
export const mutations = ['salad', 'synonyms', 'rotated', 'translated', 'links', 'files', 'contact', 'machine', 'several'] as const
export type Mutation = (typeof mutations)[number]

/** One more of a campaign, as spammers make them. */
export function mutate(parent: Draft, mutation: Mutation, random: Random, filler: Filler): Draft {
  const moved = { ...rotateLinks(parent, random), sending: inventSending(random), files: [], replyTo: null }
  const other = { ...otherWords(moved, random, filler), subject: sentence(filler).slice(0, 60) }
  switch (mutation) {
    case 'salad':
      return addSalad(moved, random, filler)
    case 'synonyms':
      return synonyms(moved, random, filler)
    case 'rotated':
      return { ...moved, subject: `${parent.subject} ${random.token(6)}` }
    case 'translated':
      return translate(moved, random)
    case 'links':
      return addSalad({ ...other, ...keepLinks(parent, random, filler) }, random, filler)
    case 'files':
      return { ...other, html: null, files: parent.files }
    case 'contact':
      return { ...withContact(other, parent), html: null, replyTo: parent.replyTo }
    case 'machine':
      return { ...other, sending: parent.sending, html: null }
    case 'several':
      return {
        ...addSalad(synonyms(parent, random, filler), random, filler),
        sending: random.chance(0.5) ? parent.sending : inventSending(random),
      }
  }
}

/** New hosts and new tokens in the old paths; new pictures. */
function rotateLinks(draft: Draft, random: Random): Draft {
  const hosts = new Map<string, string>()
  const rotate = (url: string) => {
    const match = /^(https?:\/\/)([^/?#\s]+)(.*)$/i.exec(url)
    if (match === null) return url
    const [, scheme = '', host = '', rest = ''] = match
    const fresh = hosts.get(host) ?? inventDomain(random)
    hosts.set(host, fresh)
    return `${scheme}${host.startsWith('www.') ? 'www.' : ''}${fresh}${retoken(rest, random)}`
  }
  const inText = (text: string) => text.replace(/https?:\/\/[^\s<>"']+/gi, rotate)
  return { ...draft, text: inText(draft.text), html: draft.html === null ? null : inText(draft.html) }
}

/** Digits and long mixed strings of a path become others of the same form. */
function retoken(path: string, random: Random): string {
  return path.replace(/[A-Za-z0-9]{2,}/g, (piece) =>
    /\d/.test(piece)
      ? piece.replace(/\d/g, () => String(random.below(10))).replace(/[a-z](?=.*\d)|(?<=\d.*)[a-z]/g, () => random.pick([...'abcdef']))
      : piece,
  )
}

const sentence = (filler: Filler) => filler.sentences.pop() ?? ''

function salad(random: Random, filler: Filler, count: number): string {
  return Array.from({ length: count }, () => (random.chance(0.15) ? random.token(random.between(5, 12)) : random.pick(filler.words))).join(
    ' ',
  )
}

/** Words before and behind, hidden ones in the document, random strings in lines. */
function addSalad(draft: Draft, random: Random, filler: Filler): Draft {
  const size = Math.max(20, Math.round((draft.text.split(/\s+/).length * random.between(20, 120)) / 100))
  const before = salad(random, filler, Math.min(400, Math.round(size * 0.3)))
  const behind = salad(random, filler, Math.min(800, size))
  const text = `${random.chance(0.5) ? `${before}\n\n` : ''}${draft.text}\n\n${behind}\n${random.token(14)}\n`
  const hidden = `<div style="display:none">${salad(random, filler, 80)}</div>`
  const small = `<p><font color="#ffffff" size="1">${salad(random, filler, 60)}</font></p>`
  const html =
    draft.html === null ? null : `${hidden}${draft.html}${random.chance(0.5) ? small : `<p>${behind}</p>`}<!-- ${random.token(30)} -->`
  return { ...draft, subject: random.chance(0.5) ? `${draft.subject} ${random.token(7)}` : draft.subject, text, html }
}

/** One in four to one in eight words is another; markup stays. */
function synonyms(draft: Draft, random: Random, filler: Filler): Draft {
  const rate = random.between(12, 25) / 100
  const swap = (text: string) =>
    text.replace(/(?<![<&/\w.@-])[A-Za-z]{4,}(?![\w@]*[.@/=]\w|[^<>]*>)/g, (word) =>
      random.chance(rate) ? random.pick(filler.words) : word,
    )
  return { ...draft, text: swap(draft.text), html: draft.html === null ? null : swap(draft.html), subject: swap(draft.subject) }
}

function translate(draft: Draft, random: Random): Draft {
  const into = translator(random)
  return { ...draft, text: into(draft.text), html: draft.html === null ? null : into(draft.html), subject: into(draft.subject) }
}

/** Says something else with the same number of sentences, in another frame. */
function otherWords(draft: Draft, random: Random, filler: Filler): Draft {
  const count = random.between(4, 12)
  const sentences = Array.from({ length: count }, () => sentence(filler))
  const frame = random.pick(filler.frames)
  return {
    ...draft,
    text: sentences.join('\n\n'),
    html: draft.html === null ? null : frame.replace('BODY', sentences.map((one) => `<p>${one}</p>`).join('')),
  }
}

/** The parent's own links, with new tokens, between other words. */
function keepLinks(parent: Draft, random: Random, filler: Filler): Pick<Draft, 'text' | 'html'> {
  const source = parent.html ?? parent.text
  const links = [...new Set([...source.matchAll(/https?:\/\/[^\s<>"']+/gi)].map(([url]) => url))].slice(0, 8)
  const renewed = links.map((url) =>
    url.replace(/^(https?:\/\/[^/?#]+)(.*)$/i, (_, front: string, rest: string) => front + retoken(rest, random)),
  )
  const lines = renewed.flatMap((url) => [sentence(filler), url])
  return { text: lines.join('\n\n'), html: null }
}

function withContact(draft: Draft, parent: Draft): Draft {
  const phone = /\+\d{2} \d{3} \d{3} \d{4}/.exec(parent.text)?.[0]
  return phone === undefined ? draft : { ...draft, text: `${draft.text}\n\n${phone}` }
}

/** What a parent of a campaign has besides what it says: a file, a telephone number and an address to answer to, as its kind would have. */
export function equip(draft: Draft, random: Random): Draft {
  const phone = `+${random.between(30, 98)} ${random.between(200, 999)} ${random.between(200, 999)} ${random.between(2000, 9999)}`
  const html = draft.html?.replace(/<\/body>|$/i, (end) => `<p>${phone}</p>${end}`) ?? null
  return {
    ...draft,
    sending: inventSending(random),
    text: `${draft.text}\n\n${phone}`,
    html,
    replyTo: `${inventName(random)}.${inventName(random)}@${inventDomain(random)}`,
    files: [
      {
        name: `${inventName(random)}_${random.between(100, 999)}.pdf`,
        type: 'application/pdf',
        bytes: Buffer.concat([Buffer.from('%PDF-1.4\n'), random.bytes(random.between(4_000, 60_000)), Buffer.from('\n%%EOF\n')]),
      },
    ],
  }
}
