import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** Writes files of PDF (ISO 32000-1): objects, cross-reference table, trailer. The same objects give the same bytes. */

export type PdfObject = { readonly dictionary: string; readonly stream?: Uint8Array }

/** Numbers objects as they are reserved, so that they can name each other before they are written. */
export type PdfObjects = {
  reserve(): number
  set(number: number, object: PdfObject): void
  add(object: PdfObject): number
  /** `root` is the catalogue, `info` the document information (§14.3.3) */
  file(root: number, info: number): Uint8Array
}

export function pdfObjects(): PdfObjects {
  const objects: (PdfObject | undefined)[] = []
  const reserve = () => objects.push(undefined)
  const set = (number: number, object: PdfObject) => {
    objects[number - 1] = object
  }
  return {
    reserve,
    set,
    add(object) {
      const number = reserve()
      set(number, object)
      return number
    },
    file: (root, info) => assemble(objects, root, info),
  }
}

function assemble(objects: readonly (PdfObject | undefined)[], root: number, info: number): Uint8Array {
  const chunks: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let length = chunks[0]?.length ?? 0
  const add = (bytes: Uint8Array) => {
    chunks.push(bytes)
    length += bytes.length
  }
  const places: number[] = []
  for (const [at, object] of objects.entries()) {
    places.push(length)
    add(bodyOf(at + 1, object ?? { dictionary: 'null' }))
  }
  const start = length
  const digest = createHash('sha256')
  for (const chunk of chunks) digest.update(chunk)
  const id = `<${digest.digest('hex').slice(0, 32)}>`
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`)
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join('')}`, 'latin1'))
  add(
    Buffer.from(
      `trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R /Info ${info} 0 R /ID [${id} ${id}] >>\nstartxref\n${start}\n%%EOF\n`,
      'latin1',
    ),
  )
  return Buffer.concat(chunks)
}

function bodyOf(number: number, { dictionary, stream }: PdfObject): Uint8Array {
  if (stream === undefined) return Buffer.from(`${number} 0 obj\n${dictionary}\nendobj\n`, 'latin1')
  const packed = deflateSync(stream, { level: 9 })
  const head = `${number} 0 obj\n<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), packed, Buffer.from('\nendstream\nendobj\n', 'latin1')])
}

/** A text string (§7.9.2.2) in UTF-16, so that nothing in it can end it. */
export function pdfText(text: string): string {
  return `<feff${utf16(text)}>`
}

/** UTF-16BE in hexadecimal digits. */
export function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex')
}

/** A number as it is written: no exponent, three decimals at most. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000 + 0)
}
