import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Context } from '../../../platform/context.ts'
import type { Work } from '../../../platform/work.ts'
import { destroyChildMaterial, type Forget, rootsHolding } from '../../evidence/index.ts'
import { lengths, type Place } from '../arrival.ts'
import { findReport, replaceSightings, setReport } from '../store/reports.ts'

/** What a reading told of suspected material before it was put away. */
export type Told = { readonly form: string; readonly places: readonly Place[] }

/**
 * Suspected child-abuse material, marked: its bytes, all that came out of them, and every other original of the organisation that holds the same
 * bytes are destroyed (or sealed), and the rooms forget what they drew from them. Of the reports stay the fact, the hash, and where it lay.
 * Fails with `intake.no-report`, also for another's.
 */
export async function withholdReport(ctx: Context, actor: Actor, id: ReportId, forget: readonly Forget[], told?: Told): Promise<void> {
  const { report, roots } = await ctx.read(actor, async (tx) => {
    const found = present(await findReport(tx, id), 'intake.no-report', `report ${id}`)
    return { report: found, roots: await rootsHolding(tx, found.sha256) }
  })
  if (report.owner !== actor.organisation) throw new Failure('missing', 'intake.no-report', `report ${id}`)
  if (report.state === 'withheld') return
  const remember: Forget = async (work) => {
    if (told === undefined) return
    await setReport(work.tx, id, { form: told.form })
    if (told.places.length > 0) await keepPlaces(work, new Map([[id, told.places]]))
  }
  const items = new Set(report.item === null ? roots : [report.item, ...roots])
  if (items.size > 0) await destroyChildMaterial(ctx, actor, [...items], [...forget, remember])
}

/** The places of suspected material, and nothing else of it. */
export async function keepPlaces(work: Work, places: ReadonlyMap<ReportId, readonly Place[]>): Promise<void> {
  const owner = work.actor.organisation as OrganisationId
  const rows = [...places].flatMap(([report, list]) =>
    list.slice(0, 50).map(({ kind, value }, position) => ({
      id: newId(work.now.getTime()),
      owner,
      report,
      position,
      kind,
      item: null,
      value: storableText(value, lengths.value),
      detail: {},
    })),
  )
  await replaceSightings(work.tx, [...places.keys()], rows)
}
