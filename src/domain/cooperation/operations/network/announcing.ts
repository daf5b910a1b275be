import { createHash } from 'node:crypto'
import { z } from 'zod'
import { present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { type Announcement, findAnnouncement, insertAnnouncement } from '../../store/network/announcements.ts'
import { grant, listStandingGroups } from '../../store/network/groups.ts'
import { listAudienceMembers } from '../../store/network/members.ts'
import { tell } from './telling.ts'

export const announcementNotice = 'cooperation.announcement'

/** Says something to an audience: each of it sees it, and is told with proof. It stays as it is. */
export async function announce(
  work: Work,
  standing: Standing,
  said: Pick<Announcement, 'title' | 'text' | 'language' | 'audience'>,
): Promise<string> {
  work.require(mayKeepNetwork(standing))
  const id = newId(work.now.getTime())
  await insertAnnouncement(work.tx, { ...said, id, owner: standing.network, at: work.now, by: work.actor.id })
  const group = (await listStandingGroups(work.tx, standing.network)).find((one) => one.standing === said.audience)
  await grant(work.tx, standing.network, 'announcement', id, present(group, 'cooperation.no-group', said.audience).id, work.now)
  const { title, language, audience } = said
  work.record('cooperation.announced', id, { audience })
  const sha256 = createHash('sha256').update(said.text).digest('hex')
  work.witness('cooperation.announced', id, { title, language, audience, sha256 }, true)
  work.enqueue(tellAnnouncementJob, { id }, { key: id })
  work.announce('announcement', id)
  return id
}

/** Tells an audience of an announcement, after the act itself: it is not kept waiting by how many hear of it. */
export const tellAnnouncementJob = defineJob({
  name: 'cooperation.tell-announcement',
  payload: z.object({ id: z.uuid() }),
  async run(ctx, actor, { id }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const found = present(await findAnnouncement(work.tx, id), 'cooperation.no-announcement', `announcement ${id}`)
      const members = await listAudienceMembers(work.tx, found.owner, found.audience)
      const addressees = members.map(({ id: member, name, organisation }) => ({ member, name, organisation }))
      await tell(work, found.owner, addressees, { kind: announcementNotice, subject: id, params: { title: found.title } })
      work.announce('announcement', id)
    })
  },
})
