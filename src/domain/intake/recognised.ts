import { storable } from '../../base/storable.ts'
import { lengths, type Place, type Reporter, tidy, usableAddress } from './arrival.ts'

/** Something that a report points at. `bytes: 'original'` is the report as it arrived. */
export type Recognised = {
  readonly form: 'message' | 'attached' | 'inline' | 'arf' | 'xarf' | 'url' | 'file' | 'call' | 'unrecognised'
  /** who reports, as the form tells; null where it does not */
  readonly reporter: Reporter | null
  /** the reporter's own words */
  readonly note: string | null
  readonly sightings: readonly Seen[]
  /** the class that the form states: ARF feedback type, XARF `category/type` */
  readonly stated: string | null
  readonly childMaterial: boolean
}

export type Seen =
  | {
      readonly kind: 'message' | 'file'
      readonly bytes: Uint8Array | 'original'
      readonly name: string | null
      readonly mediaType: string
      readonly how: string
      readonly detail: Detail
    }
  | { readonly kind: 'url' | 'host' | 'address'; readonly value: string; readonly detail: Detail }

type Detail = Readonly<Record<string, unknown>>

/** what one report may point at */
export const most = 50

/** What reporters say, no longer than it may be; an address that nobody could write to is none. */
export function bounded(recognised: Recognised): Recognised {
  const { reporter, note, sightings } = recognised
  const address = usableAddress(reporter?.address ?? '') ?? null
  const name = tidy(reporter?.name ?? null, lengths.name)
  return {
    ...recognised,
    reporter: address === null && name === null ? null : { address, name },
    note: tidy(note, lengths.note),
    sightings: sightings.slice(0, most).flatMap((seen): Seen[] => {
      const detail = boundedDetail(seen.detail)
      if ('bytes' in seen) return [{ ...seen, name: tidy(seen.name, lengths.file), detail }]
      const value = tidy(seen.value, lengths.value)
      return value === null ? [] : [{ ...seen, value, detail }]
    }),
  }
}

const detailLength = 32_768

/** Foreign fields as they stood; those that are too long for a note beside the evidence are left out, and named. */
function boundedDetail(detail: Detail): Detail {
  if (storable(detail).length <= detailLength) return detail
  const short = Object.entries(detail).filter(([, value]) => (storable(value ?? null)?.length ?? 0) <= detailLength / 16)
  const leftOut = Object.keys(detail).filter((key) => !short.some(([one]) => one === key))
  return { ...Object.fromEntries(short), leftOut }
}

/** The places among what a report points at. */
export function placesOf({ sightings }: Pick<Recognised, 'sightings'>): readonly Place[] {
  return sightings.flatMap((seen) => ('bytes' in seen ? [] : [{ kind: seen.kind, value: seen.value }]))
}
