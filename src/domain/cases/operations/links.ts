import { Failure, present } from '../../../base/failure.ts'
import { type CaseId, newId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { mayWorkCases } from '../policy.ts'
import { lockCases } from '../store/cases.ts'
import { deleteLink, findLink, insertLink, type LinkPart } from '../store/parts.ts'
import { tell, touch } from './acting.ts'

/** Links two cases of ours. Refuses `cases.no-case`, `cases.link-itself`, `cases.linked`. */
export async function addLink(work: Work, from: CaseId, other: CaseId, kind: LinkPart['kind']): Promise<LinkPart> {
  work.require(mayWorkCases(work.actor))
  if (from === other) throw new Failure('conflict', 'cases.link-itself', `case ${from} to itself`)
  const rows = await lockCases(work.tx, [from, other])
  const owner = present(rows[0], 'cases.no-case', 'both cases').owner
  if (rows.length < 2) throw new Failure('missing', 'cases.no-case', `case ${from} or ${other}`)
  const link: LinkPart = { id: newId(work.now.getTime()), case: from, other, kind, at: work.now, by_actor: work.actor.id }
  if (!(await insertLink(work.tx, owner, link))) throw new Failure('conflict', 'cases.linked', `cases ${from} and ${other} are linked`)
  for (const [one, two] of [
    [from, other],
    [other, from],
  ] as const) {
    await tell(work, one, 'linked', { case: two, code: rows.find(({ id }) => id === two)?.code ?? '', kind })
    await touch(work, one)
  }
  work.record('cases.linked', from, { case: other, kind })
  return link
}

export async function removeLink(work: Work, id: string): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const link = present(await findLink(work.tx, id), 'cases.no-link', `link ${id}`)
  const rows = await lockCases(work.tx, [link.case, link.other])
  await deleteLink(work.tx, id)
  for (const [one, two] of [
    [link.case, link.other],
    [link.other, link.case],
  ] as const)
    await tell(work, one, 'unlinked', { case: two, code: rows.find((row) => row.id === two)?.code ?? '' })
  work.record('cases.unlinked', link.case, { case: link.other })
}
