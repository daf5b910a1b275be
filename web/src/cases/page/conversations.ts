import { listCaseActions } from '../../../../src/domain/cases/contract.ts'
import { useRead } from '../../app/read.ts'

// the server takes a hundred at a time, of which one is the case
const actionsAtMost = 99

/** What an answer may be to that belongs to this case: the case itself, and its latest actions. */
export function useConversations(id: string): readonly string[] {
  const { data } = useRead(listCaseActions, { params: { id }, query: { limit: actionsAtMost } }, { live: ['case', 'action'] })
  return [id, ...(data?.items ?? []).map((action) => action.id)]
}
