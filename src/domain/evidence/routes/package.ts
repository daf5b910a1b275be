import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Job } from '../../../platform/events.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { namesOf } from '../../directory/index.ts'
import { packageFiles } from '../adapters/package-files.ts'
import * as contract from '../contract/package.ts'
import { askPackage } from '../operations/package/ask.ts'
import { discardPackage } from '../operations/package/discard.ts'
import { type Package, type PackageId, packageName } from '../package/package.ts'
import { mayExport } from '../policy.ts'
import type { EvidenceSources } from '../sources.ts'
import { findPackage, pagePackages } from '../store/packages.ts'

/** Serves evidence packages: what is in them leaves the organisation, so all of it is for analysts and above. */
export function packageRoutes(http: Http, sources: EvidenceSources, make: Job<{ package: string }>): void {
  const { ctx } = http
  serve(http, contract.makePackage, ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const one = await askPackage(work, sources.packages, body)
      work.enqueue(make, { package: one.id }, { key: one.id })
      return viewOf(work.tx, one)
    }),
  )
  serve(http, contract.listPackages, async ({ actor, query }) => {
    const owner = allowed(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await pagePackages(tx, owner, readCursor(query.after), query.limit + 1)
      const shown = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? shown.at(-1) : undefined
      return { items: await viewsOf(tx, shown), next: last === undefined ? null : writeCursor(last.createdAt, last.id) }
    })
  })
  serve(http, contract.readPackage, async ({ actor, params }) => {
    allowed(actor)
    return ctx.read(actor, async (tx) => viewOf(tx, await own(tx, actor, params.id as PackageId)))
  })
  serve(http, contract.fetchPackage, async ({ actor, params, reply }) => {
    allowed(actor)
    const one = await ctx.read(actor, (tx) => own(tx, actor, params.id as PackageId))
    if (one.state === 'gone') throw new Failure('missing', 'evidence.package-gone', `package ${one.id}`)
    if (one.state !== 'ready') throw new Failure('conflict', 'evidence.package-not-ready', `package ${one.id} is ${one.state}`)
    // said before the bytes leave
    await perform(ctx, actor, async (work) => {
      work.require(mayExport(actor))
      work.record('evidence.package-fetched', one.id)
    })
    const file = present(await packageFiles.read(ctx.config, one.id), 'evidence.package-gone', `the file of package ${one.id}`)
    return reply
      .header('content-type', 'application/zip')
      .header('content-length', file.size)
      .header('content-disposition', `attachment; filename="${packageName(one)}.zip"`)
      .header('cache-control', 'private, no-store')
      .send(file.stream)
  })
  serve(http, contract.discardPackage, ({ actor, params }) =>
    perform(ctx, actor, async (work) => viewOf(work.tx, await discardPackage(work, params.id as PackageId))),
  )
}

function allowed(actor: Actor): OrganisationId {
  if (!mayExport(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'evidence.forbidden', 'evidence packages are for analysts')
  return actor.organisation
}

async function own(tx: Tx, actor: Actor, id: PackageId): Promise<Package> {
  const found = await findPackage(tx, id)
  return present(found?.owner === actor.organisation ? found : undefined, 'evidence.no-package', `package ${id}`)
}

async function viewOf(tx: Tx, one: Package): Promise<contract.PackageView> {
  return present((await viewsOf(tx, [one]))[0], 'evidence.no-package', `package ${one.id}`)
}

async function viewsOf(tx: Tx, all: readonly Package[]): Promise<contract.PackageView[]> {
  const names = await namesOf(tx, [...new Set(all.filter(({ byKind }) => byKind === 'person').map(({ by }) => by))])
  return all.map(({ owner: _owner, byKind: _kind, about, createdAt, readyAt, expiresAt, ...rest }) => ({
    ...rest,
    about: { ...about, subjects: [...about.subjects] },
    byName: names.get(rest.by) ?? null,
    createdAt: createdAt.toISOString(),
    readyAt: readyAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }))
}
