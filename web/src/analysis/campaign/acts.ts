import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AnswerOf, Route } from '../../../../src/base/route.ts'
import {
  addToCampaign,
  mergeCampaigns,
  pinInCampaign,
  splitCampaign,
  undoCampaignChange,
} from '../../../../src/domain/analysis/contract/campaigns.ts'
import { call, type InputOf } from '../../app/api.ts'
import type { LiveMeta } from '../../app/live-state.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { toast, toastTrouble, toastWithUndo } from '../../ui/toast.tsx'

const changed = ['campaign', 'report']

type Splitting = { readonly reports: readonly string[]; readonly to: 'new' | 'alone'; readonly name: string | null }

/** What people do to campaigns; each says what came of it, with the way back where there is one. */
export function useCampaignActs() {
  const { t } = useTranslation('analysis')
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

  async function undo(campaign: string, change: string): Promise<boolean> {
    const done = await run(undoCampaignChange, { params: { id: campaign }, body: { change } })
    if (done !== undefined) toast(t('campaign.done.undone', { count: done.moved }))
    return done !== undefined
  }

  const withUndo = (said: string, campaign: string, change: string) =>
    toastWithUndo(said, { label: t('campaign.undo'), run: () => void undo(campaign, change) })

  return {
    undo,
    async merge(into: string, campaigns: readonly string[]): Promise<boolean> {
      const done = await run(mergeCampaigns, { params: { id: into }, body: { campaigns: [...campaigns] } })
      if (done !== undefined) withUndo(t('campaign.done.merged', { count: done.moved }), into, done.change)
      return done !== undefined
    },
    async split(campaign: string, { reports, to, name }: Splitting): Promise<string | null | undefined> {
      const done = await run(splitCampaign, { params: { id: campaign }, body: { reports: [...reports], to, name } })
      if (done === undefined) return undefined
      withUndo(t('campaign.done.split', { count: done.moved }), campaign, done.change)
      return done.campaign
    },
    async add(campaign: string, reports: readonly string[]): Promise<boolean> {
      const done = await run(addToCampaign, { params: { id: campaign }, body: { reports: [...reports] } })
      if (done !== undefined) withUndo(t('campaign.done.added', { count: done.moved }), campaign, done.change)
      return done !== undefined
    },
    async pin(campaign: string, reports: readonly string[], pinned: boolean): Promise<boolean> {
      const done = await run(pinInCampaign, { params: { id: campaign }, body: { reports: [...reports], pinned } })
      if (done !== undefined) toast(t(pinned ? 'campaign.done.pinned' : 'campaign.done.unpinned', { count: done.done }))
      return done !== undefined
    },
  }
}
