import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import { styleNonce } from '../../../platform/http/security.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { Work } from '../../../platform/work.ts'
import { findOrganisation } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import type { Standing } from '../network/standing.ts'
import { mayOffer, type TrainingText } from '../network/training.ts'
import { trainingRecordPage } from '../network/training-record.ts'
import { enrol, evaluate, keepTrainingAttendance, withdrawFrom } from '../operations/network/enrolments.ts'
import { performInNetwork } from '../operations/network/standing.ts'
import {
  changeTraining,
  endInvitationTo,
  endTraining,
  inviteToTraining,
  keepIndustryOut,
  letIndustryIn,
  offerTraining,
} from '../operations/network/trainings.ts'
import { findEnrolment } from '../store/network/enrolments.ts'
import { namesOfMembers } from '../store/network/members.ts'
import { pageTrainings } from '../store/network/trainings.ts'
import { linesOf, mustSeeInvitation, mustSeeTraining, seenBy, wholeTraining } from './training-reading.ts'

/** Training sessions: what is offered, who comes, who was there, what they say of it. */
export function trainingRoutes(http: Http): void {
  offeringRoutes(http)
  attendingRoutes(http)
  audienceRoutes(http)
}

/** An act on a session that the actor sees, in the network's name; answers the session as it is then. */
function acts(http: Http) {
  return async (actor: Actor, id: string, run: (work: Work, standing: Standing) => Promise<unknown>): Promise<contract.TrainingWhole> => {
    await mustSeeTraining(http, actor, id)
    await performInNetwork(http.ctx, actor, run)
    return wholeTraining(http, actor, id)
  }
}

function offeringRoutes(http: Http): void {
  const { ctx } = http
  const act = acts(http)
  serve(http, contract.listTrainings, async ({ actor, query }) => {
    const { after, limit, ...filter } = query
    const { standing, rows } = await ctx.read(actor, async (tx) => {
      const standing = await seenBy(tx, actor)
      return { standing, rows: await pageTrainings(tx, standing.network, filter, ctx.now(), readCursor(after), limit + 1) }
    })
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return {
      items: await linesOf(http, actor, standing, page),
      next: last === undefined ? null : writeCursor(last.startsAt ?? last.madeAt, last.id),
      may: { offer: mayOffer(standing) },
    }
  })
  serve(http, contract.readTraining, ({ actor, params }) => wholeTraining(http, actor, params.id))
  serve(http, contract.offerTraining, async ({ actor, body }) => {
    const id = await performInNetwork(ctx, actor, (work, standing) => offerTraining(work, standing, textOf(body)))
    return wholeTraining(http, actor, id)
  })
  serve(http, contract.changeTraining, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => changeTraining(work, standing, params.id, textOf(body))),
  )
  serve(http, contract.endTraining, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => endTraining(work, standing, params.id, body.to)),
  )
}

const textOf = ({ startsAt, ...said }: Omit<TrainingText, 'startsAt'> & { readonly startsAt: string | null }): TrainingText => ({
  ...said,
  startsAt: startsAt === null ? null : new Date(startsAt),
})

function attendingRoutes(http: Http): void {
  const act = acts(http)
  serve(http, contract.enrolInTraining, ({ actor, params }) => act(actor, params.id, (work, standing) => enrol(work, standing, params.id)))
  serve(http, contract.withdrawFromTraining, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => withdrawFrom(work, standing, params.id)),
  )
  serve(http, contract.keepTrainingAttendance, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => keepTrainingAttendance(work, standing, params.id, body.present)),
  )
  serve(http, contract.evaluateTraining, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => evaluate(work, standing, params.id, body)),
  )
  serve(http, contract.readTrainingRecord, async ({ actor, params, query, request, reply }) => {
    const { standing, training } = await mustSeeTraining(http, actor, params.id)
    const of = await http.ctx.read(actor, async (tx) => {
      const found = await findEnrolment(tx, params.id, actor.organisation ?? '', actor.id)
      const enrolment = present(found?.attended === true ? found : undefined, 'cooperation.not-attended', `session ${params.id}`)
      const nameOf = async (id: string) => (await findOrganisation(tx, id as Standing['network']))?.name ?? ''
      const offering = training.member === null ? undefined : (await namesOfMembers(tx, [training.member])).get(training.member)
      const organisation = await nameOf(actor.organisation ?? '')
      return { training, enrolment, network: await nameOf(standing.network), organisation, offeredBy: offering ?? null }
    })
    const nonce = styleNonce(request)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      .header('cache-control', 'private, no-store')
      .send(trainingRecordPage(of, query.language, http.ctx.now(), nonce))
  })
}

function audienceRoutes(http: Http): void {
  const { ctx } = http
  const act = acts(http)
  serve(http, contract.inviteToTraining, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => inviteToTraining(work, standing, params.id, body.members)),
  )
  serve(http, contract.endTrainingInvitation, async ({ actor, params, reply }) => {
    await mustSeeInvitation(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => endInvitationTo(work, standing, params.id))
    return reply.send()
  })
  serve(http, contract.objectToTraining, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => keepIndustryOut(work, standing, params.id)),
  )
  serve(http, contract.relentOnTraining, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => letIndustryIn(work, standing, params.id)),
  )
}
