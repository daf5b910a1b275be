import type { Role } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { PersonId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { keepsAdministrator, mayManageOrganisation, mayManagePeople, mayRemove } from '../policy.ts'
import { revokeApiKeysOf } from '../store/keys.ts'
import { findOrganisation, type OrganisationChange, type OrganisationRow, updateOrganisation } from '../store/organisations.ts'
import {
  deleteMembership,
  findMember,
  lockAdministrators,
  type MemberRow,
  type ProfileChange,
  updatePerson,
  updateRole,
} from '../store/people.ts'
import { actingIn } from './invite.ts'
import { notify } from './notify.ts'

/** Refuses `directory.last-administrator`: somebody must be able to manage the organisation. */
export async function changeRole(work: Work, person: PersonId, role: Role): Promise<MemberRow> {
  work.require(mayManagePeople(work.actor))
  const organisation = actingIn(work.actor)
  const administrators = await lockAdministrators(work.tx, organisation)
  const found = present(await findMember(work.tx, organisation, person), 'directory.no-person', 'the person')
  requireAdministrator(found, role, administrators)
  if (found.role !== role) {
    await updateRole(work.tx, organisation, person, role)
    work.record('directory.role-changed', person, { from: found.role, to: role })
    work.announce('access', person)
    work.announce('person', person)
    await notify(work, [person], { kind: 'directory.role-changed', subject: person, params: { role } })
  }
  return { ...found, role }
}

/** Ends the membership and all the person's keys here; their next request already finds the door closed. Everybody may remove themselves. */
export async function removePerson(work: Work, person: PersonId): Promise<void> {
  work.require(mayRemove(work.actor, person))
  const organisation = actingIn(work.actor)
  const administrators = await lockAdministrators(work.tx, organisation)
  const found = present(await findMember(work.tx, organisation, person), 'directory.no-person', 'the person')
  requireAdministrator(found, null, administrators)
  const keys = await revokeApiKeysOf(work.tx, organisation, person, work.now)
  await deleteMembership(work.tx, organisation, person)
  work.record('directory.person-removed', person, { role: found.role, keys })
  work.announce('access', person)
  work.announce('person', person)
}

function requireAdministrator(before: MemberRow, after: Role | null, administrators: readonly PersonId[]): void {
  const others = administrators.filter((one) => one !== before.id).length
  if (!keepsAdministrator(before.role, after, others))
    throw new Failure('conflict', 'directory.last-administrator', 'the organisation would have no administrator')
}

export async function changeProfile(work: Work, person: PersonId, change: ProfileChange): Promise<void> {
  work.require(work.actor.kind === 'person' && work.actor.id === person)
  await updatePerson(work.tx, person, change)
  work.record('directory.profile-changed', person, { fields: Object.keys(change) })
}

export async function changeOrganisation(work: Work, change: OrganisationChange): Promise<OrganisationRow> {
  work.require(mayManageOrganisation(work.actor))
  const organisation = actingIn(work.actor)
  await updateOrganisation(work.tx, organisation, change)
  work.record('directory.organisation-changed', organisation, { ...change })
  work.announce('organisation', organisation)
  return present(await findOrganisation(work.tx, organisation), 'directory.no-organisation', 'the organisation')
}
