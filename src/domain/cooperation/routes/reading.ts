import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { isId, type OrganisationId, type ReleaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Http } from '../../../platform/http/server.ts'
import { namesOf } from '../../directory/index.ts'
import type { ReleaseView } from '../contract.ts'
import { mayDecide, mayDraft, mayKeepBack, maySeeReleases } from '../policy.ts'
import { findOutline } from '../store/drafts.ts'
import { findProfile } from '../store/forms.ts'
import { findMail } from '../store/mail.ts'
import { findRelease, listActions, listEvents } from '../store/releases.ts'
import { actorsOf, type Names, releaseView, type Sending, whoView } from '../view.ts'

/** The organisation whose releases the actor may see. */
export function ownerFor(actor: Actor): OrganisationId {
  if (!maySeeReleases(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see releases`)
  return actor.organisation
}

/** The names of those among the actors who are people and whom the reader may know. */
export function namesAmong(tx: Tx, actors: readonly string[]): Promise<Names> {
  return namesOf(tx, [...new Set(actors.filter(isId))])
}

export function sendingOf({ ctx }: Http): Sending {
  return { relay: ctx.config.TOCSIN_RELAY !== null, now: ctx.now() }
}

/** One release whole, as the reader may see it. */
export async function viewOf(http: Http, actor: Actor, id: ReleaseId): Promise<ReleaseView> {
  ownerFor(actor)
  return http.ctx.read(actor, async (tx) => {
    const row = present(await findRelease(tx, id), 'cooperation.no-release', `release ${id}`)
    const events = await listEvents(tx, id)
    const names = await namesAmong(tx, [...actorsOf([row]), ...events.map((one) => one.actor)])
    const profile = row.profile === null ? undefined : await findProfile(tx, row.profile)
    const own = row.owner === actor.organisation
    const detail = {
      row,
      actions: await listActions(tx, id),
      draft: row.sha256 === null ? undefined : await findOutline(tx, id, row.sha256),
      history: events.map(({ id: event, at, what, actor: by, detail: said, leaf }) => ({
        id: event,
        at: at.toISOString(),
        what,
        by: whoView(by, names),
        detail: { ...said },
        leaf,
      })),
      profileName: profile?.name ?? null,
      recallMail: row.recall === null ? null : ((await findMail(tx, row.recall.mail))?.state ?? null),
      may: {
        person: actor.kind === 'person',
        decide: own && mayDecide(actor),
        draft: own && mayDraft(actor),
        keepBack: own && mayKeepBack(actor),
      },
    }
    return releaseView(detail, names, sendingOf(http))
  })
}

/** Where a page of a list ended that runs by several texts: those of its last row, as JSON in base64url. */
export function writePlace(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The texts again, so many, the third of them an id. Fails with `platform.cursor` on a text that `writePlace` did not make. */
export function readPlace(text: string | undefined, count: number): readonly string[] | undefined {
  if (text === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const good = Array.isArray(parts) && parts.length === count && parts.every((one) => typeof one === 'string')
    if (good && isId(String(parts[2]))) return parts as string[]
  } catch {
    // falls through to the refusal
  }
  throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
}
