import { Failure, present } from '../../../base/failure.ts'
import { newId } from '../../../base/id.ts'
import { isMalformed } from '../../../base/parsed.ts'
import { readSystem } from '../../../forensics/message/systems.ts'
import type { Work } from '../../../platform/work.ts'
import { systemsAtMost } from '../contract/systems.ts'
import { mayStateSystems } from '../policy.ts'
import {
  deleteSystem,
  findSystem,
  insertSystem,
  listSystems,
  markSystemsChanged,
  type SystemRow,
  updateSystemNote,
} from '../store/systems.ts'
import { actingIn } from './invite.ts'

/**
 * States a mail system of the acting organisation. Readings that are there stay as they are. Refuses `directory.system-unreadable` with why,
 * `directory.system-known`, `directory.too-many-systems`.
 */
export async function addSystem(work: Work, asked: { readonly value: string; readonly note: string }): Promise<SystemRow> {
  work.require(mayStateSystems(work.actor))
  const owner = actingIn(work.actor)
  const read = readSystem(asked.value)
  if (isMalformed(read))
    throw new Failure('invalid', 'directory.system-unreadable', `the text states no system: ${read.malformed}`, {
      detail: { why: read.malformed },
    })
  await markSystemsChanged(work.tx, owner, work.now)
  const before = await listSystems(work.tx, owner)
  if (before.some(({ value }) => value === read.value))
    throw new Failure('conflict', 'directory.system-known', 'this system is stated already', { detail: { value: read.value } })
  if (before.length >= systemsAtMost)
    throw new Failure('conflict', 'directory.too-many-systems', `at most ${systemsAtMost} systems`, { detail: { count: systemsAtMost } })
  const row: SystemRow = { id: newId(work.now.getTime()), owner, ...read, note: asked.note, stated_by: work.actor.id, since: work.now }
  await insertSystem(work.tx, row)
  work.record('directory.system-added', row.id, { value: row.value })
  work.announce('system', row.id)
  return row
}

/** What it is stays; what is said of it changes, and no reading with it. */
export async function changeSystemNote(work: Work, id: string, note: string): Promise<SystemRow> {
  work.require(mayStateSystems(work.actor))
  const found = present(await findSystem(work.tx, id), 'directory.no-system', 'the system')
  await updateSystemNote(work.tx, id, note)
  work.record('directory.system-noted', id, { value: found.value })
  work.announce('system', id)
  return { ...found, note }
}

export async function removeSystem(work: Work, id: string): Promise<void> {
  work.require(mayStateSystems(work.actor))
  const found = present(await findSystem(work.tx, id), 'directory.no-system', 'the system')
  await markSystemsChanged(work.tx, actingIn(work.actor), work.now)
  await deleteSystem(work.tx, id)
  work.record('directory.system-removed', id, { value: found.value })
  work.announce('system', id)
}
