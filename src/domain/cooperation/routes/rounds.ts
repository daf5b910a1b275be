import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { tellingView } from '../network/joining-view.ts'
import { answeringOf, isOpenRound } from '../network/questionnaire.ts'
import { namedView, roundView, secrecyView } from '../network/questionnaire-view.ts'
import { mayKeepNetwork, maySeeNetwork } from '../network/standing.ts'
import { changeRound, openRound, roundNotice } from '../operations/network/questionnaires.ts'
import { readSecrecy } from '../operations/network/secrecy.ts'
import { mayAnswer } from '../operations/network/sheets.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { recordSeen, recordTold } from '../operations/network/telling.ts'
import { findMember, listAudienceMembers } from '../store/network/members.ts'
import { type CountedRound, findRound, listRounds } from '../store/network/questionnaires.ts'
import { listRoundSheets } from '../store/network/sheets.ts'
import { listTellings } from '../store/network/tellings.ts'
import { whoView } from '../view.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

/** Rounds of the questionnaire, and what is read out of the answers. */
export function roundRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listRounds, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const rows = await listRounds(tx, standing.network)
      return { items: rows.map((row) => roundView(row, ctx.now())), may: { open: mayKeepNetwork(standing) } }
    }),
  )
  serve(http, contract.readRound, async ({ actor, params }) => {
    const found = await wholeOf(http, actor, params.id)
    await noteSeen(http, actor, params.id)
    return found
  })
  serve(http, contract.openRound, async ({ actor, body }) => {
    const { questionnaire, title, closesAt } = body
    const id = await performInNetwork(ctx, actor, (work, standing) =>
      openRound(work, standing, { questionnaire, title, closesAt: new Date(closesAt) }),
    )
    return wholeOf(http, actor, id)
  })
  serve(http, contract.changeRound, async ({ actor, params, body }) => {
    await ctx.read(actor, (tx) => takeRound(tx, params.id))
    await performInNetwork(ctx, actor, (work, standing) => changeRound(work, standing, params.id, body.title, new Date(body.closesAt)))
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.recordRoundTold, async ({ actor, params, body }) => {
    await ctx.read(actor, (tx) => takeRound(tx, params.id))
    await performInNetwork(ctx, actor, (work, standing) => recordTold(work, standing, roundNotice, params.id, body.member, body.how))
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.readSecrecy, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      allow(maySeeNetwork(await readStanding(tx, actor)))
      const found = await readSecrecy(tx, query.from, query.to)
      return secrecyView(found, found.from, found.to)
    }),
  )
}

/** What one may not see is as if it were not there. */
export async function takeRound(tx: Tx, id: string): Promise<CountedRound> {
  return present(await findRound(tx, id), 'cooperation.no-round', `round ${id}`)
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.RoundWhole> {
  return ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    allow(maySeeNetwork(standing))
    const row = await takeRound(tx, id)
    const sheets = await listRoundSheets(tx, id)
    const agencies = await listAudienceMembers(tx, standing.network, 'agencies')
    const own = standing.member === null ? undefined : await findMember(tx, standing.member.id)
    const submitted = new Map(sheets.map(({ member, submittedAt }) => [member, submittedAt]))
    const open = isOpenRound(row, ctx.now())
    return {
      ...roundView(row, ctx.now()),
      openedBy: whoView(row.openedBy, await namesAmong(tx, [row.openedBy])),
      agencyStates: agencies.map((agency) => ({
        member: namedView(agency),
        state: answeringOf(agency, sheets),
        submittedAt: submitted.get(agency.id)?.toISOString() ?? null,
      })),
      told: standing.acting ? (await listTellings(tx, roundNotice, id)).map(tellingView) : null,
      may: {
        answer: open && own !== undefined && mayAnswer(standing, own),
        answerFor: open && mayKeepNetwork(standing),
        keep: mayKeepNetwork(standing),
      },
    }
  })
}

/** Once for each member: its first reading is the proof that the notice arrived. */
async function noteSeen({ ctx }: Http, actor: Actor, id: string): Promise<void> {
  const { member } = await ctx.read(actor, (tx) => readStanding(tx, actor))
  if (member !== null) await performInNetwork(ctx, actor, (work) => recordSeen(work, id, member.id))
}
