/** A page with these lines in Helvetica, as PDF 1.4 (ISO 32000-1, 7.5). ASCII alone. */
export function pageOf(title: string, lines: readonly string[]): Uint8Array {
  const escaped = (line: string) => line.replace(/[\\()]/g, '\\$&')
  const shown = lines.map((line) => `(${escaped(line)}) Tj T*`).join('\n')
  const content = `BT /F1 18 Tf 72 760 Td (${escaped(title)}) Tj /F1 11 Tf 16 TL 0 -36 Td\n${shown}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const places: number[] = []
  for (const [at, object] of objects.entries()) {
    places.push(text.length)
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A table for a spreadsheet. */
export const tableOf = (rows: readonly (readonly (string | number)[])[]): Uint8Array =>
  Buffer.from(rows.map((row) => `${row.join(',')}\r\n`).join(''))
