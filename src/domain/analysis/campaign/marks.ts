import type { FileReading } from '../../../forensics/file/reading.ts'
import type { MessageReading } from '../../../forensics/message/index.ts'
import { sketchOf } from '../../../forensics/message/sketch.ts'
import type { UrlReading } from '../../../forensics/url/index.ts'
import { contactMarks, recipientsOf } from './contact.ts'
import { fileMarks } from './files.ts'
import { linkMarks } from './links.ts'
import { type Mark, type Marks, markOf, mostMarks } from './mark.ts'
import { sendingMarks } from './sending.ts'
import { amountsOf, skeletonsOf } from './template.ts'
import { ownText, pairsOf, wordsOf } from './words.ts'

/** The parts of a message's reading that it is compared by. Readings of an older analyser have no outline. */
export type MarkedMessage = Pick<
  MessageReading,
  | 'subject'
  | 'from'
  | 'replyTo'
  | 'returnPath'
  | 'messageId'
  | 'headers'
  | 'structure'
  | 'path'
  | 'origin'
  | 'links'
  | 'attachments'
  | 'text'
  | 'verdict'
> & { readonly outline?: MessageReading['outline'] | undefined }

/** What can be compared: the readings that a sighting or a stored observation holds. */
export type Marked =
  | { readonly kind: 'message'; readonly message: MarkedMessage }
  | { readonly kind: 'url'; readonly url: UrlReading }
  | { readonly kind: 'file'; readonly file: FileReading; readonly name: string | null }
  | { readonly kind: 'none' }

const kept = { text: 14, template: 7, amounts: 2 }

/** What a reading is compared by: at most 64 marks, always the same for the same reading. Never throws; its work is bounded whatever it is given. */
export function marksOf(reading: Marked): Marks {
  if (reading.kind === 'message') return bounded(messageMarks(reading.message))
  if (reading.kind === 'file') {
    const { file, name } = reading
    const members = file.members.map((member) => ({
      name: member.name,
      size: member.size,
      encrypted: member.encrypted,
      type: member.reading?.type ?? null,
      sha256: member.reading?.hashes.sha256 ?? null,
      features: [],
      members: [],
    }))
    return bounded(fileMarks([{ name, type: file.type, size: file.size, sha256: file.hashes.sha256, members }]))
  }
  if (reading.kind === 'url') return bounded(linkMarks([{ ...reading.url, where: 'text' }], true))
  return []
}

/** The marks of a report that points at several things, together no more than of one. */
export function marksOfAll(readings: readonly Marked[]): Marks {
  const all = readings.slice(0, 20).map(marksOf)
  const share = Math.max(8, Math.floor(mostMarks / Math.max(1, all.filter((marks) => marks.length > 0).length)))
  return bounded(all.length <= 1 ? (all[0] ?? []) : all.flatMap((marks) => evenly(marks, share)))
}

/** So many of them, from all parts of the list. */
function evenly(marks: Marks, most: number): Mark[] {
  if (marks.length <= most) return [...marks]
  return Array.from({ length: most }, (_, at) => marks[Math.floor((at * marks.length) / most)]).filter((mark) => mark !== undefined)
}

function messageMarks(message: MarkedMessage): Mark[] {
  const text = ownText(message.text)
  const recipients = new Set(recipientsOf(message).flatMap((address) => address.split(/[^\p{L}\p{M}]+/u)))
  const pairs = pairsOf(wordsOf(text, recipients))
  return [
    ...fileMarks(message.attachments),
    ...contactMarks(message, text),
    ...sketchOf(pairs, kept.text).map((pair) => markOf('text', pair)),
    ...subjectMarks(message.subject, recipients),
    ...linkMarks(message.links, message.verdict.unwanted >= 0.5),
    ...amountsOf(text)
      .slice(0, kept.amounts)
      .map((amount) => markOf('template', `amount ${amount}`, amount)),
    ...sketchOf(skeletonsOf(text), kept.template).map((skeleton) => markOf('template', skeleton)),
    ...outlineMarks(message.outline ?? null),
    ...sendingMarks(message),
  ]
}

/** The subject without what answers and lists put before it; nothing of less than two words that say something. */
function subjectMarks(subject: string | null, recipients: ReadonlySet<string>): Mark[] {
  if (subject === null || /^\s*(?:re|aw|sv|antw|回复|答复)\s*[:：]/i.test(subject)) return []
  const bare = subject.slice(0, 500).replace(/^(?:\s*(?:fwd?|wg|tr|rv)\s*:|\s*\[[^\]]{1,40}\])+/gi, '')
  const words = wordsOf(bare, recipients)
  return words.length < 2 ? [] : [markOf('subject', words.join(' '))]
}

function outlineMarks(outline: MessageReading['outline'] | null): Mark[] {
  if (outline === null || outline === undefined) return []
  const runs = outline.runs.map((run) => markOf('html', run, null))
  return outline.elements >= 12 ? [markOf('html', `whole ${outline.whole}`, null), ...runs] : runs
}

function bounded(marks: readonly Mark[]): Marks {
  return [...new Map(marks.map((mark) => [mark.key, mark])).values()].slice(0, mostMarks)
}
