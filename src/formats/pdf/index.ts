export type { Block, PdfDocument } from './block.ts'
export { type PdfObjects, pdfNumber, pdfObjects, pdfText, utf16 } from './file.ts'
