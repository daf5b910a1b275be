import { Button } from '@mantine/core'
import { IconPlus, IconSettings } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseLine, listCases } from '../../../src/domain/cases/contract.ts'
import { ExportLink } from '../app/export-link.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { ListView } from '../ui/list/list-view.tsx'
import { Page } from '../ui/page.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { BulkBar } from './queue/bulk-bar.tsx'
import { BulkDialog } from './queue/bulk-dialog.tsx'
import type { BulkKind } from './queue/bulk-fields.tsx'
import { useCaseColumns } from './queue/columns.tsx'
import { CaseFigures } from './queue/figures.tsx'
import { CaseFilters } from './queue/filter-bar.tsx'
import type { CasesSearch } from './search.ts'

const route = getRouteApi('/shell/cases')
const idOf = (line: CaseLine) => line.id

/** What the server is asked for: `q` are words there. */
export function filterOf({ q, order: _, watching, late, decide, answered, ...rest }: CasesSearch) {
  return {
    ...rest,
    ...(q === undefined ? {} : { search: q }),
    ...(watching === true ? { watching: 'true' as const } : {}),
    ...(late === true ? { late: 'true' as const } : {}),
    ...(decide === true ? { toDecide: 'true' as const } : {}),
    ...(answered === true ? { answered: 'true' as const } : {}),
  }
}

type Bulk = {
  readonly kind: BulkKind
  /** undefined: all that the filter finds */
  readonly ids: readonly string[] | undefined
  readonly first: CaseLine | undefined
  readonly clear: () => void
}

/** The queue of the desk: what does the most harm and waits longest stands first. */
export function Cases() {
  const { t } = useTranslation('cases')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const [opening, setOpening] = useState(false)
  // not in the bar: what is acted on may leave the list, and the bar with it, while the dialog tells how far it is
  const [bulk, setBulk] = useState<Bulk>()
  const query = { ...filterOf(search), ...(search.order === undefined ? {} : { order: search.order }) }
  const source = useList(listCases, { query }, { live: ['case'] })
  const works = isAtLeast(session, 'analyst')
  const go = (next: CasesSearch) => void navigate({ to: '/cases', search: next, replace: true })
  const { order: _, ...narrowing } = search
  const filtered = Object.keys(narrowing).length > 0
  return (
    <Page
      title={t('queue.title')}
      lead={t('queue.lead')}
      actions={
        <>
          <ExportLink path="/api/cases/export" query={query} what={t('queue.title')} />
          <LinkButton to="/cases/settings" variant="default" px="xs" aria-label={t('settings.title')} title={t('settings.title')}>
            <IconSettings size={16} aria-hidden="true" />
          </LinkButton>
          {works && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
              {t('open.do')}
            </Button>
          )}
        </>
      }
    >
      <CaseFigures search={search} />
      <CaseFilters search={search} onSearch={go} />
      <ListView
        label={t('queue.title')}
        source={source}
        columns={useCaseColumns()}
        idOf={idOf}
        nameOf={(line) => `${line.code} ${line.title}`}
        onOpen={(line) => void navigate({ to: '/cases/$id', params: { id: line.code } })}
        bulk={
          works
            ? (chosen, clear) => (
                <BulkBar
                  more={source.more}
                  onAct={(kind, all) => setBulk({ kind, ids: all ? undefined : chosen.map(idOf), first: chosen[0], clear })}
                />
              )
            : undefined
        }
        empty={
          filtered
            ? {
                title: t('queue.none-found'),
                text: t('queue.none-found-why'),
                action: (
                  <Button variant="default" mt="xs" onClick={() => go({})}>
                    {t('filter.clear')}
                  </Button>
                ),
              }
            : { title: t('queue.none'), text: t('queue.none-why') }
        }
      />
      {bulk !== undefined && (
        <BulkDialog
          kind={bulk.kind}
          target={bulk.ids === undefined ? { filter: filterOf(search) } : { ids: [...bulk.ids] }}
          first={bulk.first}
          onClose={(done) => {
            if (done) bulk.clear()
            setBulk(undefined)
          }}
        />
      )}
      <OpenDialog open={opening} onClose={() => setOpening(false)} />
    </Page>
  )
}
