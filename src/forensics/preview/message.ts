import type { Limits } from '../../base/parsed.ts'
import { parseMessage } from '../../formats/mime/index.ts'
import { type Preview, type PreviewOptions, previewDocument } from './draw.ts'

const limits: Limits = { bytes: 50 * 1024 * 1024, depth: 24, count: 2000, time: 20_000 }

/** The preview of a message from its bytes. As `previewDocument`: never throws on them. */
export async function previewMessage(bytes: Uint8Array, options: PreviewOptions = {}): Promise<Preview> {
  const message = parseMessage(bytes, limits)
  const images = message.parts
    .filter((part) => part.type.startsWith('image/') || (part.contentId !== null && part.type === 'application/octet-stream'))
    .map((part) => ({
      id: part.contentId?.replace(/^<|>$/g, '') ?? `part-${part.path}`,
      bytes: part.content,
      inline: part.type.startsWith('image/') && part.disposition !== 'attachment',
    }))
  return previewDocument({ html: message.html, text: message.text, images }, options)
}
