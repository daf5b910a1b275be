import { Failure, present } from '../../../base/failure.ts'
import { newId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { sealSecret } from '../../../platform/secret-box.ts'
import type { Work } from '../../../platform/work.ts'
import { mayConfirm, maySetForms } from '../policy.ts'
import { insertWay, listDraftsBy, updateWay } from '../store/ways.ts'
import { placeFault, sameDoor, secretPurpose, type Way, type WayWhat } from '../ways/way.ts'
import { findWay, listWays, takeWay } from './find-way.ts'
import { ownerOf } from './note.ts'
import { prepareRelease } from './prepare.ts'

const mostWays = 500

export type WayForm = Pick<
  Way,
  'name' | 'country' | 'kind' | 'value' | 'archive' | 'password' | 'field' | 'header' | 'language' | 'againDays' | 'note' | 'source'
> & { readonly secret?: string | undefined }

/** Adds one; nothing goes by it until somebody confirms. Refuses `cooperation.way-place` where it leads nowhere, `cooperation.too-many-ways`. */
export async function addWay(work: Work, mac: Context['mac'], what: WayWhat, form: WayForm): Promise<Way> {
  work.require(maySetForms(work.actor))
  refusePlace(what, form)
  const owner = ownerOf(work)
  if ((await listWays(work.tx, owner, what)).length >= mostWays)
    throw new Failure('conflict', 'cooperation.too-many-ways', `at most ${mostWays}`)
  const { secret, ...rest } = form
  const id = newId(work.now.getTime())
  const box = form.header === null || secret === undefined ? null : sealSecret(mac, secretPurpose(id), secret)
  const common = { shipped: null, confirmedAt: null, confirmedBy: null, endedAt: null }
  const way = { ...rest, ...common, id, owner, what, secret: box, changedAt: work.now, changedBy: work.actor.id }
  await insertWay(work.tx, way)
  work.record('cooperation.way-added', id, { what, kind: form.kind })
  work.announce('way', id)
  return way
}

/** Changes one. Where it leads elsewhere, or is taken by another name, it is unconfirmed again; a secret goes to no other host than it was given for. */
export async function changeWay(work: Work, mac: Context['mac'], id: string, form: WayForm): Promise<Way> {
  work.require(maySetForms(work.actor))
  const before = await takeWay(work, id)
  refusePlace(before.what, form)
  const { secret, againDays, ...rest } = form
  const kept = form.header !== null && sameDoor(before, form) ? before.secret : null
  const box = form.header === null || secret === undefined ? kept : sealSecret(mac, secretPurpose(id), secret)
  const same = before.kind === form.kind && before.value === form.value && before.name === form.name
  await updateWay(work.tx, id, {
    ...rest,
    again_days: againDays,
    secret: box,
    changed_at: work.now,
    changed_by: work.actor.id,
    ...(same ? {} : { confirmed_at: null, confirmed_by: null }),
  })
  work.record('cooperation.way-changed', id, { what: before.what, unconfirmed: !same })
  await redraft(work, id)
  return present(await findWay(work.tx, before.owner, id), 'cooperation.no-way', `way ${id}`)
}

/** A person says that it is right. Refuses `cooperation.way-changed` where it leads elsewhere than they saw. */
export async function confirmWay(work: Work, id: string, value: string): Promise<Way> {
  work.require(mayConfirm(work.actor))
  const way = await takeWay(work, id)
  if (way.value !== value) throw new Failure('conflict', 'cooperation.way-changed', `way ${id} leads elsewhere by now`)
  await updateWay(work.tx, id, { confirmed_at: work.now, confirmed_by: work.actor.id })
  work.record('cooperation.way-confirmed', id, { what: way.what })
  await redraft(work, id)
  return {
    ...way,
    confirmedAt: work.now,
    confirmedBy: work.actor.id,
    changedAt: way.changedAt ?? work.now,
    changedBy: way.changedBy ?? work.actor.id,
  }
}

/** Gives it up; what waits to go by it does not. */
export async function endWay(work: Work, id: string): Promise<void> {
  work.require(maySetForms(work.actor))
  const way = await takeWay(work, id)
  await updateWay(work.tx, id, { ended_at: work.now, ended_by: work.actor.id, secret: null })
  work.record('cooperation.way-ended', id, { what: way.what })
  await redraft(work, id)
}

function refusePlace(what: WayWhat, { kind, value }: WayForm): void {
  const fault = what === 'hotline' && kind === 'http' ? 'url' : placeFault(kind, value)
  if (fault !== undefined) throw new Failure('invalid', 'cooperation.way-place', `no ${fault}`, { detail: { field: 'value', fault } })
}

async function redraft(work: Work, id: string): Promise<void> {
  work.announce('way', id)
  for (const releaseId of await listDraftsBy(work.tx, ownerOf(work), id)) work.enqueue(prepareRelease, { releaseId }, { key: releaseId })
}
