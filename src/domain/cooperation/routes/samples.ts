import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId, ReleaseId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { addAnswer } from '../operations/answers.ts'
import { listWays } from '../operations/find-way.ts'
import { referReport } from '../operations/refer.ts'
import { settleByHand } from '../operations/settle.ts'
import { addWay, changeWay, confirmWay, endWay } from '../operations/ways.ts'
import { mayConfirm, mayDraft, maySetForms } from '../policy.ts'
import { findSubmission, listAnswers, listSubmissions, pageSamples, type SampleCursor, type SubmissionRow } from '../store/samples.ts'
import { type Names, whoView } from '../view.ts'
import type { Way } from '../ways/way.ts'
import { namesAmong, ownerFor } from './reading.ts'

/** The ledger of samples, and the directory of those who take them and of hotlines. */
export function sampleRoutes(http: Http): void {
  wayRoutes(http)
  referralRoutes(http)
  ledgerRoutes(http)
}

function wayView(way: Way, names: Names): contract.WayView {
  const { owner: _, shipped, secret, confirmedAt, confirmedBy, changedAt, changedBy, endedAt: __, ...rest } = way
  const whoOf = (id: string | null) => (id === null ? null : whoView(id, names))
  return {
    ...rest,
    secret: secret !== null,
    shipped: shipped !== null,
    confirmedAt: confirmedAt?.toISOString() ?? null,
    confirmedBy: whoOf(confirmedBy),
    changedAt: changedAt?.toISOString() ?? null,
    changedBy: whoOf(changedBy),
  }
}

const actorsOf = ({ confirmedBy, changedBy }: Way) => [confirmedBy, changedBy].filter((one) => one !== null)

function wayRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listWays, async ({ actor, query }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const ways = await listWays(tx, owner, query.what)
      const names = await namesAmong(tx, ways.flatMap(actorsOf))
      return { items: ways.map((way) => wayView(way, names)), may: { set: maySetForms(actor), confirm: mayConfirm(actor) } }
    })
  })
  serve(http, contract.addWay, ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const { what, ...form } = body
      const way = await addWay(work, ctx.mac, what, form)
      return wayView(way, await namesAmong(work.tx, actorsOf(way)))
    }),
  )
  serve(http, contract.changeWay, ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      const way = await changeWay(work, ctx.mac, params.id, body)
      return wayView(way, await namesAmong(work.tx, actorsOf(way)))
    }),
  )
  serve(http, contract.confirmWay, ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      const way = await confirmWay(work, params.id, body.value)
      return wayView(way, await namesAmong(work.tx, actorsOf(way)))
    }),
  )
  serve(http, contract.endWay, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => endWay(work, params.id))
    return undefined
  })
}

function referralRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.referReport, ({ actor, body }) =>
    perform(ctx, actor, async (work) => ({ release: await referReport(work, body.report as ReportId, body.hotline) })),
  )
}

function submissionView(row: SubmissionRow): contract.SubmissionView {
  const { owner: _, item: __, codes, at, sentAt, definitionAt, answeredAt, ...rest } = row
  const moment = (value: Date | null) => value?.toISOString() ?? null
  return {
    ...rest,
    codes: [...codes],
    at: at.toISOString(),
    sentAt: moment(sentAt),
    definitionAt: moment(definitionAt),
    answeredAt: moment(answeredAt),
  }
}

/** As `MOMENT_HASH`; fails with `platform.cursor` on any other text. */
function readPlace(text: string | undefined): SampleCursor | undefined {
  if (text === undefined) return undefined
  const [at = '', sha256 = ''] = text.split('_')
  const date = new Date(at)
  if (Number.isNaN(date.getTime()) || !/^[0-9a-f]{64}$/.test(sha256))
    throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return { at: date, sha256 }
}

function ledgerRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listSamples, async ({ actor, query }) => {
    const owner = ownerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      const rows = await pageSamples(tx, owner, filter, readPlace(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const given = await listSubmissions(
        tx,
        owner,
        items.map(({ sha256 }) => sha256),
      )
      return {
        items: items.map(({ sha256, lastAt }) => {
          const of = given.filter((one) => one.sha256 === sha256)
          return {
            sha256,
            lastAt: lastAt.toISOString(),
            size: Math.max(0, ...of.map(({ size }) => size)),
            submissions: of.map(submissionView),
          }
        }),
        next: last === undefined ? null : `${last.lastAt.toISOString()}_${last.sha256}`,
      }
    })
  })
  serve(http, contract.readSubmission, async ({ actor, params }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const row = await readOwn(tx, owner, params.id)
      const answers = await listAnswers(tx, row.id)
      const names = await namesAmong(
        tx,
        answers.map(({ by }) => by),
      )
      return {
        ...submissionView(row),
        answers: answers.map(({ at, by, definition_at: definitionAt, ...rest }) => ({
          ...rest,
          at: at.toISOString(),
          by: whoView(by, names),
          definitionAt: definitionAt?.toISOString() ?? null,
        })),
        may: { answer: mayDraft(actor) && row.releaseState === 'delivered' },
      }
    })
  })
  serve(http, contract.addAnswer, async ({ actor, params, body }) => {
    const owner = ownerFor(actor)
    return perform(ctx, actor, async (work) => {
      const { definitionAt, ...rest } = body
      await addAnswer(work, params.id, { ...rest, definitionAt: definitionAt === null ? null : new Date(definitionAt) })
      return submissionView(await readOwn(work.tx, owner, params.id))
    })
  })
}

/** Says that what was approved was given by hand, on the recipient's page. */
export async function giveByHand({ ctx }: Http, actor: Actor, id: ReleaseId, reference: string | null): Promise<void> {
  await perform(ctx, actor, (work) => settleByHand(work, id, reference))
}

async function readOwn(tx: Tx, owner: OrganisationId, id: string): Promise<SubmissionRow> {
  const row = await findSubmission(tx, id)
  return present(row?.owner === owner ? row : undefined, 'cooperation.no-submission', `submission ${id}`)
}
