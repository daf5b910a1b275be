import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { listReports, type ReportLine } from '../../../../src/domain/analysis/contract.ts'
import { keyOf, useList, useRead } from '../../app/read.ts'
import type { ListSource } from '../../ui/list/source.ts'
import { arrivedSince, refreshed } from './arrivals.ts'

type Query = Omit<NonNullable<Parameters<typeof useList<typeof listReports>>[1]>['query'] & object, 'after' | 'limit'>
type Pages = InfiniteData<{ readonly items: readonly ReportLine[]; readonly next: string | null }, string | null>

/** as many of the newest as are looked at when something changes */
const looked = 30

export type ReportList = {
  readonly source: ListSource<ReportLine>
  /** reports that arrived since and are not in the list yet; with `more` there are others besides */
  readonly waiting: { readonly count: number; readonly more: boolean }
  /** taken in since the page was opened */
  readonly fresh: ReadonlySet<string>
  takeIn(): void
  /** reads the list again as far as it is shown */
  again(): void
}

/**
 * The list, live: states change in place, and what arrives waits until it is taken in, so that nothing moves under the cursor. While
 * nobody is at the list (`busy` is false) new reports come in by themselves.
 */
export function useReportList(query: Query, busy: boolean): ReportList {
  const queries = useQueryClient()
  const pagesKey = [...keyOf(listReports, { query }), 'pages']
  const source = useList(listReports, { query })
  const head = useRead(listReports, { query: { ...query, limit: looked } }, { live: ['report'], enabled: source.state === 'ready' })
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const newest = source.settling ? undefined : head.data?.items
  const items = useMemo(() => (newest === undefined ? source.items : refreshed(source.items, newest)), [source.items, newest])
  const arrived = newest === undefined ? [] : arrivedSince(source.items, newest)
  // all that was looked at is new: there may be a gap between it and the list
  const more = arrived.length >= looked && source.items.length > 0

  const takeIn = () => {
    if (arrived.length === 0) return
    setFresh((before) => new Set([...before, ...arrived.map((line) => line.id)]))
    if (more) return void queries.resetQueries({ queryKey: pagesKey })
    queries.setQueryData<Pages>(pagesKey, (before) => {
      const [first, ...rest] = before?.pages ?? []
      if (before === undefined || first === undefined) return before
      return { ...before, pages: [{ ...first, items: [...arrived, ...first.items] }, ...rest] }
    })
  }

  const take = useEffectEvent(takeIn)
  const free = !busy && arrived.length > 0
  useEffect(() => {
    if (free) take()
  }, [free])

  return {
    source: { ...source, items },
    waiting: { count: busy ? arrived.length : 0, more },
    fresh,
    takeIn,
    again() {
      void queries.invalidateQueries({ queryKey: pagesKey })
      void head.refetch()
    },
  }
}
