import type { OrganisationId, ReportId } from '../../../base/id.ts'
import { type Learned, learnLessons } from '../../../forensics/message/verdict/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { deleteLessons, detachLessons, findVersion, listValid, raiseVersion } from '../store/lessons.ts'

/** of so many organisations what was learned is kept at hand: 2 MB at most for each */
const mostKept = 50

const kept = new WeakMap<Context, Map<OrganisationId, Learned>>()

/** What the organisation's lessons come to, as they stand; null where there are none. Learned anew only when they changed. */
export async function readLearned(ctx: Context, tx: Tx, owner: OrganisationId): Promise<Learned | null> {
  const version = await findVersion(tx, owner)
  if (version === 0) return null
  const mine = kept.get(ctx) ?? new Map<OrganisationId, Learned>()
  kept.set(ctx, mine)
  const before = mine.get(owner)
  const learned = before?.version === version ? before : shared(learnLessons(await listValid(tx, owner), version))
  mine.delete(owner)
  mine.set(owner, learned)
  const [oldest] = mine.keys()
  if (mine.size > mostKept && oldest !== undefined) mine.delete(oldest)
  return learned.strengths.length === 0 ? null : learned
}

/** The same in memory that workers look at without a copy. */
function shared(learned: Learned): Learned {
  const { starts, places, shares, strengths, teachers } = learned
  const whole = <T extends Uint32Array | Float32Array | Uint16Array>(from: T, to: T): T => {
    to.set(from)
    return to
  }
  const room = (bytes: number) => new SharedArrayBuffer(bytes)
  return {
    ...learned,
    starts: whole(starts, new Uint32Array(room(starts.byteLength))),
    places: whole(places, new Uint32Array(room(places.byteLength))),
    shares: whole(shares, new Float32Array(room(shares.byteLength))),
    strengths: whole(strengths, new Float32Array(room(strengths.byteLength))),
    teachers: whole(teachers, new Uint16Array(room(teachers.byteLength))),
  }
}

/** With a report that is erased its lessons go; with one whose time is up they stay, as numbers that point at nothing. */
export async function forgetLessons(work: Work, reports: readonly ReportId[], why: 'erased' | 'age'): Promise<void> {
  if (reports.length === 0) return
  if (why === 'age') return detachLessons(work.tx, reports)
  const owner = work.actor.organisation
  if ((await deleteLessons(work.tx, reports)) && owner !== null) await raiseVersion(work.tx, owner)
}
