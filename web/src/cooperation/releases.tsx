import { Button, Select, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listReleases, type ReleaseLine } from '../../../src/domain/cooperation/contract.ts'
import { addressOf } from '../app/api.ts'
import { useList } from '../app/read.ts'
import { ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { kinds, type ReleasesSearch, recalls, states } from './search.ts'
import { useReleaseColumns } from './words.tsx'

const route = getRouteApi('/shell/releases')
const idOf = (one: ReleaseLine) => one.id
const startOf = (day: string | undefined) => (day === undefined ? undefined : `${day}T00:00:00.000Z`)

/** Everything that left, or was to: the register. */
export function Releases() {
  const { t } = useTranslation('cooperation')
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: ReleasesSearch) => void navigate({ to: '/releases', search: next, replace: true })
  const { state, kind, since, until, ...same } = search
  const query = {
    ...same,
    state: state === undefined ? undefined : [state],
    kind: kind === undefined ? undefined : [kind],
    since: startOf(since),
    until: startOf(until),
  }
  const source = useList(listReleases, { query }, { live: ['release', 'mail'] })
  const set = <K extends keyof ReleasesSearch>(name: K, value: ReleasesSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    go(value === undefined ? rest : { ...rest, [name]: value })
  }
  return (
    <Page
      title={t('releases.title')}
      lead={t('releases.lead')}
      actions={
        <Button
          component="a"
          href={addressOf('/api/releases/export', undefined, query)}
          download="releases.csv"
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('releases.export')}
        </Button>
      }
    >
      <Filters label={t('approvals.filter')}>
        <Select
          aria-label={t('column.state')}
          placeholder={t('filter.every-state')}
          clearable
          value={state ?? null}
          onChange={(value) =>
            set(
              'state',
              states.find((one) => one === value),
            )
          }
          data={states.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        />
        <Select
          aria-label={t('column.kind')}
          placeholder={t('filter.every-kind')}
          clearable
          value={kind ?? null}
          onChange={(value) =>
            set(
              'kind',
              kinds.find((one) => one === value),
            )
          }
          data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
        <Select
          aria-label={t('filter.recall')}
          placeholder={t('filter.recall')}
          clearable
          value={search.recall ?? null}
          onChange={(value) =>
            set(
              'recall',
              recalls.find((one) => one === value),
            )
          }
          data={recalls.map((one) => ({ value: one, label: t(`recall.${one}`) }))}
        />
        <TextInput
          aria-label={t('field.address')}
          placeholder={t('field.address')}
          dir="ltr"
          defaultValue={search.recipient ?? ''}
          onBlur={(event) => set('recipient', event.currentTarget.value.trim() || undefined)}
          onKeyDown={(event) => event.key === 'Enter' && set('recipient', event.currentTarget.value.trim() || undefined)}
        />
        <TextInput
          type="date"
          aria-label={t('filter.since')}
          value={since ?? ''}
          onChange={(event) => set('since', event.currentTarget.value || undefined)}
        />
        <TextInput
          type="date"
          aria-label={t('filter.until')}
          value={until ?? ''}
          onChange={(event) => set('until', event.currentTarget.value || undefined)}
        />
        {(search.case !== undefined || search.action !== undefined) && (
          <Button
            variant="default"
            onClick={() => {
              const { case: _, action: __, ...rest } = search
              go(rest)
            }}
          >
            {t('filter.every-case')}
          </Button>
        )}
      </Filters>
      <ListView
        label={t('releases.title')}
        source={source}
        columns={useReleaseColumns()}
        idOf={idOf}
        nameOf={(one) => one.title}
        onOpen={(one) => void navigate({ to: '/releases/$id', params: { id: one.id } })}
        empty={{ title: t('releases.none'), text: t('releases.none-why') }}
      />
    </Page>
  )
}
