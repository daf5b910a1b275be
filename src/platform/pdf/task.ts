import { defineTask } from '../../base/task.ts'
import type { PdfDocument } from '../../formats/pdf/index.ts'

/** Sets a document as PDF on a worker thread; `too-long` past its limits. */
export const setDocumentTask = defineTask<PdfDocument, Uint8Array | 'too-long'>('platform.set-document')
