import { readCursor } from '../../../base/cursor.ts'
import type { CampaignId, CaseId, ItemId, PartyId, ReportId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { listItems } from '../../evidence/index.ts'
import * as contract from '../contract.ts'
import {
  addCampaigns,
  addItems,
  addParty,
  addReports,
  changeParty,
  type Refused,
  removeCampaigns,
  removeItems,
  removeParty,
  removeReports,
} from '../operations/attach.ts'
import { addLink, removeLink } from '../operations/links.ts'
import { listCaseReports } from '../operations/reports.ts'
import { findCases } from '../store/cases.ts'
import {
  type LinkPart,
  listCampaignParts,
  listItemParts,
  listLinkParts,
  listPartyParts,
  type PartyFields,
  type PartyPart,
} from '../store/parts.ts'
import { type Names, whoOf } from '../view.ts'
import { byTime, caseFor, linesOf, namesFor, paged } from './reading.ts'

/** Reports, campaigns, evidence, parties and links of cases. */
export function serveParts(http: Http): void {
  serveReports(http)
  serveCampaigns(http)
  serveItems(http)
  serveParties(http)
  serveLinks(http)
}

const tallied = ({ done, refused }: { readonly done: number; readonly refused: readonly Refused[] }) => ({
  done,
  refused: refused.map(({ id, code }) => ({ id, code })),
})

function serveReports(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCaseReports, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const row = await caseFor(tx, actor, params.id)
      const { items, next } = await listCaseReports(tx, row, query.after, query.limit)
      return { items: items.map((one) => ({ ...one, receivedAt: one.receivedAt.toISOString() })), next }
    }),
  )
  serve(http, contract.addCaseReports, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => addReports(work, params.id as CaseId, body.ids as ReportId[]))),
  )
  serve(http, contract.removeCaseReports, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => removeReports(work, params.id as CaseId, body.ids as ReportId[]))),
  )
}

function serveCampaigns(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCaseCampaigns, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listCampaignParts(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map(({ by_actor }) => by_actor),
      )
      const key = byTime<(typeof rows)[number]>(
        (row) => row.at,
        (row) => row.campaign,
      )
      return paged(rows, query.limit, key, ({ campaign, name, reports, at, told_at, by_actor }) => ({
        id: campaign,
        name,
        reports,
        since: at.toISOString(),
        toldAt: told_at.toISOString(),
        by: whoOf(by_actor, names),
      }))
    }),
  )
  serve(http, contract.addCaseCampaigns, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => addCampaigns(work, params.id as CaseId, body.ids as CampaignId[]))),
  )
  serve(http, contract.removeCaseCampaigns, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => removeCampaigns(work, params.id as CaseId, body.ids as CampaignId[]))),
  )
}

function serveItems(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCaseItems, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listItemParts(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map(({ by_actor }) => by_actor),
      )
      const found = new Map(
        (
          await listItems(
            tx,
            rows.map(({ item }) => item),
          )
        ).map((one) => [one.id, one]),
      )
      const key = byTime<(typeof rows)[number]>(
        (row) => row.at,
        (row) => row.item,
      )
      return paged(rows, query.limit, key, ({ item, at, by_actor }) => {
        const { name = null, sha256 = '', size = 0, mediaType = '', state = 'destroyed' } = found.get(item) ?? {}
        return { id: item, name, sha256, size, mediaType, state, addedAt: at.toISOString(), by: whoOf(by_actor, names) }
      })
    }),
  )
  serve(http, contract.addCaseItems, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => addItems(work, params.id as CaseId, body.ids as ItemId[]))),
  )
  serve(http, contract.removeCaseItems, async ({ actor, params, body }) =>
    tallied(await perform(ctx, actor, (work) => removeItems(work, params.id as CaseId, body.ids as ItemId[]))),
  )
}

const partyView = ({ id, role, party, name, address, note, at, by_actor }: PartyPart, names: Names) => ({
  id,
  role,
  party,
  name,
  address,
  note,
  since: at.toISOString(),
  by: whoOf(by_actor, names),
})

const written = async (work: Work, part: PartyPart) => partyView(part, await namesFor(work.tx, [part.by_actor]))

function serveParties(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCaseParties, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listPartyParts(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map(({ by_actor }) => by_actor),
      )
      return paged(
        rows,
        query.limit,
        byTime<PartyPart>(
          (row) => row.at,
          (row) => row.id,
        ),
        (row) => partyView(row, names),
      )
    }),
  )
  const fieldsOf = (body: Omit<PartyFields, 'party'> & { party: string | null }): PartyFields => ({
    ...body,
    party: body.party as PartyId | null,
  })
  serve(http, contract.addCaseParty, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => written(work, await addParty(work, params.id as CaseId, fieldsOf(body)))),
  )
  serve(http, contract.changeCaseParty, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => written(work, await changeParty(work, params.id, fieldsOf(body)))),
  )
  serve(http, contract.removeCaseParty, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeParty(work, params.id))
    return undefined
  })
}

function serveLinks(http: Http): void {
  const { ctx } = http
  type Tx = Work['tx']
  const viewsOf = async (tx: Tx, of: CaseId, owner: Parameters<typeof linesOf>[1], links: readonly LinkPart[]) => {
    const others = await findCases(
      tx,
      links.map((one) => (one.case === of ? one.other : one.case)),
    )
    const lines = new Map((await linesOf(tx, owner, others)).map((line) => [line.id, line]))
    const names = await namesFor(
      tx,
      links.map(({ by_actor }) => by_actor),
    )
    return links.flatMap((one) => {
      const line = lines.get(one.case === of ? one.other : one.case)
      const { id, kind, at, by_actor } = one
      return line === undefined
        ? []
        : [{ id, kind, outgoing: one.case === of, case: line, since: at.toISOString(), by: whoOf(by_actor, names) }]
    })
  }
  serve(http, contract.listCaseLinks, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      return { items: await viewsOf(tx, id, owner, await listLinkParts(tx, owner, id)) }
    }),
  )
  serve(http, contract.addCaseLink, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      const link = await addLink(work, params.id as CaseId, body.case as CaseId, body.kind)
      const { owner } = await caseFor(work.tx, actor, params.id)
      const [view] = await viewsOf(work.tx, link.case, owner, [link])
      if (view === undefined) throw new Error('a link that was just made is there')
      return view
    }),
  )
  serve(http, contract.removeCaseLink, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeLink(work, params.id))
    return undefined
  })
}
