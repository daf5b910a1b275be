import { fileTypeFromBuffer } from 'file-type'
import { paperTypes } from '../contract/network/call-file-names.ts'

type PaperType = (typeof paperTypes)[number]

/** What a file is, by its bytes; undefined where it is none of what papers may be. Total on any bytes. */
export async function paperTypeOf(bytes: Uint8Array): Promise<PaperType | undefined> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (found === undefined) return isText(bytes) ? 'text/plain' : undefined
  return paperTypes.find((one) => one === found.mime)
}

/** UTF-8 without control characters, and no page of HTML or XML. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/[\0-\x08\x0e-\x1f]/.test(text) && !/^\s*</.test(text)
  } catch {
    return false
  }
}
