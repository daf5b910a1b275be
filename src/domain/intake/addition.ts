import { createHash } from 'node:crypto'
import { type OutgoingEntity, serialiseEntity } from '../../formats/mime/index.ts'
import { lengths, tidy } from './arrival.ts'

/** What a reporter adds by the tracking link: words, a file, or both. */
export type Added = {
  readonly text: string
  readonly file: { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string | null } | null
}

/**
 * A form as a message (RFC 5322), so that it is kept, read and shown as what comes by mail. It names no author: whoever has the link wrote it. The same words and file
 * make the same bytes, so that a form that is sent twice is one.
 */
export function additionMessage(reference: string, { text, file }: Added, domain: string): Uint8Array {
  const hash = createHash('sha256').update(`${reference}\n${text}\n`)
  if (file !== null) hash.update(file.bytes)
  const fields = [
    { name: 'Subject', text: reference },
    { name: 'Message-ID', raw: `<link.${hash.digest('hex').slice(0, 32)}@${domain}>` },
    { name: 'MIME-Version', raw: '1.0' },
  ]
  const words: OutgoingEntity = { type: 'text/plain', parameters: { charset: 'utf-8' }, text: `${text}\n` }
  if (file === null) return serialiseEntity({ fields, ...words })
  return serialiseEntity({ fields, type: 'multipart/mixed', parts: [words, attached(file)] })
}

/** As it is, whatever it says it is: what hangs on a reply is not looked into. */
function attached({ bytes, name }: NonNullable<Added['file']>): OutgoingEntity {
  const called = tidy(name, lengths.file)
  const entity = { type: 'application/octet-stream', disposition: 'attachment', content: bytes } as const
  return called === null ? entity : { ...entity, name: called }
}
