import type { FileFeature } from './reading.ts'

/** Pictures: only how large they say they are. Drawing them is left to a program that is held to limits (forensics/preview). */

/** Pixels that no honest picture in a mail has; drawn, they take 4 bytes each. */
const mostPixels = 200_000_000

/** What the head of a picture gives away; nothing for other files and other formats. */
export function pictureFeatures(bytes: Uint8Array): FileFeature[] {
  const size = sizeOfPicture(bytes)
  return size !== undefined && size.width * size.height > mostPixels ? ['picture-bomb'] : []
}

/** The size in pixels of a PNG (W3C PNG §11.2.2), GIF (GIF89a §18), BMP (BITMAPINFOHEADER), WebP (RFC 9649) or JPEG (ISO 10918-1 §B.2.2). */
export function sizeOfPicture(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  if (bytes.length < 30) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = view.getUint32(0)
  if (first === 0x89504e47 && view.getUint32(12) === 0x49484452) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (first === 0x47494638) return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (first >>> 16 === 0x424d && view.getUint32(14, true) >= 40)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  if (first === 0x52494646 && view.getUint32(8) === 0x57454250) return sizeOfWebp(view)
  return first >>> 8 === 0xffd8ff ? sizeOfJpeg(view) : undefined
}

function sizeOfWebp(view: DataView): { width: number; height: number } | undefined {
  const chunk = view.getUint32(12)
  const at24 = (at: number) => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1
  if (chunk === 0x56503858) return { width: at24(24), height: at24(27) }
  if (chunk === 0x56503820) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  return undefined
}

/** The first frame header; segments before it are passed over by their lengths, a bounded number of them. */
function sizeOfJpeg(view: DataView): { width: number; height: number } | undefined {
  let at = 2
  for (let i = 0; i < 1000 && at + 9 <= view.byteLength && view.getUint8(at) === 0xff; i++) {
    const marker = view.getUint8(at + 1)
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return undefined
}
