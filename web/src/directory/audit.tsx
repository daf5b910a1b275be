import { Button, Drawer, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuditLine, listAudit, listNodeAudit } from '../../../src/domain/directory/contract.ts'
import { useList } from '../app/read.ts'
import { CodeBlock, Copyable, Mono } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { dayAfter, startOfDay } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { useActs, useActText } from './act-text.ts'
import type { AuditSearch } from './search.ts'

const idOf = (line: AuditLine) => line.id
const own = getRouteApi('/shell/audit')
const nodes = getRouteApi('/shell/node/audit')

/** Who did what in the acting organisation. */
export function Audit() {
  const { t } = useTranslation('directory')
  const search = own.useSearch()
  const navigate = useNavigate()
  const source = useList(listAudit, { query: useQueryOf(search) })
  return (
    <AuditPage
      title={t('audit.title')}
      lead={t('audit.lead')}
      search={search}
      source={source}
      onSearch={(next) => void navigate({ to: '/audit', search: next, replace: true })}
    />
  )
}

/** What happened to the node itself, for its operator. */
export function NodeAudit() {
  const { t } = useTranslation('directory')
  const search = nodes.useSearch()
  const navigate = useNavigate()
  const source = useList(listNodeAudit, { query: useQueryOf(search) })
  return (
    <AuditPage
      title={t('audit.node-title')}
      lead={t('audit.node-lead')}
      search={search}
      source={source}
      onSearch={(next) => void navigate({ to: '/node/audit', search: next, replace: true })}
    />
  )
}

/** Days are the reader's: from the first instant of one to the last of the other, in their zone. */
function useQueryOf({ from, until, ...rest }: AuditSearch) {
  const { zone } = usePreferences()
  return {
    ...rest,
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    ...(until === undefined ? {} : { until: startOfDay(dayAfter(until), zone) }),
  }
}

type AuditPageProps = {
  readonly title: string
  readonly lead: string
  readonly search: AuditSearch
  readonly source: ReturnType<typeof useList<typeof listAudit>>
  readonly onSearch: (next: AuditSearch) => void
}

function AuditPage({ title, lead, search, source, onSearch }: AuditPageProps) {
  const { t } = useTranslation('directory')
  const [shown, setShown] = useState<AuditLine>()
  const [chosen, setChosen] = useState(0)
  const act = useActText()
  const columns: readonly Column<AuditLine>[] = [
    { id: 'act', head: t('audit.act'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (line) => act(line.action) },
    { id: 'actor', head: t('audit.actor'), priority: 2, width: 'minmax(8rem, 1.2fr)', cell: (line) => <Who line={line} /> },
    { id: 'subject', head: t('audit.subject'), priority: 3, width: 'minmax(8rem, 1.2fr)', cell: (line) => <Mono>{line.subject}</Mono> },
    { id: 'at', head: t('audit.at'), priority: 2, width: 'max-content', cell: (line) => <Time at={line.at} style="second" /> },
  ]
  return (
    <Page title={title} lead={lead}>
      {/* drawn anew when the filters were chosen elsewhere on the page */}
      <AuditFilters key={chosen} search={search} onSearch={onSearch} />
      <ListView
        label={title}
        source={source}
        columns={columns}
        idOf={idOf}
        onOpen={setShown}
        empty={{ title: t('audit.none'), text: t('audit.none-why') }}
      />
      <Drawer
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        position="right"
        size="lg"
        title={shown === undefined ? '' : act(shown.action)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {shown !== undefined && (
          <Details
            line={shown}
            onSearch={(next) => {
              setShown(undefined)
              setChosen((times) => times + 1)
              onSearch(next)
            }}
          />
        )}
      </Drawer>
    </Page>
  )
}

// the identifiers of who and what are seldom typed: a line's details offer them
function AuditFilters({ search, onSearch }: Pick<AuditPageProps, 'search' | 'onSearch'>) {
  const { t } = useTranslation('directory')
  const acts = useActs()
  const later = useDebouncedCallback(onSearch, 350)
  const change = (name: keyof AuditSearch) => (event: ChangeEvent<HTMLInputElement>) => {
    const { [name]: _, ...others } = search
    const value = event.currentTarget.value.trim()
    later(value === '' ? others : { ...others, [name]: value })
  }
  return (
    <Filters label={t('audit.filter')} even>
      <Select
        label={t('audit.act')}
        placeholder={t('audit.any')}
        data={search.action === undefined || acts.some(({ value }) => value === search.action) ? acts : [search.action, ...acts]}
        value={search.action ?? null}
        onChange={(action) => {
          const { action: _, ...others } = search
          onSearch(action === null ? others : { ...others, action })
        }}
        searchable
        clearable
        limit={200}
        nothingFoundMessage={t('field.nothing')}
      />
      <TextInput label={t('audit.actor')} placeholder={t('field.id')} defaultValue={search.actor} onChange={change('actor')} />
      <TextInput label={t('audit.subject')} placeholder={t('field.id')} defaultValue={search.subject} onChange={change('subject')} />
      <TextInput label={t('audit.from')} type="date" defaultValue={search.from} onChange={change('from')} />
      <TextInput label={t('audit.until')} type="date" defaultValue={search.until} onChange={change('until')} />
    </Filters>
  )
}

function Who({ line }: { readonly line: AuditLine }) {
  const { t, i18n } = useTranslation('directory')
  if (line.actor.name !== null) return <bdi>{line.actor.name}</bdi>
  const key = `actor.${line.actor.kind}`
  return i18n.exists(`directory:${key}`) ? t(key) : <Mono>{line.actor.kind}</Mono>
}

function Details({ line, onSearch }: { readonly line: AuditLine; readonly onSearch: (next: AuditSearch) => void }) {
  const { t } = useTranslation('directory')
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={() => onSearch({ actor: line.actor.id })}>
          {t('audit.by-same')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => onSearch({ subject: line.subject })}>
          {t('audit.of-same')}
        </Button>
      </Group>
      <Facts
        facts={[
          { name: t('audit.at'), value: <Time at={line.at} style="second" /> },
          { name: t('audit.at-utc'), value: <Time at={line.at} style="second" zone="UTC" /> },
          { name: t('audit.actor'), value: <Who line={line} /> },
          { name: t('audit.actor-id'), value: <Copyable text={line.actor.id} /> },
          { name: t('audit.act'), value: <Mono>{line.action}</Mono> },
          { name: t('audit.subject'), value: <Copyable text={line.subject} /> },
          { name: t('field.id'), value: <Copyable text={line.id} /> },
        ]}
      />
      {Object.keys(line.detail).length > 0 && <CodeBlock text={JSON.stringify(line.detail, null, 2)} />}
    </Stack>
  )
}
