import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { addCaseCampaigns, addCaseItems, addCaseReports, removeCaseReports } from '../../../../src/domain/cases/contract.ts'
import { call } from '../../app/api.ts'
import { fetchWords, wordsKey } from '../../app/problem-words.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { toastTrouble, toastWithUndo } from '../../ui/toast.tsx'
import { caseChanges } from '../words.tsx'

type Tallied = typeof addCaseReports | typeof removeCaseReports | typeof addCaseItems | typeof addCaseCampaigns

/**
 * Takes things out of a case (or puts them in) and says how many were; what was done can be taken back by `back`. Answers whether any was.
 */
export function useTallied(
  route: Tallied,
  back: Tallied,
): (id: string, ids: readonly string[], said: (count: number) => string) => Promise<boolean> {
  const { t } = useTranslation('cases')
  const queries = useQueryClient()
  const trouble = useTroubleText()
  const again = () =>
    queries.invalidateQueries({
      predicate: ({ meta }) => caseChanges.some((kind) => (meta?.live as readonly string[] | undefined)?.includes(kind)),
    })
  const put = async (one: Tallied, id: string, ids: readonly string[]) => {
    // the shapes of all of them are the same
    const done = await call(one as typeof addCaseReports, { params: { id }, body: { ids: [...ids] } })
    await again()
    return done
  }
  return async (id, ids, said) => {
    try {
      const { done, refused } = await put(route, id, ids)
      const [first] = refused
      if (first !== undefined) {
        await fetchWords(first.code)
        toastTrouble(t('refused-some', { count: refused.length, why: t(wordsKey(first.code)) }))
      }
      if (done === 0) return false
      const undo = () => void put(back, id, ids).catch((failure: unknown) => toastTrouble(trouble(failure)))
      toastWithUndo(said(done), { label: t('undo'), run: undo })
      return true
    } catch (failure) {
      toastTrouble(trouble(failure))
      return false
    }
  }
}
