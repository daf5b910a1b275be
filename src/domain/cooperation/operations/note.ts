import { Failure, present } from '../../../base/failure.ts'
import { newId, type OrganisationId, type ReleaseId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { type EventWhat, mayBecome, type ReleaseRow, type ReleaseState } from '../release.ts'
import { insertEvent, lockRelease } from '../store/releases.ts'

/** The organisation that acts: what leaves, leaves one. */
export function ownerOf(work: Pick<Work, 'actor'>): OrganisationId {
  if (work.actor.organisation === null)
    throw new Failure('forbidden', 'cooperation.no-organisation', 'something is released for an organisation')
  return work.actor.organisation
}

/** A line of the release's history, with a leaf of the log where something was decided or went. `detail` holds codes, counts and hashes, and no content. */
export async function noteEvent(
  work: Work,
  release: Pick<ReleaseRow, 'id' | 'kind' | 'sha256'>,
  what: EventWhat,
  detail: Readonly<Record<string, unknown>> = {},
  sha256: string | null = release.sha256,
): Promise<void> {
  const logged =
    what === 'decided' ||
    what === 'refused' ||
    what === 'delivered' ||
    what === 'failed' ||
    what === 'recalled' ||
    what === 'called-back' ||
    what === 'deletion-confirmed'
  const { kind: actorKind, id: actor } = work.actor
  const record = { release: release.id, kind: release.kind, sha256, actor: `${actorKind}:${actor}`, ...detail }
  const leaf = logged ? work.witness(`cooperation.${what}`, release.id, record) : null
  await insertEvent(work.tx, ownerOf(work), {
    id: newId(work.now.getTime()),
    release: release.id,
    at: work.now,
    what,
    actor_kind: actorKind,
    actor,
    detail: { ...detail, ...(sha256 === null ? {} : { sha256 }) },
    leaf,
  })
  work.record(`cooperation.release-${what}`, release.id, detail)
  work.announce('release', release.id)
}

/** The release, locked; refuses `cooperation.release-state` where it may not become that. */
export async function takeRelease(work: Work, id: ReleaseId, to: ReleaseState): Promise<ReleaseRow> {
  const found = present(await lockRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
  if (!mayBecome(found.state, to))
    throw new Failure('conflict', 'cooperation.release-state', `release ${id} is ${found.state}`, { detail: { state: found.state } })
  return found
}
