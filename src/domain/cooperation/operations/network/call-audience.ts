import { present } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { audienceOf, type IndustryAudience, type Invited } from '../../network/call-audience.ts'
import { listGrantedTo, listInvitedCalls, lockAudiences, readInvited } from '../../store/network/call-audience.ts'
import { findCall } from '../../store/network/calls.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { tellEntered, tellOut } from './call-telling.ts'

/** Lets the agencies see something of a call, and the call's inside where it is one. */
export async function showToAgencies(
  work: Work,
  network: OrganisationId,
  kind: 'call' | 'call-item' | 'call-series',
  id: string,
): Promise<void> {
  const agencies = present(
    (await listStandingGroups(work.tx, network)).find(({ standing }) => standing === 'agencies'),
    'cooperation.no-group',
    'the group of agencies',
  )
  await grant(work.tx, network, kind, id, agencies.id, work.now)
  if (kind === 'call') await grant(work.tx, network, 'call-inside', id, agencies.id, work.now)
}

/**
 * Makes the grants of a call what invitations and objections say: the only place where industry is granted anything of one, so that what an agency keeps
 * away stays away, of things added later and for members that join later too. In the same transaction those who are out have what they were told taken back.
 */
export async function settleAudience(work: Work, network: OrganisationId, call: string): Promise<IndustryAudience> {
  await lockAudiences(work.tx, network)
  const invited = present(await readInvited(work.tx, network, call), 'cooperation.no-call', `call ${call}`)
  const audience = audienceOf(invited)
  const wanted = grantsOf(invited, audience)
  const standing = await listGrantedTo(work.tx, network, [call, ...invited.items])
  const keyOf = ({ object, organisation }: { readonly object: string; readonly organisation: string }) => `${object} ${organisation}`
  const before = new Set(standing.map(keyOf))
  const after = new Set(wanted.map(keyOf))
  const begun = wanted.filter((one) => !before.has(keyOf(one)))
  const ended = standing.filter((one) => !after.has(keyOf(one)))
  for (const { kind, object, organisation } of ended) {
    await endGrants(work.tx, network, kind, object, organisation)
    work.tell(kind, object)
  }
  for (const { kind, object, organisation } of begun) {
    await grant(work.tx, network, kind, object, organisation, work.now)
    work.tell(kind, object)
  }
  const found = present(await findCall(work.tx, call), 'cooperation.no-call', `call ${call}`)
  await tellOut(work, found, organisationsOf(ended))
  await tellEntered(work, found, organisationsOf(begun))
  return audience
}

type Granted = { readonly kind: 'call' | 'call-item'; readonly object: string; readonly organisation: string }

function organisationsOf(grants: readonly Granted[]): readonly string[] {
  return grants.filter(({ kind }) => kind === 'call').map(({ organisation }) => organisation)
}

function grantsOf({ call, industry }: Invited, audience: IndustryAudience): readonly Granted[] {
  const organisations = new Map(industry.map(({ member, organisation }) => [member, organisation]))
  const to = (kind: Granted['kind'], object: string, members: ReadonlySet<string>) =>
    [...members].flatMap((member) => {
      const organisation = organisations.get(member)
      return organisation === undefined ? [] : [{ kind, object, organisation }]
    })
  return [...to('call', call, audience.call), ...[...audience.items].flatMap(([item, members]) => to('call-item', item, members))]
}

/** The same for the calls that a member was invited to before it worked on this node. */
export async function settleAudiencesOf(work: Work, network: OrganisationId, member: string): Promise<void> {
  for (const call of await listInvitedCalls(work.tx, member)) await settleAudience(work, network, call)
}
