import { Button } from '@mantine/core'
import { IconArrowUp, IconUpload } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportLine } from '../../../src/domain/analysis/contract.ts'
import { ExportLink } from '../app/export-link.tsx'
import { useHandIn } from '../app/panels.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { DropEverywhere } from '../ui/drop-everywhere.tsx'
import { dayAfter, startOfDay } from '../ui/format.ts'
import { ListView } from '../ui/list/list-view.tsx'
import { Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { BulkActs } from './list/bulk.tsx'
import { useReportColumns, useTitleOf } from './list/columns.tsx'
import { Figures } from './list/figures.tsx'
import { FilterBar } from './list/filter-bar.tsx'
import classes from './list/list.module.css'
import { type ReportList, useReportList } from './list/report-list.ts'
import type { ReportsSearch } from './search.ts'

const route = getRouteApi('/shell/reports')
const idOf = (line: ReportLine) => line.id

/** The desk: what was reported, newest first. */
export function Reports() {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const [handing, setHanding] = useState(false)
  const { HandIn, expect, want, take } = useHandIn()
  const presence = usePresence()
  const query = useQueryOf(search)
  const list = useReportList(query, presence.busy)
  const mayHandIn = isAtLeast(session, 'analyst')
  const filtered = Object.keys(search).length > 0
  return (
    <Page
      title={t('reports.title')}
      actions={
        <>
          <ExportLink path="/api/reports/export" query={query} what={t('reports.title')} />
          {mayHandIn && (
            <Button leftSection={<IconUpload size={16} />} onClick={async () => setHanding(await want())}>
              {t('reports.hand-in')}
            </Button>
          )}
        </>
      }
    >
      {mayHandIn && <DropEverywhere label={t('reports.drop-here')} onDrag={expect} onFiles={take} />}
      {mayHandIn && HandIn !== undefined && (
        <Suspense>
          <HandIn open={handing} onClose={() => setHanding(false)} />
        </Suspense>
      )}
      <Figures />
      <FilterBar search={search} onSearch={(next) => void navigate({ to: '/reports', search: next, replace: true })} />
      <div {...presence.handlers}>
        <Arrived list={list} onTaken={presence.settle} />
        <ListView
          label={t('reports.title')}
          source={list.source}
          columns={useReportColumns(list.fresh, list.source.items)}
          idOf={idOf}
          nameOf={useTitleOf()}
          onOpen={(line) => void navigate({ to: '/reports/$id', params: { id: line.id } })}
          bulk={
            mayHandIn
              ? (chosen, clear) => (
                  <BulkActs
                    chosen={chosen}
                    onDone={() => {
                      clear()
                      list.again()
                    }}
                  />
                )
              : undefined
          }
          empty={
            filtered
              ? {
                  title: t('reports.none-found'),
                  text: t('reports.none-found-why'),
                  action: (
                    <Button variant="default" mt="xs" onClick={() => void navigate({ to: '/reports', search: {} })}>
                      {t('filter.clear')}
                    </Button>
                  ),
                }
              : { title: t('reports.none'), text: t('reports.none-why') }
          }
        />
      </div>
    </Page>
  )
}

/** Days are the reader's: from the first instant of one to the last of the other, in their zone. */
function useQueryOf({ q, from, until, utc, asn, added, ...rest }: ReportsSearch) {
  const preferred = usePreferences().zone
  const zone = utc === true ? 'UTC' : preferred
  return {
    ...rest,
    ...(q === undefined ? {} : { search: q }),
    ...(added === undefined ? {} : { added: 'true' as const }),
    ...(asn === undefined || !/^\d{1,10}$/.test(asn) ? {} : { asn: Number(asn) }),
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    ...(until === undefined ? {} : { until: startOfDay(dayAfter(until), zone) }),
  }
}

/** Whether somebody is at the list: the mouse or the keyboard in it, or scrolled down along it. */
function usePresence() {
  const [mouse, setMouse] = useState(false)
  const [keyboard, setKeyboard] = useState(false)
  const [down, setDown] = useState(false)
  useEffect(() => {
    const onScroll = () => setDown(window.scrollY > 240)
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [])
  const region = useRef<HTMLDivElement>(null)
  const handlers = {
    ref: region,
    onPointerEnter: () => setMouse(true),
    onPointerLeave: () => setMouse(false),
    onFocus: () => setKeyboard(true),
    onBlur: (event: React.FocusEvent) => setKeyboard(event.currentTarget.contains(event.relatedTarget)),
  }
  return {
    busy: mouse || keyboard || down,
    handlers,
    /** a button that is gone took its focus along without a word */
    settle: () => requestAnimationFrame(() => setKeyboard(region.current?.contains(document.activeElement) === true)),
  }
}

function Arrived({ list, onTaken }: { readonly list: ReportList; readonly onTaken: () => void }) {
  const { t } = useTranslation('analysis')
  const { count, more } = list.waiting
  const take = () => {
    list.takeIn()
    onTaken()
  }
  return (
    <div className={classes.arrived} role="status">
      {count > 0 && (
        <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={14} />} onClick={take}>
          {more ? t('reports.arrived-many', { count }) : t('reports.arrived', { count })}
        </Button>
      )}
    </div>
  )
}
