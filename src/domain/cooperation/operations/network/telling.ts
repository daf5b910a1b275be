import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { type NewNotice, notifyElsewhere } from '../../../directory/index.ts'
import { proposalAudiences } from '../../contract/network/joining-names.ts'
import type { Audience } from '../../network/proposal.ts'
import { reportAudience, reportNotice } from '../../network/register.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { lockRegisterEntry } from '../../store/network/register.ts'
import { type Addressee, insertTellings, isUnseen, listAudience, listTold, markSeen, markTold } from '../../store/network/tellings.ts'

/** Tells all of an audience but `except`: at each one's console and in its digest. Who was told, and when, is kept as rows and as one leaf of the log. */
export async function tellAudience(
  work: Work,
  network: OrganisationId,
  audience: Audience,
  notice: NewNotice,
  except: string | null = null,
): Promise<void> {
  await tell(work, network, await listAudience(work.tx, network, audience, except), notice)
}

/** The same for these members. Whoever was told of it already is passed over, so that it can be done again. */
export async function tell(work: Work, network: OrganisationId, addressees: readonly Addressee[], notice: NewNotice): Promise<void> {
  const before = await listTold(work.tx, notice.kind, notice.subject)
  const told: (Addressee & { people: number })[] = []
  for (const one of addressees) {
    if (before.has(one.member)) continue
    const changed = [
      { kind: 'proposal', id: notice.subject },
      { kind: 'round', id: notice.subject },
      { kind: 'member', id: '' },
      { kind: 'announcement', id: notice.subject },
      { kind: 'register', id: notice.subject },
    ]
    const people = one.organisation === null ? 0 : await notifyElsewhere(work, one.organisation, 'viewer', notice, changed)
    told.push({ ...one, people })
  }
  if (told.length === 0) return
  await insertTellings(work.tx, network, notice, told, work.now)
  const list = told.map(({ member, name, organisation, people }) => ({ member, name, people, here: organisation !== null }))
  work.witness('cooperation.notice-sent', notice.subject, { notice: notice.kind, told: list })
}

/** Tells an audience of something that is done, after the act itself: an act is not kept waiting by how many hear of it. */
export const tellMembersJob = defineJob({
  name: 'cooperation.tell-members',
  payload: z.object({
    kind: z.string(),
    subject: z.uuid(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    audience: z.enum(proposalAudiences),
    except: z.uuid().nullable(),
  }),
  async run(ctx, actor, { kind, subject, params, audience, except }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const said = kind === reportNotice ? await reportNow(work, subject) : { audience, params }
      if (said === undefined) return
      const notice = { kind, subject, params: said.params }
      await tellAudience(work, actor.organisation as OrganisationId, said.audience, notice, except)
    })
  },
})

/** A report as it is now, and not as it was when it was to be told: whoever no longer sees it learns nothing of it. It stays so until they are told. */
async function reportNow(work: Work, id: string): Promise<{ readonly audience: Audience; readonly params: { title: string } } | undefined> {
  const entry = await lockRegisterEntry(work.tx, id)
  if (entry === undefined || entry.withdrawnAt !== null) return undefined
  return { audience: reportAudience(entry.audience), params: { title: entry.title } }
}

export function tellLater(work: Work, audience: Audience, notice: NewNotice, except: string | null = null): void {
  const { kind, subject, params = {} } = notice
  work.enqueue(tellMembersJob, { kind, subject, params: { ...params }, audience, except }, { key: `${kind} ${subject}` })
}

/** That a member which does not work on this node was told in another way. Refuses `cooperation.told-already`. */
export async function recordTold(
  work: Work,
  standing: Standing,
  kind: string,
  subject: string,
  member: string,
  how: string,
): Promise<void> {
  work.require(mayKeepNetwork(standing))
  if (!(await markTold(work.tx, kind, subject, member, how, work.now)))
    throw new Failure('conflict', 'cooperation.told-already', `member ${member} was told already, or is told at its console`)
  work.record('cooperation.notice-told', subject, { member })
  work.witness('cooperation.notice-told', subject, { notice: kind, member, sha256: hashOfHow(how) })
}

/** What the log keeps of how somebody was told: who was spoken to may stand in it, and names can be erased while the log can not be changed. */
export function hashOfHow(how: string): string {
  return createHash('sha256').update(how).digest('hex')
}

/** Notes when somebody of a member first read what it was told of. */
export async function recordSeen(work: Work, subject: string, member: string): Promise<void> {
  work.require(true)
  if (!(await isUnseen(work.tx, subject, member))) return
  await markSeen(work.tx, subject, member, work.now)
  work.witness('cooperation.notice-seen', subject, { member })
  work.announce('proposal', subject)
  work.announce('round', subject)
  work.announce('announcement', subject)
}
