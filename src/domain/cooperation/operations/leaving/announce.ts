import { type Actor, atLeast } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { findNetwork, listMembers, notifyRole } from '../../../directory/index.ts'
import { dueAfter, type Leaving, mayUndo } from '../../leaving/leaving.ts'
import { findLeaving, insertLeaving, setCooling, setUndone } from '../../store/leaving/leavings.ts'
import { ownerOf } from '../note.ts'

/** Taking everything out, and leaving: a person who administers the organisation, never a key. */
export function mayLeaveNode(actor: Actor): boolean {
  return actor.kind === 'person' && atLeast(actor, 'administrator')
}

/**
 * An administrator says that the organisation leaves. Where there is a second administrator it waits for one; else it begins to cool off. `days` is how long it does.
 * Refuses `cooperation.network-stays`, `cooperation.leaving-already`.
 */
export async function announceLeaving(work: Work, reason: string, days: number): Promise<void> {
  work.require(mayLeaveNode(work.actor))
  const owner = ownerOf(work)
  if ((await findNetwork(work.tx)) === owner)
    throw new Failure('conflict', 'cooperation.network-stays', 'the network itself does not leave: it is its members’')
  const alone = (await countAdministrators(work)) === 1
  const id = newId(work.now.getTime())
  const cooling = alone ? { coolingAt: work.now, dueAt: dueAfter(work.now, days) } : { coolingAt: null, dueAt: null }
  const row = { id, state: alone ? 'cooling' : 'announced', reason, announcedAt: work.now, announcedBy: work.actor.id, ...cooling } as const
  if (!(await insertLeaving(work.tx, owner, row)))
    throw new Failure('conflict', 'cooperation.leaving-already', 'the organisation leaves already')
  work.witness('cooperation.organisation-leaving', id, { step: row.state, due: cooling.dueAt?.toISOString() ?? null }, true)
  await say(work, id, alone ? 'cooling' : 'announced')
}

export async function countAdministrators(work: Pick<Work, 'tx' | 'actor'>): Promise<number> {
  const people = await listMembers(work.tx, ownerOf(work), undefined, 10_000)
  return people.filter(({ role }) => role === 'administrator').length
}

/** A second administrator agrees: it begins to cool off. Refuses `cooperation.leaving-state`, `cooperation.leaving-second`. */
export async function confirmLeaving(work: Work, id: string, days: number): Promise<void> {
  work.require(mayLeaveNode(work.actor))
  const leaving = await take(work, id)
  if (leaving.state !== 'announced') throw wrongState(leaving)
  if (leaving.announcedBy === work.actor.id)
    throw new Failure('forbidden', 'cooperation.leaving-second', 'whoever announced it does not confirm it')
  const due = dueAfter(work.now, days)
  await setCooling(work.tx, id, work.actor.id, work.now, due)
  work.witness('cooperation.organisation-leaving', id, { step: 'cooling', due: due.toISOString() })
  await say(work, id, 'cooling')
}

/** Any administrator stays after all, until something was deleted. Refuses `cooperation.leaving-state`. */
export async function undoLeaving(work: Work, id: string): Promise<void> {
  work.require(mayLeaveNode(work.actor))
  const leaving = await take(work, id)
  if (!mayUndo(leaving)) throw wrongState(leaving)
  await setUndone(work.tx, id, work.actor.id, work.now)
  work.witness('cooperation.organisation-leaving', id, { step: 'undone' })
  await say(work, id, 'undone')
}

async function take(work: Work, id: string): Promise<Leaving> {
  const found = await findLeaving(work.tx, true)
  return present(found?.id === id ? found : undefined, 'cooperation.no-leaving', `leaving ${id}`)
}

const wrongState = ({ id, state }: Leaving) => new Failure('conflict', 'cooperation.leaving-state', `leaving ${id} is ${state}`)

async function say(work: Work, id: string, step: 'announced' | 'cooling' | 'undone'): Promise<void> {
  work.record(`cooperation.leaving-${step}`, id)
  work.announce('leaving', id)
  await notifyRole(work, 'administrator', { kind: `cooperation.leaving-${step}`, subject: id })
}
