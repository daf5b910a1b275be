import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AnswerOf, Route } from '../../../src/base/route.ts'
import { analyseAgain, withdrawReports, withholdReports } from '../../../src/domain/analysis/contract.ts'
import { ApiFailure, call, type InputOf } from '../app/api.ts'
import type { LiveMeta } from '../app/live-state.ts'
import { useTroubleText } from '../app/trouble.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { toast, toastTrouble } from '../ui/toast.tsx'

/** as many as the server withholds at once */
const withheldAtOnce = 50
/** as many as it takes at once of anything else */
const mostAtOnce = 1_000
const changed = ['report', 'item', 'evidence']

type Tally = { readonly done: number; readonly refused: readonly { readonly id: string; readonly code: string }[] }

/** Each asks first where it must, says what came of it, and answers whether anything was done. */
export type ReportActs = {
  analyse(ids: readonly string[]): Promise<boolean>
  withdraw(ids: readonly string[]): Promise<boolean>
  withhold(ids: readonly string[]): Promise<boolean>
}

/** What can be done with reports, one or many. */
export function useReportActs(): ReportActs {
  const { t } = useTranslation('analysis')
  const confirm = useConfirm()
  const trouble = useTroubleText()
  const queries = useQueryClient()

  async function run<R extends Route>(route: R, input: InputOf<R>): Promise<AnswerOf<R> | undefined> {
    try {
      return await call(route, input)
    } catch (failure) {
      toastTrouble(trouble(failure))
      return undefined
    } finally {
      void queries.invalidateQueries({
        predicate: (query) => changed.some((kind) => (query.meta as LiveMeta | undefined)?.live?.includes(kind) === true),
      })
    }
  }

  /** The same for more reports than one call takes; ends with the first call that fails. */
  async function runAll(route: typeof analyseAgain | typeof withdrawReports, ids: readonly string[]): Promise<Tally | undefined> {
    let all: Tally | undefined
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const one: Tally | undefined = await run(route, { body: { ids: ids.slice(from, from + mostAtOnce) } })
      if (one === undefined) return all
      all = { done: (all?.done ?? 0) + one.done, refused: [...(all?.refused ?? []), ...one.refused] }
    }
    return all
  }

  function tell(tally: Tally, said: string): boolean {
    if (tally.done > 0) toast(said)
    const [first] = tally.refused
    if (first !== undefined) toastTrouble(t('act.refused', { count: tally.refused.length, why: trouble(new ApiFailure(409, first.code)) }))
    return tally.done > 0
  }

  async function offerHotline(name: string, url: string): Promise<void> {
    const go = await confirm({ title: t('act.hotline-title'), consequence: t('act.hotline', { name, url }), act: t('act.hotline-open') })
    if (go) window.open(url, '_blank', 'noopener,noreferrer')
  }

  return {
    async analyse(ids) {
      const done = await runAll(analyseAgain, ids)
      return done !== undefined && tell(done, t('act.analysed', { count: done.done }))
    },
    async withdraw(ids) {
      const sure = await confirm({
        title: t('act.withdraw-title', { count: ids.length }),
        consequence: t('act.withdraw-consequence'),
        act: t('act.withdraw'),
      })
      if (!sure) return false
      const done = await runAll(withdrawReports, ids)
      return done !== undefined && tell(done, t('act.withdrawn', { count: done.done }))
    },
    async withhold(ids) {
      if (ids.length > withheldAtOnce) {
        toastTrouble(t('act.withhold-most', { count: withheldAtOnce }))
        return false
      }
      const sure = await confirm({
        title: t('act.withhold-title', { count: ids.length }),
        consequence: `${t('act.withhold-consequence')} ${t('act.withhold-stays')}`,
        act: t('act.withhold'),
        typed: t('act.withhold-typed'),
        grave: true,
      })
      if (!sure) return false
      const done = await run(withholdReports, { body: { ids: [...ids], confirm: 'destroy' } })
      if (done === undefined) return false
      const any = tell(done, t('act.withheld', { count: done.done }))
      const [hotline] = done.hotlines
      if (any && hotline !== undefined) void offerHotline(hotline.name, hotline.url)
      return any
    },
  }
}
