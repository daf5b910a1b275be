import { z } from 'zod'
import { type Actor, systemActor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { isAway } from '../../../../platform/db/away.ts'
import { defineJob } from '../../../../platform/events.ts'
import { sweepMadeFiles } from '../../../../platform/made-files.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { listAllOrganisations, notifyRole } from '../../../directory/index.ts'
import { takeoutFiles } from '../../adapters/takeout-files.ts'
import { takeoutDays } from '../../contract/leaving-names.ts'
import type { Takeout } from '../../leaving/takeout.ts'
import {
  findTakeout,
  insertTakeout,
  listLiving,
  listReady,
  listUnfinished,
  setFailed,
  setGone,
  setProgress,
  setReady,
} from '../../store/leaving/takeouts.ts'
import { ownerOf } from '../note.ts'
import { mayLeaveNode } from './announce.ts'
import { writeTakeout } from './write-takeout.ts'

const day = 86_400_000

/** Somebody discarded it meanwhile: it is not made to its end. */
class Stopped extends Error {}

/** One at a time on the whole node: each reads all that an organisation has. */
export const makeTakeoutJob = defineJob({
  name: 'cooperation.make-takeout',
  payload: z.object({ takeout: z.uuid() }),
  queue: 'cooperation.make-takeout',
  run: (ctx, actor, { takeout }) => makeTakeout(ctx, actor, takeout),
})

/** Removes the files of archives that are gone, after the commit that says so. */
export const dropTakeoutsJob = defineJob({
  name: 'cooperation.drop-takeouts',
  payload: z.object({ takeouts: z.array(z.uuid()) }),
  async run(ctx, _actor, { takeouts }) {
    for (const id of takeouts) await takeoutFiles.remove(ctx.config, id)
  },
})

/** Daily, for the node as a whole: files that no row knows of. */
export const sweepTakeoutFilesJob = defineJob({
  name: 'cooperation.sweep-takeout-files',
  payload: z.object({}),
  async run(ctx) {
    const organisations = (await ctx.read(systemActor('sweep', null), listAllOrganisations)).map(({ id }) => id)
    const removed = await sweepMadeFiles(ctx, takeoutFiles, organisations, listLiving)
    ctx.log.info({ removed }, 'cooperation.takeouts-swept')
  },
})

/** Asks for an archive of all that is the organisation's own; one that lies there gives way to it. Refuses `cooperation.takeout-under-way`. */
export async function askTakeout(work: Work): Promise<string> {
  work.require(mayLeaveNode(work.actor))
  const id = newId(work.now.getTime())
  if (!(await insertTakeout(work.tx, ownerOf(work), id, work.actor.id, work.now)))
    throw new Failure('conflict', 'cooperation.takeout-under-way', 'another archive is being made')
  await letGo(work, await listReady(work.tx, null))
  work.record('cooperation.takeout-asked', id)
  work.announce('takeout', id)
  work.enqueue(makeTakeoutJob, { takeout: id }, { key: id })
  await notifyRole(work, 'administrator', { kind: 'cooperation.takeout-asked', subject: id })
  return id
}

/** Removes the file before its time, or stops the making. The row stays. Refuses `cooperation.takeout-gone`. */
export async function discardTakeout(work: Work, id: string): Promise<void> {
  work.require(mayLeaveNode(work.actor))
  present(await findTakeout(work.tx, id), 'cooperation.no-takeout', `takeout ${id}`)
  if ((await letGo(work, [id])) === 0) throw new Failure('conflict', 'cooperation.takeout-gone', `takeout ${id} has no file`)
  work.record('cooperation.takeout-discarded', id)
}

/** Those whose time is up; and those that were never finished are said to have failed. */
export async function sweepTakeouts(work: Work): Promise<void> {
  work.require(work.actor.kind === 'system')
  await letGo(work, await listReady(work.tx, work.now))
  for (const id of await listUnfinished(work.tx, new Date(work.now.getTime() - day)))
    await sayFailed(work, id, 'cooperation.takeout-unfinished')
}

async function letGo(work: Work, ids: readonly string[]): Promise<number> {
  const gone: string[] = []
  for (const id of ids) if (await setGone(work.tx, id)) gone.push(id)
  for (const id of gone) work.announce('takeout', id)
  if (gone.length > 0) work.enqueue(dropTakeoutsJob, { takeouts: gone })
  return gone.length
}

/** Makes the file that was asked for. Whatever was begun before is begun anew, so it may run twice; does nothing for one that is finished or gone. */
async function makeTakeout(ctx: Context, actor: Actor, id: string): Promise<void> {
  const one = await ctx.read(actor, (tx) => findTakeout(tx, id))
  if (one === undefined || (one.state !== 'waiting' && one.state !== 'making')) return
  const draft = await takeoutFiles.draft(ctx.config, id)
  try {
    const written = await writeTakeout(ctx, actor, one, draft, (done, total) => report(ctx, actor, id, done, total))
    const made = await draft.finish()
    const kept = await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const expiresAt = new Date(work.now.getTime() + takeoutDays * day)
      const { leaf: _leaf, ...counts } = written
      const ready = await setReady(work.tx, id, { ...made, ...counts, readyAt: work.now, expiresAt })
      if (ready) await tellReady(work, one, { ...made, ...counts })
      return ready
    })
    if (!kept) await takeoutFiles.remove(ctx.config, id)
  } catch (error) {
    if (error instanceof Stopped) return
    if (!(error instanceof Failure && error.kind === 'unavailable') && !isAway(error)) await fail(ctx, actor, id, error)
    throw error
  } finally {
    await draft.abandon()
  }
}

async function tellReady(work: Work, { id }: Takeout, made: Readonly<Record<string, unknown>>): Promise<void> {
  work.record('cooperation.takeout-made', id, made)
  work.announce('takeout', id)
  await notifyRole(work, 'administrator', { kind: 'cooperation.takeout-made', subject: id })
}

async function report(ctx: Context, actor: Actor, id: string, done: number, total: number): Promise<void> {
  const goesOn = await perform(ctx, actor, (work) => {
    work.require(actor.kind === 'system')
    work.announce('takeout', id)
    return setProgress(work.tx, id, done, total)
  })
  if (!goesOn) throw new Stopped()
}

async function fail(ctx: Context, actor: Actor, id: string, error: unknown): Promise<void> {
  const code = error instanceof Failure ? error.code : 'platform.unexpected'
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    if (await sayFailed(work, id, code)) work.record('cooperation.takeout-failed', id, { code })
  })
}

/** Whatever lies there of it goes: it may be whole, where it failed after its last byte. */
async function sayFailed(work: Work, id: string, code: string): Promise<boolean> {
  const failed = await setFailed(work.tx, id, code)
  if (failed) work.enqueue(dropTakeoutsJob, { takeouts: [id] })
  work.announce('takeout', id)
  return failed
}
