import type { Actor } from '../../base/actor.ts'
import { isId } from '../../base/id.ts'
import { queryOf } from '../analysis/index.ts'
import { readCode } from './case.ts'
import type { CaseFilter } from './contract.ts'
import type { CaseQuery } from './store/lists.ts'

/** A filter as the database is asked, with `me` and the words understood; undefined where its words find nothing whatever there is. */
export function queryFor(
  { search, assignee, watching, ...filter }: CaseFilter,
  actor: Pick<Actor, 'id' | 'kind'>,
  now: Date,
): CaseQuery | undefined {
  const words = search?.trim() ?? ''
  const code = readCode(words)
  const tsquery = words === '' || code !== undefined ? undefined : queryOf(words)
  if (words !== '' && code === undefined && tsquery === undefined) return undefined
  // only people have cases and watch them
  const me = actor.kind === 'person' && isId(actor.id) ? actor.id : undefined
  if ((assignee === 'me' || watching === true) && me === undefined) return undefined
  const whose = assignee === 'me' ? (me ?? null) : assignee === 'none' ? null : assignee
  return {
    ...filter,
    now,
    ...(whose === undefined ? {} : { assignee: whose }),
    ...(watching === true && me !== undefined ? { watcher: me } : {}),
    ...(code === undefined ? {} : { code }),
    ...(tsquery === undefined ? {} : { tsquery }),
  }
}
