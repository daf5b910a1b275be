import { type Bundle, serialiseBundle } from '../../../formats/tlog/bundle.ts'

/** Of a proof bundle the first line alone: that bytes of this hash were held, and since when. Undefined where it has none. */
export function sealIn({ custody, checkpoints, ...rest }: Bundle): Readonly<Record<string, unknown>> | undefined {
  const [line] = custody
  const note = line === undefined ? undefined : checkpoints[line.checkpoint]
  if (line === undefined || note === undefined) return undefined
  const first: Bundle = { ...rest, lines: 1, checkpoints: [note], custody: [{ ...line, checkpoint: 0 }] }
  return JSON.parse(serialiseBundle(first)) as Readonly<Record<string, unknown>>
}
