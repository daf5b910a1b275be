import { Failure } from '../../../base/failure.ts'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import type { CaseRow } from '../case.ts'
import type { HarmName } from '../contract/harm.ts'
import { currentInputs, type HarmValue, harmOf, harmVersion, isHarmValue } from '../harm.ts'
import { keptHarm, rankOf } from '../queue.ts'
import { updateCase } from '../store/cases.ts'
import { insertHarmInputs, listHarmInputs, type NewHarmInput } from '../store/harm.ts'
import { takeCase, tell, touch } from './acting.ts'

/** What the machine says, where it differs from what it said before; nothing is written over. Answers whether the score changed. */
export async function sayHarm(work: Work, row: CaseRow, facts: ReadonlyMap<string, HarmValue>): Promise<boolean> {
  const before = await listHarmInputs(work.tx, row.owner, row.id)
  const said = currentInputs(before.filter(({ source }) => source === 'machine'))
  const fresh = [...facts]
    .filter(([name, value]) => JSON.stringify(said.get(name as HarmName)?.value) !== JSON.stringify(value))
    .map(([name, value]): NewHarmInput => ({ name, value, source: 'machine', by_actor: work.actor.id, reason: null }))
  if (fresh.length === 0) return false
  await insertHarmInputs(work.tx, row.owner, row.id, fresh, work.now)
  return settleHarm(work, row)
}

/**
 * A person puts a part right, with the reason; null takes their word back. The machine's words stay beside it and count again then. Refuses
 * `cases.harm-value`, `cases.harm-not-contested`.
 */
export async function contestHarm(work: Work, id: CaseId, name: HarmName, value: unknown, reason: string): Promise<void> {
  const row = await takeCase(work, id)
  if (value !== null && !isHarmValue(name, value))
    throw new Failure('invalid', 'cases.harm-value', `no value of ${name}`, { detail: { name } })
  if (value === null) {
    const inputs = await listHarmInputs(work.tx, row.owner, id)
    if (currentInputs(inputs).get(name)?.source !== 'person')
      throw new Failure('conflict', 'cases.harm-not-contested', `${name} of case ${id} is not a person's word`)
  }
  await insertHarmInputs(work.tx, row.owner, id, [{ name, value, source: 'person', by_actor: work.actor.id, reason }], work.now)
  await settleHarm(work, row)
  await tell(work, id, value === null ? 'harm-restored' : 'harm-contested', { part: name })
  await touch(work, id)
  work.record('cases.harm-contested', id, { part: name })
}

/** Counts the harm again from all that was put in, and puts the case where it belongs in the queue. */
export async function settleHarm(work: Work, row: Pick<CaseRow, 'id' | 'owner' | 'since' | 'harm'>): Promise<boolean> {
  const { score } = harmOf(await listHarmInputs(work.tx, row.owner, row.id))
  const harm = keptHarm(score)
  await updateCase(work.tx, row.id, { harm, rank: rankOf(harm, row.since) })
  if (harm === row.harm) return false
  await tell(work, row.id, 'harm-changed', { from: row.harm, to: harm })
  return true
}

/** The harm of a case as it may be told to others: the score and what each part is judged from; not who said so, nor why. */
export async function caseHarm(tx: Tx, owner: OrganisationId, id: CaseId) {
  const { score, parts } = harmOf(await listHarmInputs(tx, owner, id))
  return { version: harmVersion, score, parts: parts.map(({ name, value, points, most }) => ({ name, value, points, most })) }
}
