import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { setScope } from '../../../../platform/db/scope.ts'
import type { Work } from '../../../../platform/work.ts'
import { recordElsewhere } from '../../../directory/index.ts'
import { mayKeepGroups } from '../../network/sharing.ts'
import { insertGroup, removeFromGroup } from '../../store/network/groups.ts'
import {
  addAllToGroup,
  closeGroup,
  findOwnGroup,
  leaveGroup,
  listGroupMembers,
  listGroupsOf,
  listMembersHere,
  lockOwnGroup,
  type OwnGroup,
  setGroup,
} from '../../store/network/own-groups.ts'
import { ownerOf } from '../note.ts'
import { readStanding } from './standing.ts'
import { tellEnteredJob } from './tell-recipients.ts'

type Called = { readonly name: string; readonly purpose: string }

/** Makes a group of the acting organisation's own, which is in it from the beginning. */
export async function makeGroup(work: Work, { name, purpose }: Called): Promise<string> {
  work.require(mayKeepGroups(work.actor))
  await readStanding(work.tx, work.actor)
  const owner = ownerOf(work)
  const id = newId(work.now.getTime())
  await insertGroup(work.tx, owner, { id, standing: null, name, purpose }, work.now, work.actor.id)
  await addAllToGroup(work.tx, owner, id, [owner], true, work.now)
  note(work, 'made', id, {}, true)
  return id
}

export async function changeGroup(work: Work, id: string, called: Called): Promise<void> {
  work.require(mayKeepGroups(work.actor))
  await takeGroup(work, id)
  await setGroup(work.tx, id, called)
  work.record('cooperation.group-changed', id)
  announce(work, id)
}

/**
 * Puts members of the network into it, by their cards; `past`: whether they see what the group was shown before. Refuses `cooperation.no-recipient` where one of
 * them is no member, or does not work on this node.
 */
export async function addGroupMembers(work: Work, id: string, cards: readonly string[], past: boolean): Promise<void> {
  work.require(mayKeepGroups(work.actor))
  const { network } = await readStanding(work.tx, work.actor)
  await takeGroup(work, id)
  const inside = new Set((await listGroupMembers(work.tx, network, [id])).map(({ organisation }) => organisation))
  const found = (await membersOf(work, network, cards)).filter((one) => !inside.has(one))
  await addAllToGroup(work.tx, ownerOf(work), id, found, past, work.now)
  for (const organisation of found) note(work, 'joined', id, { organisation, past })
  if (found.length > 0) work.enqueue(tellEnteredJob, { group: id, organisations: [...found] })
}

/** From this moment on they see nothing more of what the group is shown. The owner of a group stays in it. */
export async function removeGroupMembers(work: Work, id: string, cards: readonly string[]): Promise<void> {
  work.require(mayKeepGroups(work.actor))
  const { network } = await readStanding(work.tx, work.actor)
  const owner = ownerOf(work)
  await takeGroup(work, id)
  for (const organisation of await membersOf(work, network, cards)) {
    if (organisation === owner) throw new Failure('conflict', 'cooperation.group-owner', 'the owner closes a group, and does not leave it')
    await removeFromGroup(work.tx, owner, id, organisation)
    note(work, 'left', id, { organisation, by: 'owner' })
  }
}

/** The acting organisation leaves a group of another's, by itself and at once; its owner reads so in its own book. Refuses `cooperation.group-owner` of one's own. */
export async function leaveAGroup(work: Work, id: string): Promise<void> {
  work.require(mayKeepGroups(work.actor))
  const group = present(await findOwnGroup(work.tx, id), 'cooperation.no-group', `group ${id}`)
  const organisation = ownerOf(work)
  if (group.owner === organisation)
    throw new Failure('conflict', 'cooperation.group-owner', 'the owner closes a group, and does not leave it')
  if (!(await leaveGroup(work.tx, id))) throw new Failure('missing', 'cooperation.no-group', `group ${id}`)
  note(work, 'left', id, { organisation, by: 'itself' })
  await recordElsewhere(work.tx, { ...work.actor, operator: false }, group.owner, work.now, 'cooperation.group-left', id, { organisation })
}

/** Ends it for all: from this moment on nobody sees anything by it, whoever showed it. */
export async function endGroup(work: Work, id: string): Promise<void> {
  work.require(mayKeepGroups(work.actor))
  await takeGroup(work, id)
  await closeGroup(work.tx, id, work.now)
  note(work, 'closed', id)
}

/** A member that leaves the network leaves the groups of others too: the network's act, written in the name of each group's owner. */
export async function leaveAllGroups(work: Work, organisation: OrganisationId): Promise<void> {
  for (const { group, owner } of await listGroupsOf(work.tx, organisation)) {
    if (owner === work.actor.organisation) continue
    await setScope(work.tx, { ...work.actor, organisation: owner })
    await removeFromGroup(work.tx, owner, group, organisation)
    await recordElsewhere(work.tx, work.actor, owner, work.now, 'cooperation.group-left', group, { organisation })
    work.witness('cooperation.group-left', group, { organisation, by: 'network' })
  }
  await setScope(work.tx, work.actor)
}

async function membersOf(work: Work, network: OrganisationId, cards: readonly string[]): Promise<readonly OrganisationId[]> {
  const wanted = [...new Set(cards)]
  const found = await listMembersHere(work.tx, network, wanted)
  if (found.length < wanted.length)
    throw new Failure('invalid', 'cooperation.no-recipient', 'one of these is no member that works on this node')
  return found.map(({ organisation }) => organisation)
}

async function takeGroup(work: Work, id: string): Promise<OwnGroup> {
  const group = present(await lockOwnGroup(work.tx, id), 'cooperation.no-group', `group ${id}`)
  if (group.closedAt !== null) throw new Failure('conflict', 'cooperation.group-closed', `group ${id} is closed`)
  return group
}

function note(
  work: Work,
  what: 'made' | 'joined' | 'left' | 'closed',
  id: string,
  detail: Readonly<Record<string, unknown>> = {},
  first = false,
): void {
  work.record(`cooperation.group-${what}`, id, detail)
  work.witness(`cooperation.group-${what}`, id, detail, first)
  announce(work, id)
}

function announce(work: Work, id: string): void {
  work.announce('group', id)
  work.tell('group', id)
}
