import { analyseMessage, type Ports } from '../../../forensics/message/index.ts'
import { toJson, toText } from './print.ts'
import type { InspectInput } from './task.ts'

/** The reading of one message as it is printed. */
export async function inspectMessage({ bytes, place, form, trusted }: InspectInput, ports: Ports): Promise<string> {
  const reading = await analyseMessage(bytes, { ...ports, trusted })
  return form.kind === 'json' ? toJson(reading, place) : toText(reading, place, form.colour)
}
