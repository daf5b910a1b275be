import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseKinds, listOutcomesBySide, outcomeOrders, outcomeSides } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { ExportLink } from '../app/export-link.tsx'
import { useRead } from '../app/read.ts'
import { startOfDay } from '../ui/format.ts'
import { Filters, Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Caveats, Together } from './outcomes/about.tsx'
import styles from './outcomes/outcomes.module.css'
import { Plot } from './outcomes/plot.tsx'
import type { OutcomesSearch } from './outcomes/search.ts'
import { OutcomeTable } from './outcomes/table.tsx'

const route = getRouteApi('/shell/outcomes')

/** Who acts on notices and who does not. */
export function Outcomes() {
  const { t } = useTranslation('outcomes')
  const search = route.useSearch()
  const { zone } = usePreferences()
  const { order = 'notices', up = false, by = 'host', since, until, kind, told } = search
  const filter = {
    by,
    since: since === undefined ? undefined : startOfDay(since, zone),
    until: until === undefined ? undefined : startOfDay(until, zone),
    kind,
    told: told === true ? 'true' : undefined,
  }
  const found = useRead(listOutcomesBySide, { query: { ...filter, order, down: up ? 'false' : 'true' } }, { live: ['case', 'action'] })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<ExportLink path="/api/outcomes/export" query={filter} what={t('title')} />}>
      <OutcomeFilters search={search} />
      <Answer of={found}>
        {(table) => (
          <>
            <Together all={table.all} outside={table.outside} />
            {table.items.length > 0 && <Plot lines={table.items} by={by} />}
            <OutcomeTable table={table} search={search} />
            <Caveats outside={table.outside} silenceDays={table.silenceDays} />
          </>
        )}
      </Answer>
    </Page>
  )
}

function OutcomeFilters({ search }: { readonly search: OutcomesSearch }) {
  const { t } = useTranslation(['outcomes', 'cases'])
  const navigate = useNavigate()
  const set = (change: { readonly [K in keyof OutcomesSearch]: OutcomesSearch[K] | undefined }) => {
    const next: OutcomesSearch = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined))
    void navigate({ to: '/outcomes', search: next, replace: true })
  }
  const { order = 'notices', up = false } = search
  return (
    <Filters label={t('filter.label')}>
      <SegmentedControl
        className={styles.sides ?? ''}
        aria-label={t('side.label')}
        value={search.by ?? 'host'}
        onChange={(value) => set({ by: outcomeSides.find((one) => one === value) })}
        data={(['host', 'network', 'registrar', 'country'] as const).map((one) => ({ value: one, label: t(`side.${one}`) }))}
      />
      <Select
        aria-label={t('filter.order')}
        allowDeselect={false}
        value={`${order}${up ? ' up' : ''}`}
        onChange={(value) => {
          const [name, way] = (value ?? '').split(' ')
          set({ order: outcomeOrders.find((one) => one === name), up: way === 'up' ? true : undefined })
        }}
        data={outcomeOrders.flatMap((one) => [
          { value: one, label: t(`order.${one}`) },
          { value: `${one} up`, label: t(`order-up.${one}`) },
        ])}
      />
      <Select
        aria-label={t('filter.kind')}
        placeholder={t('filter.every-kind')}
        clearable
        value={search.kind ?? null}
        onChange={(value) => set({ kind: caseKinds.find((one) => one === value) })}
        data={caseKinds.map((one) => ({ value: one, label: t(`cases:kind.${one}`) }))}
      />
      <TextInput
        type="date"
        aria-label={t('filter.since')}
        title={t('filter.since')}
        value={search.since ?? ''}
        onChange={(event) => set({ since: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label={t('filter.until')}
        title={t('filter.until')}
        value={search.until ?? ''}
        onChange={(event) => set({ until: event.currentTarget.value || undefined })}
      />
      <Switch
        label={t('filter.told')}
        checked={search.told === true}
        onChange={(event) => set({ told: event.currentTarget.checked ? true : undefined })}
      />
    </Filters>
  )
}
