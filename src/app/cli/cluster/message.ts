import { marksOf } from '../../../domain/analysis/campaign/index.ts'
import { analyseMessage, type Ports } from '../../../forensics/message/index.ts'
import type { Marked, MarkInput } from './task.ts'

/** The marks of one message. */
export async function markMessage({ bytes, trusted }: MarkInput, ports: Ports): Promise<Marked> {
  const message = await analyseMessage(bytes, { ...ports, trusted })
  return { marks: marksOf({ kind: 'message', message }), subject: message.subject }
}
