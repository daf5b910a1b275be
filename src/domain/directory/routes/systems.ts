import { isId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { actingIn } from '../operations/invite.ts'
import { addSystem, changeSystemNote, removeSystem } from '../operations/systems.ts'
import { maySeePeople } from '../policy.ts'
import { namesOf } from '../store/people.ts'
import { listSystems, type SystemRow, systemsChangedAt } from '../store/systems.ts'
import { allow } from './people.ts'

/** Mail systems that the acting organisation states as its own. */
export function serveSystems(http: Http): void {
  const { ctx } = http

  serve(http, contract.listSystems, async ({ actor }) => {
    allow(maySeePeople(actor))
    const owner = actingIn(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listSystems(tx, owner)
      const names = await namesOf(tx, [...new Set(rows.map((row) => row.stated_by).filter(isId))])
      const changedAt = await systemsChangedAt(tx, owner)
      return { items: rows.map((row) => systemView(row, names)), changedAt: changedAt?.toISOString() ?? null }
    })
  })

  serve(http, contract.addSystem, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const row = await addSystem(work, body)
      return systemView(row, await namesOf(work.tx, [row.stated_by].filter(isId)))
    }),
  )

  serve(http, contract.changeSystem, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      const row = await changeSystemNote(work, params.id, body.note)
      return systemView(row, await namesOf(work.tx, [row.stated_by].filter(isId)))
    }),
  )

  serve(http, contract.removeSystem, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeSystem(work, params.id))
    return undefined
  })
}

function systemView({ id, kind, value, note, stated_by, since }: SystemRow, names: ReadonlyMap<string, string>) {
  return { id, kind, value, note, by: names.get(stated_by) ?? '', since: since.toISOString() }
}
