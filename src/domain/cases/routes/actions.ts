import type { Actor } from '../../../base/actor.ts'
import { readCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { ActionId, CaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { ActionRecipient } from '../action.ts'
import * as contract from '../contract.ts'
import { declineAction, proposeAction, recordOutcome, withdrawAction } from '../operations/actions.ts'
import { addRule, stopRule } from '../operations/rules.ts'
import { suggest } from '../operations/suggest.ts'
import { type ActionLine, findActionLine, listActionsIn, listActionsOf, listOutcomes } from '../store/actions.ts'
import { listRules, type RuleRow } from '../store/rules.ts'
import { actionView, type Names, whoOf } from '../view.ts'
import { byTime, caseFor, namesFor, paged, readerOf } from './reading.ts'

/** Actions, the playbook, and rules that approve in place of a person. */
export function serveActions(http: Http): void {
  serveLists(http)
  serveDecisions(http)
  serveRules(http)
}

const namesOfActions = (tx: Tx, rows: readonly ActionLine[]) =>
  namesFor(
    tx,
    rows.flatMap(({ proposedBy, approvedBy }) => [proposedBy, approvedBy]),
  )

async function readView(tx: Tx, actor: Actor, id: string) {
  const owner = readerOf(actor)
  const found = await findActionLine(tx, id as ActionId)
  const row = present(found?.owner === owner ? found : undefined, 'cases.no-action', `action ${id}`)
  const outcomes = await listOutcomes(tx, owner, row.id)
  const names = await namesFor(tx, [row.proposedBy, row.approvedBy, ...outcomes.map(({ by_actor }) => by_actor)])
  return {
    ...actionView(row, names),
    outcomes: outcomes.map(({ by_actor, at, ...one }) => ({ ...one, at: at.toISOString(), by: whoOf(by_actor, names) })),
  }
}

async function afterwards(work: Work, actor: Actor, id: ActionId): Promise<contract.Action> {
  const { outcomes: _, ...view } = await readView(work.tx, actor, id)
  return view
}

function serveLists(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCaseActions, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listActionsOf(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesOfActions(tx, rows)
      return paged(
        rows,
        query.limit,
        byTime<ActionLine>(
          (row) => row.proposedAt,
          (row) => row.id,
        ),
        (row) => actionView(row, names),
      )
    }),
  )
  serve(http, contract.listActions, async ({ actor, query }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listActionsIn(tx, owner, query.state, query.kind, readCursor(query.after), query.limit + 1)
      const names = await namesOfActions(tx, rows)
      return paged(
        rows,
        query.limit,
        byTime<ActionLine>(
          (row) => row.stateAt,
          (row) => row.id,
        ),
        (row) => actionView(row, names),
      )
    })
  })
  serve(http, contract.readAction, async ({ actor, params }) => ctx.read(actor, (tx) => readView(tx, actor, params.id)))
  serve(http, contract.readPlaybook, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => ({ items: await suggest(tx, await caseFor(tx, actor, params.id)) })),
  )
}

function serveDecisions(http: Http): void {
  const { ctx } = http
  serve(http, contract.proposeAction, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      const id = await proposeAction(work, params.id as CaseId, { ...body, recipient: body.recipient as ActionRecipient | null })
      return afterwards(work, actor, id)
    }),
  )
  serve(http, contract.declineAction, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await declineAction(work, params.id as ActionId, body.reason)
      return afterwards(work, actor, params.id as ActionId)
    }),
  )
  serve(http, contract.withdrawAction, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await withdrawAction(work, params.id as ActionId, body.reason)
      return afterwards(work, actor, params.id as ActionId)
    }),
  )
  serve(http, contract.addOutcome, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await recordOutcome(work, params.id as ActionId, body)
      return readView(work.tx, actor, params.id)
    }),
  )
}

const ruleView = ({ setBy, setAt, endedBy, endedAt, until, ...row }: RuleRow, names: Names): contract.ActionRule => ({
  ...row,
  caseKinds: [...row.caseKinds],
  roles: [...row.roles],
  until: until?.toISOString() ?? null,
  setBy: whoOf(setBy, names),
  setAt: setAt.toISOString(),
  endedBy: endedBy === null ? null : whoOf(endedBy, names),
  endedAt: endedAt?.toISOString() ?? null,
})

function serveRules(http: Http): void {
  const { ctx } = http
  serve(http, contract.listActionRules, async ({ actor, query }) => {
    const owner = readerOf(actor)
    const since = new Date(ctx.now().getTime() - 86_400_000)
    return ctx.read(actor, async (tx) => {
      const rows = await listRules(tx, owner, query.ended, since, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.flatMap(({ setBy, endedBy }) => [setBy, endedBy]),
      )
      return paged(
        rows,
        query.limit,
        byTime<RuleRow>(
          (row) => row.setAt,
          (row) => row.id,
        ),
        (row) => ruleView(row, names),
      )
    })
  })
  serve(http, contract.addActionRule, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const row = await addRule(work, { ...body, until: body.until === null ? null : new Date(body.until) })
      return ruleView(row, await namesFor(work.tx, [row.setBy]))
    }),
  )
  serve(http, contract.endActionRule, async ({ actor, params }) =>
    perform(ctx, actor, async (work) => {
      const row = await stopRule(work, params.id)
      return ruleView(row, await namesFor(work.tx, [row.setBy, row.endedBy]))
    }),
  )
}
