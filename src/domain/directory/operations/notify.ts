import { type Role, roles } from '../../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import { setScope } from '../../../platform/db/scope.ts'
import { type Announcement, announceElsewhere, type Work } from '../../../platform/work.ts'
import { deleteNoticesAbout, insertNotices, listMembersWith, type NewNotice } from '../store/notices.ts'

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

/**
 * The same to people of another organisation, in this unit of work: for what the network says to its members. `changed` is what their consoles read again.
 * Answers how many people were told.
 */
export async function notifyElsewhere(
  work: Work,
  organisation: OrganisationId,
  atLeast: Role,
  notice: NewNotice,
  changed: readonly Announcement[],
): Promise<number> {
  await setScope(work.tx, { ...work.actor, organisation })
  const people = await listMembersWith(work.tx, organisation, roles.slice(roles.indexOf(atLeast)))
  await insertNotices(work.tx, organisation, people, notice, work.now)
  await announceElsewhere(work.tx, organisation, [{ kind: 'notice', id: '' }, ...changed])
  await setScope(work.tx, work.actor)
  return people.length
}

/** The same to these people of it, as far as they still work there. */
export async function notifyThere(
  work: Work,
  organisation: OrganisationId,
  people: readonly string[],
  notice: NewNotice,
  changed: readonly Announcement[],
): Promise<void> {
  await setScope(work.tx, { ...work.actor, organisation })
  const here = new Set<string>(await listMembersWith(work.tx, organisation, roles))
  const asked = people.filter((one) => here.has(one))
  await insertNotices(work.tx, organisation, asked, notice, work.now)
  await announceElsewhere(work.tx, organisation, [{ kind: 'notice', id: '' }, ...changed])
  await setScope(work.tx, work.actor)
}

/**
 * Takes back what people of another organisation were told about something, in this unit of work: it stands at no console any more and goes into no digest.
 * Answers whether they had been told anything.
 */
export async function takeNoticesBack(work: Work, organisation: OrganisationId, subject: string): Promise<boolean> {
  await setScope(work.tx, { ...work.actor, organisation })
  const told = await deleteNoticesAbout(work.tx, subject)
  if (told) await announceElsewhere(work.tx, organisation, [{ kind: 'notice', id: '' }])
  await setScope(work.tx, work.actor)
  return told
}
