import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BlockEntryView, listEntries, withdrawEntries } from '../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { defang } from '../ui/defang.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import type { Tone } from '../ui/tone.ts'
import { AddEntries } from './lists/add-entries.tsx'
import { Consumers } from './lists/consumers.tsx'
import { Guard } from './lists/guard.tsx'
import releaseClasses from './release/release.module.css'
import { entryStates, type ListsSearch } from './search.ts'

const route = getRouteApi('/shell/block-lists')
const idOf = (one: BlockEntryView) => one.id
const tones: Readonly<Record<BlockEntryView['state'], Tone>> = { listed: 'good', expired: 'plain', withdrawn: 'plain' }

/** What the organisation publishes for machines to turn away, who fetches it, and what is never on it. */
export function Lists() {
  const { t } = useTranslation('lists')
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = (next: ListsSearch) => void navigate({ to: '/block-lists', search: next, replace: true })
  const may = isAtLeast(useSession(), 'analyst')
  const [adding, setAdding] = useState(false)
  const source = useList(listEntries, { query: { ...search } }, { live: ['block-entry', 'block-guard'] })
  const bulk = useBulk()
  const set = <K extends keyof ListsSearch>(name: K, value: ListsSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    go(value === undefined ? rest : { ...rest, [name]: value })
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('add.title')}
          </Button>
        )
      }
    >
      <Filters label={t('filter')}>
        <Select
          aria-label={t('column.state')}
          placeholder={t('every-state')}
          clearable
          value={search.state ?? null}
          onChange={(value) =>
            set(
              'state',
              entryStates.find((one) => one === value),
            )
          }
          data={entryStates.map((one) => ({ value: one, label: t(`state.${one}`) }))}
        />
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          dir="ltr"
          defaultValue={search.q ?? ''}
          onBlur={(event) => set('q', event.currentTarget.value.trim() || undefined)}
          onKeyDown={(event) => event.key === 'Enter' && set('q', event.currentTarget.value.trim() || undefined)}
        />
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(one) => one.value}
        {...(may ? { bulk } : {})}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      <Consumers />
      <Guard />
      <AddEntries open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

function useBulk() {
  const { t } = useTranslation('lists')
  const confirm = useConfirm()
  const withdraw = useQuickAct(withdrawEntries, ['block-entry', 'release'])
  const ask = async (chosen: readonly BlockEntryView[], clear: () => void) => {
    const ids = chosen.filter(({ state }) => state !== 'withdrawn').map(({ id }) => id)
    const sure = await confirm({
      title: t('withdraw.title', { count: ids.length }),
      consequence: t('withdraw.consequence'),
      act: t('withdraw.act'),
      grave: true,
    })
    if (!sure || ids.length === 0) return
    await withdraw({ body: { ids, reason: t('withdraw.reason') } }, t('withdraw.done'))
    clear()
  }
  return (chosen: readonly BlockEntryView[], clear: () => void) => (
    <Group gap="xs">
      <Button size="compact-sm" color="red" variant="light" onClick={() => void ask(chosen.slice(0, 500), clear)}>
        {t('withdraw.act')}
      </Button>
    </Group>
  )
}

function useColumns(): readonly Column<BlockEntryView>[] {
  const { t } = useTranslation('lists')
  return [
    {
      id: 'value',
      head: t('column.value'),
      priority: 1,
      width: 'minmax(14rem, 2fr)',
      cell: (one) => <Mono>{defang(one.value)}</Mono>,
    },
    { id: 'kind', head: t('column.kind'), priority: 2, width: 'max-content', cell: (one) => t(`kind.${one.kind}`) },
    {
      id: 'state',
      head: t('column.state'),
      priority: 2,
      width: 'max-content',
      cell: (one) =>
        one.heldBack === null ? (
          <Badge tone={tones[one.state]}>{t(`state.${one.state}`)}</Badge>
        ) : (
          <Badge tone="warn">{t('held-back')}</Badge>
        ),
    },
    {
      id: 'reason',
      head: t('column.reason'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: (one) => (
        <Link to="/releases/$id" params={{ id: one.release }} className={releaseClasses.link}>
          <bdi>{one.reason}</bdi>
        </Link>
      ),
    },
    {
      id: 'until',
      head: t('column.until'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (one) => <Time at={one.endedAt ?? one.expiresAt} style="relative" />,
    },
  ]
}
