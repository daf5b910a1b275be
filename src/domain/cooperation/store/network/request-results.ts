import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { RequestOutcome } from '../../network/request-course.ts'
import type { Cost } from '../../network/request-view.ts'

// What a request costs and what came of it, on the acting organisation's own file.

const own = (request: string) => sql`request = ${request}::uuid and owner = platform.acting()`

export async function setCost(tx: Tx, request: string, cost: Omit<Cost, 'at'>, at: Date): Promise<void> {
  await sql`update cooperation.request_file set cost_amount = ${cost.amount}, cost_currency = ${cost.currency}, cost_bearer = ${cost.bearer},
    cost_state = ${cost.state}, cost_at = ${at} where ${own(request)}`.execute(tx)
}

/** Of whoever it lay with before: it is asked for anew by whom it was passed on to. */
export async function clearCost(tx: Tx, request: string): Promise<void> {
  await sql`update cooperation.request_file set cost_amount = null, cost_currency = null, cost_bearer = null, cost_state = null, cost_at = null
    where ${own(request)}`.execute(tx)
}

export async function setOutcome(tx: Tx, request: string, outcome: RequestOutcome, text: string, at: Date): Promise<void> {
  await sql`update cooperation.request_file set outcome = ${outcome}, outcome_note = ${text}, outcome_at = ${at} where ${own(request)}`.execute(
    tx,
  )
}
