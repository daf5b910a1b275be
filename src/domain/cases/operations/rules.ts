import { Failure, present } from '../../../base/failure.ts'
import { newId } from '../../../base/id.ts'
import { storableText } from '../../../base/storable.ts'
import type { Work } from '../../../platform/work.ts'
import { maySetRules } from '../policy.ts'
import { endRule, insertRule, lockRule, type RuleRow } from '../store/rules.ts'
import { ownerOf } from './acting.ts'

/** A manager lets actions of a kind be approved by rule, so many a day. Rules are not changed: one ends, and another begins. */
export async function addRule(
  work: Work,
  asked: Pick<RuleRow, 'actionKind' | 'caseKinds' | 'roles' | 'perDay' | 'until' | 'note'>,
): Promise<RuleRow> {
  work.require(maySetRules(work.actor))
  if (asked.actionKind === 'hotline') throw new Failure('invalid', 'cases.never-by-rule', 'a hotline is told by a person')
  const row = {
    ...asked,
    note: storableText(asked.note, 500),
    id: newId<'rule'>(work.now.getTime()),
    setBy: work.actor.id,
    setAt: work.now,
  }
  await insertRule(work.tx, ownerOf(work.actor), row)
  work.record('cases.rule-added', row.id, { kind: row.actionKind, perDay: row.perDay })
  work.announce('action-rule', row.id)
  return { ...row, endedBy: null, endedAt: null, used: 0 }
}

export async function stopRule(work: Work, id: string): Promise<RuleRow> {
  work.require(maySetRules(work.actor))
  const rule = present(await lockRule(work.tx, id, work.now), 'cases.no-rule', `rule ${id}`)
  if (rule.endedAt !== null) throw new Failure('conflict', 'cases.rule-ended', `rule ${id} ended`)
  await endRule(work.tx, id, work.now, work.actor.id)
  work.record('cases.rule-ended', id, { kind: rule.actionKind })
  work.announce('action-rule', id)
  return { ...rule, endedAt: work.now, endedBy: work.actor.id }
}
