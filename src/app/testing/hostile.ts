import { sql } from 'kysely'
import { systemActor } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import type { House } from './house.ts'

/**
 * What must be said of a message that was spoilt in this way, as a finding's or a defect's code. Ways that may leave a message whole
 * (a bit of a picture flipped, a line too long to matter) are not here; the samples they start from have findings of their own all the same.
 */
export const mustSay: Readonly<Record<string, RegExp>> = {
  'nearly-empty': /^from-missing$/,
  'nul-in-header': /^nul$/,
  'nul-in-body': /^nul$/,
  'bare-cr': /^bare-cr$/,
  'bare-cr-some': /^bare-cr$/,
  'line-ends-mixed': /^(?:bare-cr|no-header)$/,
  'line-ends-gone': /^body-empty$/,
  'random-bytes': /^from-missing$/,
  'random-lines': /^from-missing$/,
  'header-huge': /^limit-reached$/,
  'header-many': /^limit-reached$/,
  'header-folds': /^header-blank-fold$/,
  'header-fold-first': /^header-not-a-field$/,
  'header-eight-bit': /^header-8bit$/,
  'header-no-colon': /^no-header$/,
  'header-quote-open': /^(?:from-malformed|header-duplicate)$/,
  'header-repeated': /^header-duplicate$/,
  'header-words-many': /^limit-reached$/,
  'address-many': /^limit-reached$/,
  'address-strange': /^header-duplicate$/,
  'date-strange': /^(?:date-missing|date-far-off|header-duplicate)$/,
  'header-only': /^(?:body-empty|boundary-unused|multipart-unended)$/,
  'body-only': /^(?:no-header|from-missing)$/,
  'nesting-multipart': /^too-deep$/,
  'nesting-self': /^boundary-unused$/,
  'boundary-missing': /^boundary-missing$/,
  'boundary-empty': /^boundary-missing$/,
  'boundary-many': /^too-many-parts$/,
  'zip-bomb-overlapping': /^archive-bomb$/,
  'zip-members': /^limit-reached$/,
  'html-nested': /^limit-reached$/,
  'links-many': /^limit-reached$/,
  'picture-huge': /^attachment-bomb$/,
  'svg-entities': /^attachment-bomb$/,
  'pdf-broken': /^attachment-damaged$/,
  'unicode-oddities': /^header-duplicate$/,
  'unicode-marks': /^text-piled-marks$/,
}

export type Kept = {
  readonly sha256: string
  readonly state: string
  readonly times: number
  readonly summarised: boolean
  /** codes of findings and of defects of form */
  readonly codes: readonly string[]
}

/** Every report of an organisation as its tables hold it. */
export async function readKept(house: House, organisation: OrganisationId): Promise<readonly Kept[]> {
  return house.ctx.read(systemActor('test', organisation), async (tx) => {
    const { rows } = await sql<Kept>`
      select r.sha256, r.state, r.times, s.report is not null as summarised, array(
        select f.code from analysis.finding f where f.report = r.id
        union select d ->> 'code' from analysis.observation o, jsonb_array_elements(o.reading -> 'defects') d where o.report = r.id
      ) as codes
      from intake.report r left join analysis.summary s on s.report = r.id`.execute(tx)
    return rows
  })
}

export type Watch = { readonly most: () => number; stop(): void }

/** The most memory, in MB, that this process held resident since the start of the watch. */
export function watchMemory(): Watch {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1_048_576)
  }
  look()
  const timer = setInterval(look, 100)
  return { most: () => most, stop: () => clearInterval(timer) }
}
