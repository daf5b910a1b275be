import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import type { Disclosure } from '../network/disclosure.ts'
import { disclosureView, linesCsv } from '../network/disclosure-view.ts'
import { mayChangeCard, maySeeNetwork } from '../network/standing.ts'
import { draftDisclosure, dropDisclosure, publishDisclosure } from '../operations/network/disclosures.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findDisclosure, type LineCursor, listLines, listVersions, pageLines } from '../store/network/disclosures.ts'
import { findMember } from '../store/network/members.ts'
import { whoView } from '../view.ts'
import { allow } from './network.ts'
import { namesAmong, readPlace, writePlace } from './reading.ts'

const csvLines = 10_000

/** What industry can give to agencies, and how it is asked. */
export function disclosureRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readDisclosure, ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const member = present(await findMember(tx, params.id), 'cooperation.no-such-member', `member ${params.id}`)
      const versions = await listVersions(tx, member.id)
      const names = await namesAmong(
        tx,
        versions.flatMap(({ publishedBy }) => publishedBy ?? []),
      )
      const whole = async (state: Disclosure['state']) => {
        const found = versions.find((one) => one.state === state)
        return found === undefined ? null : disclosureView(found, member, await listLines(tx, found.id))
      }
      return {
        inForce: await whole('in-force'),
        draft: await whole('draft'),
        versions: versions.map(({ id, version, state, publishedAt, publishedBy }) => ({
          id,
          version,
          state,
          publishedAt: publishedAt?.toISOString() ?? null,
          publishedBy: publishedBy === null ? null : whoView(publishedBy, names),
        })),
        may: { change: member.kind === 'industry' && member.state === 'member' && mayChangeCard(standing, member) },
      }
    }),
  )
  serve(http, contract.readDisclosureVersion, ({ actor, params }) => ctx.read(actor, (tx) => viewOf(tx, actor, params.id)))
  serve(http, contract.draftDisclosure, async ({ actor, params, body }) => {
    const { lines, ...how } = body
    const id = await performInNetwork(ctx, actor, (work, standing) => draftDisclosure(work, standing, params.id, how, lines))
    return ctx.read(actor, (tx) => viewOf(tx, actor, id))
  })
  serve(http, contract.publishDisclosure, async ({ actor, params, body }) => {
    const seen = new Date(body.changedAt)
    const id = await performInNetwork(ctx, actor, (work, standing) => publishDisclosure(work, standing, params.id, seen))
    return ctx.read(actor, (tx) => viewOf(tx, actor, id))
  })
  serve(http, contract.dropDisclosure, async ({ actor, params }) => {
    await performInNetwork(ctx, actor, (work, standing) => dropDisclosure(work, standing, params.id))
    return undefined
  })
  serve(http, contract.listDisclosures, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const { after, limit, ...filter } = query
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const rows = await pageLines(tx, standing.network, filter, readPlace(after, 5) as LineCursor | undefined, limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return {
        items: items.map(({ member, name, country, disclosure, ...line }) => ({ member: { id: member, name, country }, disclosure, line })),
        next: last === undefined ? null : writePlace(last.country, last.name, last.member, last.category, last.asker),
      }
    }),
  )
  serve(http, contract.exportDisclosures, async ({ actor, query, reply }) => {
    const rows = await ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      return pageLines(tx, standing.network, query, undefined, csvLines)
    })
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="disclosures.csv"')
      .header('cache-control', 'private, no-store')
      .send(linesCsv(rows))
  })
}

async function viewOf(tx: Tx, actor: Actor, id: string): Promise<contract.DisclosureView> {
  allow(maySeeNetwork(await readStanding(tx, actor)))
  const found = present(await findDisclosure(tx, id), 'cooperation.no-disclosure', `disclosure ${id}`)
  const member = present(await findMember(tx, found.member), 'cooperation.no-disclosure', `disclosure ${id}`)
  return disclosureView(found, member, await listLines(tx, id))
}
