import { type Role, roles } from '../../../base/actor.ts'
import type { PersonId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { insertNotices, listMembersWith, type NewNotice } from '../store/notices.ts'

/** Tells people of the acting organisation, in the console and by their digest. Unread ones of the same kind and subject are gathered. */
export async function notify(work: Work, people: readonly PersonId[], notice: NewNotice): Promise<void> {
  if (work.actor.organisation === null || people.length === 0) return
  await insertNotices(work.tx, work.actor.organisation, people, notice, work.now)
  work.announce('notice', '')
}

/** The same to everybody who holds at least this role. */
export async function notifyRole(work: Work, atLeast: Role, notice: NewNotice): Promise<void> {
  if (work.actor.organisation === null) return
  const allowed = roles.slice(roles.indexOf(atLeast))
  await notify(work, await listMembersWith(work.tx, work.actor.organisation, allowed), notice)
}
