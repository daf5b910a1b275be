import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import type { Standing } from '../network/standing.ts'
import {
  addAction,
  addDecision,
  addItem,
  addPaper,
  addReport,
  approveMinutes,
  changeItem,
  keepAttendance,
  orderAgenda,
  settleAction,
  solveObstacle,
  takePaperBack,
  writeMinutes,
} from '../operations/network/call-items.ts'
import { performInNetwork } from '../operations/network/standing.ts'
import { findCallAction } from '../store/network/call-actions.ts'
import { findItem, findPaper } from '../store/network/call-items.ts'
import { findRegisterEntry } from '../store/network/register.ts'
import { mustSeeCall } from './call-reading.ts'

/** The agenda, and what belongs to its items. What one may not see is as if it were not there. */
export function callItemRoutes(http: Http): void {
  agendaRoutes(http)
  minuteRoutes(http)
  givenRoutes(http)
}

type Find = (tx: Tx, id: string) => Promise<unknown>

/** An act on what the actor sees, in the network's name. */
function acts(http: Http, find: Find, code: `cooperation.${string}`) {
  return async <T>(actor: Actor, id: string, run: (work: Work, standing: Standing) => Promise<T>): Promise<T> => {
    present(await http.ctx.read(actor, (tx) => find(tx, id)), code, id)
    return performInNetwork(http.ctx, actor, run)
  }
}

function agendaRoutes(http: Http): void {
  const { ctx } = http
  const onItem = acts(http, findItem, 'cooperation.no-call-item')
  serve(http, contract.addCallItem, async ({ actor, params, body }) => {
    await mustSeeCall(http, actor, params.id)
    return { id: await performInNetwork(ctx, actor, (work, standing) => addItem(work, standing, params.id, body)) }
  })
  serve(http, contract.changeCallItem, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => changeItem(work, standing, params.id, body))
    return reply.send()
  })
  serve(http, contract.orderAgenda, async ({ actor, params, body, reply }) => {
    await mustSeeCall(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => orderAgenda(work, standing, params.id, body.items))
    return reply.send()
  })
  serve(http, contract.addCallPaper, async ({ actor, params, body }) => ({
    id: await onItem(actor, params.id, (work, standing) => addPaper(work, standing, params.id, body)),
  }))
  const onPaper = acts(http, findPaper, 'cooperation.no-paper')
  serve(http, contract.withdrawCallPaper, async ({ actor, params, reply }) => {
    await onPaper(actor, params.id, (work, standing) => takePaperBack(work, standing, params.id))
    return reply.send()
  })
}

function minuteRoutes(http: Http): void {
  const onItem = acts(http, findItem, 'cooperation.no-call-item')
  serve(http, contract.writeCallMinutes, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => writeMinutes(work, standing, params.id, body.text))
    return reply.send()
  })
  serve(http, contract.approveCallMinutes, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => approveMinutes(work, standing, params.id, body.revision))
    return reply.send()
  })
  serve(http, contract.keepCallAttendance, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => keepAttendance(work, standing, params.id, body.members, body.guests))
    return reply.send()
  })
  serve(http, contract.addCallDecision, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => addDecision(work, standing, params.id, body.kind, body.text))
    return reply.send()
  })
}

function givenRoutes(http: Http): void {
  const onItem = acts(http, findItem, 'cooperation.no-call-item')
  serve(http, contract.addCallAction, async ({ actor, params, body, reply }) => {
    await onItem(actor, params.id, (work, standing) => addAction(work, standing, params.id, body))
    return reply.send()
  })
  const onAction = acts(http, findCallAction, 'cooperation.no-call-action')
  serve(http, contract.settleCallAction, async ({ actor, params, body, reply }) => {
    await onAction(actor, params.id, (work, standing) => settleAction(work, standing, params.id, body.done, body.outcome))
    return reply.send()
  })
  serve(http, contract.addCallReport, async ({ actor, params, body }) => ({
    id: await onItem(actor, params.id, (work, standing) => addReport(work, standing, params.id, body)),
  }))
  const onReport = acts(http, findRegisterEntry, 'cooperation.no-call-report')
  serve(http, contract.solveCallObstacle, async ({ actor, params, body, reply }) => {
    await onReport(actor, params.id, (work, standing) => solveObstacle(work, standing, params.id, body.solution, body.solved))
    return reply.send()
  })
}
