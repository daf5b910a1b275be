import type { Attachment, MemberRecord } from '../../../forensics/message/index.ts'
import { type Mark, markOf } from './mark.ts'
import { tokensForm } from './name-form.ts'

type File = Pick<Attachment, 'name' | 'type' | 'size' | 'sha256'> & { readonly members: readonly MemberRecord[] }

const kept = { file: 4, shape: 3, image: 4 }
/** Smaller ones are everybody's: a pixel, an empty page. */
const leastBytes = 200
/** Files that go with a message and are not what it brings. */
const silent = /^(?:text\/plain|message\/|multipart\/|application\/(?:pgp|pkcs7|x-pkcs7)|text\/(?:x-)?vcard|text\/rfc822-headers)/

/** Files by their bytes, by type, size and form of name, and pictures by their bytes; those inside of archives too. */
export function fileMarks(files: readonly File[]): Mark[] {
  const brought = files.slice(0, 40).filter(({ type, size }) => !silent.test(type) && size >= leastBytes)
  const pictures = brought.filter(({ type }) => type.startsWith('image/'))
  const others = brought.filter(({ type }) => !type.startsWith('image/'))
  const inside = others.flatMap(({ members }) => members.slice(0, 5)).filter(({ size, sha256 }) => sha256 !== null && size >= leastBytes)
  const hashes = [
    ...others.map(({ sha256, name }) => markOf('file', sha256, name ?? sha256)),
    ...inside.map(({ sha256, name }) => markOf('file', sha256 ?? '', name)),
  ]
  const shapes = others.map((file) =>
    markOf('file-shape', `${file.type} ${sizeClass(file.size)} ${tokensForm(file.name ?? '')}`, file.name),
  )
  return [
    ...once(hashes).slice(0, kept.file),
    ...once(shapes).slice(0, kept.shape),
    ...once(pictures.map(({ sha256, name }) => markOf('image', sha256, name ?? sha256))).slice(0, kept.image),
  ]
}

/** Four steps to each doubling. */
function sizeClass(bytes: number): number {
  return Math.round(Math.log2(bytes) * 4)
}

function once(marks: readonly Mark[]): Mark[] {
  return [...new Map(marks.map((mark) => [mark.key, mark])).values()]
}
