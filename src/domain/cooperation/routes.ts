import type { Actor } from '../../base/actor.ts'
import { readCursor, writeCursor } from '../../base/cursor.ts'
import { Failure, present } from '../../base/failure.ts'
import type { ReleaseId } from '../../base/id.ts'
import type { Auth } from '../../platform/auth/index.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Http } from '../../platform/http/server.ts'
import { perform, type Work } from '../../platform/work.ts'
import * as contract from './contract.ts'
import { changeDraft } from './operations/change.ts'
import { decideRelease, refuseRelease, retryRelease, takeBack } from './operations/decide.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { callRoutes } from './routes/calls.ts'
import { contactPageRoutes } from './routes/contact-page.ts'
import { contactRoutes } from './routes/contacts.ts'
import { correspondenceRoutes } from './routes/correspondence.ts'
import { countryRoutes } from './routes/countries.ts'
import { countryContactRoutes } from './routes/country-contact.ts'
import { disclosureRoutes } from './routes/disclosures.ts'
import { educationRoutes } from './routes/educations.ts'
import { exchangeRoutes } from './routes/exchange.ts'
import { formRoutes } from './routes/forms.ts'
import { joiningRoutes } from './routes/joining.ts'
import { jointRoutes } from './routes/joint.ts'
import { leavingRoutes } from './routes/leaving.ts'
import { letterTermsRoutes, termsAsked } from './routes/letter-terms.ts'
import { listRoutes } from './routes/lists.ts'
import { materialRoutes } from './routes/materials.ts'
import { networkRoutes } from './routes/network.ts'
import { officeContactRoutes } from './routes/office.ts'
import { publicRoutes } from './routes/public.ts'
import { questionnaireRoutes } from './routes/questionnaires.ts'
import { namesAmong, ownerFor, sendingOf, viewOf } from './routes/reading.ts'
import { registerRoutes } from './routes/registers.ts'
import { representationRoutes } from './routes/representations.ts'
import { requestRoutes } from './routes/requests.ts'
import { resourceRoutes } from './routes/resources.ts'
import { roundRoutes } from './routes/rounds.ts'
import { giveByHand, sampleRoutes } from './routes/samples.ts'
import { secrecyRoutes } from './routes/secrecy.ts'
import { secretariatRoutes } from './routes/secretariat.ts'
import { sharingRoutes } from './routes/sharing.ts'
import { sheetRoutes } from './routes/sheets.ts'
import { techniqueRoutes } from './routes/techniques.ts'
import { tieRoutes } from './routes/ties.ts'
import { trainingRoutes } from './routes/trainings.ts'
import { findDraft } from './store/drafts.ts'
import { findRelease, pageReleases } from './store/releases.ts'
import { actorsOf, lineView, releasesCsv } from './view.ts'

/** Serves what leaves: releases, how they are redacted, what letters say. */
export function cooperationRoutes(http: Http, auth: Auth): void {
  readingRoutes(http)
  decisionRoutes(http)
  formRoutes(http)
  letterTermsRoutes(http)
  listRoutes(http)
  sampleRoutes(http)
  correspondenceRoutes(http)
  networkRoutes(http)
  disclosureRoutes(http)
  countryRoutes(http)
  contactRoutes(http)
  contactPageRoutes(http)
  countryContactRoutes(http)
  sharingRoutes(http)
  secrecyRoutes(http)
  exchangeRoutes(http)
  representationRoutes(http)
  joiningRoutes(http)
  requestRoutes(http)
  jointRoutes(http)
  questionnaireRoutes(http)
  roundRoutes(http)
  sheetRoutes(http)
  publicRoutes(http)
  resourceRoutes(http)
  callRoutes(http)
  registerRoutes(http)
  trainingRoutes(http)
  tieRoutes(http)
  educationRoutes(http)
  materialRoutes(http)
  officeContactRoutes(http)
  secretariatRoutes(http)
  calendarRoutes(http)
  leavingRoutes(http, auth)
  techniqueRoutes(http)
}

const csvLines = 10_000

function readingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listReleases, async ({ actor, query }) => {
    const owner = ownerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      const rows = await pageReleases(tx, owner, filter, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const names = await namesAmong(tx, actorsOf(items))
      return {
        items: items.map((row) => lineView(row, names, sendingOf(http))),
        next: last === undefined ? null : writeCursor(last.createdAt, last.id),
      }
    })
  })
  serve(http, contract.exportReleases, async ({ actor, query, reply }) => {
    const owner = ownerFor(actor)
    const text = await ctx.read(actor, async (tx) => {
      const rows = await pageReleases(tx, owner, query, undefined, csvLines)
      return releasesCsv(rows, await namesAmong(tx, actorsOf(rows)))
    })
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="releases.csv"')
      .header('cache-control', 'private, no-store')
      .send(text)
  })
  serve(http, contract.readRelease, ({ actor, params }) => viewOf(http, actor, params.id as ReleaseId))
  serve(http, contract.readReleaseMessage, async ({ actor, params, reply }) => {
    ownerFor(actor)
    const id = params.id as ReleaseId
    const draft = await ctx.read(actor, async (tx) => {
      const row = present(await findRelease(tx, id), 'cooperation.no-release', `release ${id}`)
      const found = row.sha256 === null ? undefined : await findDraft(tx, id, row.sha256)
      return found === undefined ? undefined : { ...found, mediaType: row.mediaType }
    })
    const { bytes, sha256, mediaType } = present(draft, 'cooperation.no-draft', `a draft of release ${id}`)
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${sha256.slice(0, 16)}${endingOf(mediaType)}"`)
      .header('cache-control', 'private, no-store')
      .send(bytes)
  })
}

/** What a draft is called when it is fetched: by what it is, so that an archive can be handed over as one. */
function endingOf(mediaType: string): string {
  return ({ 'message/rfc822': '.eml', 'application/zip': '.zip', 'text/csv': '.csv' } as Record<string, string>)[mediaType] ?? '.bin'
}

function decisionRoutes(http: Http): void {
  const { ctx } = http
  const act = async (actor: Actor, id: string, run: (work: Work, release: ReleaseId) => Promise<void>) => {
    ownerFor(actor)
    await perform(ctx, actor, (work) => run(work, id as ReleaseId))
    return viewOf(http, actor, id as ReleaseId)
  }
  serve(http, contract.approveRelease, ({ actor, params, body }) =>
    act(actor, params.id, (work, id) =>
      decideRelease(work, id, { sha256: body.sha256, until: body.until === undefined ? undefined : new Date(body.until) }),
    ),
  )
  serve(http, contract.approveReleases, async ({ actor, body }) => {
    ownerFor(actor)
    const results: { id: string; done: boolean; code: string | null }[] = []
    // each stands and falls by itself: that one changed does not keep the others
    for (const { id, sha256 } of body.releases) {
      try {
        await perform(ctx, actor, (work) => decideRelease(work, id as ReleaseId, { sha256 }))
        results.push({ id, done: true, code: null })
      } catch (error) {
        if (!(error instanceof Failure) || error.kind === 'unavailable') throw error
        results.push({ id, done: false, code: error.code })
      }
    }
    return { results }
  })
  serve(http, contract.declineRelease, ({ actor, params, body }) =>
    act(actor, params.id, (work, id) => refuseRelease(work, id, body.reason)),
  )
  serve(http, contract.recallRelease, ({ actor, params, body }) =>
    act(actor, params.id, (work, id) => takeBack(work, ctx, id, body.reason)),
  )
  serve(http, contract.retryRelease, ({ actor, params, body }) => act(actor, params.id, (work, id) => retryRelease(work, id, body.sha256)))
  serve(http, contract.recordByHand, async ({ actor, params, body }) => {
    ownerFor(actor)
    await giveByHand(http, actor, params.id as ReleaseId, body.reference)
    return viewOf(http, actor, params.id as ReleaseId)
  })
  serve(http, contract.changeRelease, async ({ actor, params, body }) => {
    ownerFor(actor)
    const { terms, ...change } = body
    await changeDraft(ctx, actor, params.id as ReleaseId, { ...change, terms: terms === undefined ? undefined : termsAsked(terms) })
    return viewOf(http, actor, params.id as ReleaseId)
  })
}
