import { Button, Modal, Stack, Tabs, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type JointLine, listJointCases } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { jointLists } from '../../../../../src/domain/cooperation/contract/network/joint-names.ts'
import { useList, useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { BriefForm } from './brief-form.tsx'
import type { JointSearch } from './search.ts'
import { JointState } from './words.tsx'

const route = getRouteApi('/shell/joint-cases')
const idOf = (one: JointLine) => one.id

/** Cases that several agencies, and industry with them, work together: ours, those we are asked into, and those that are over for us. */
export function JointCases() {
  const { t } = useTranslation('joint')
  const navigate = useNavigate()
  const search = route.useSearch()
  const list = search.list ?? 'open'
  const [opening, setOpening] = useState(false)
  const go = (next: JointSearch) => void navigate({ to: '/joint-cases', search: next, replace: true })
  const open = (id: string) => void navigate({ to: '/joint-cases/$id', params: { id } })
  const may = useRead(listJointCases, { query: { limit: 1 } }, { live: ['joint-case'] }).data?.may
  const seek = useDebouncedCallback((q: string) => {
    const { q: _, ...rest } = search
    go(q.trim() === '' ? rest : { ...rest, q: q.trim() })
  }, 250)
  return (
    <Page
      title={t('title')}
      lead={t('intro')}
      actions={
        may?.open === true && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
            {t('open.act')}
          </Button>
        )
      }
    >
      <Tabs value={list} onChange={(value) => go({ ...search, list: jointLists.find((one) => one === value) ?? list })}>
        <Tabs.List mb="md">
          {jointLists.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`list.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={list}>
          <Stack gap="md">
            <Filters label={t('filter')}>
              <TextInput
                type="search"
                aria-label={t('find')}
                placeholder={t('find')}
                defaultValue={search.q ?? ''}
                onChange={(event) => seek(event.currentTarget.value)}
              />
            </Filters>
            <Listed list={list} search={search} onOpen={open} />
          </Stack>
        </Tabs.Panel>
      </Tabs>
      <Modal
        opened={opening}
        onClose={() => setOpening(false)}
        size="lg"
        title={t('open.title')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <BriefForm onDone={open} />
      </Modal>
    </Page>
  )
}

type ListedProps = { readonly list: (typeof jointLists)[number]; readonly search: JointSearch; readonly onOpen: (id: string) => void }

function Listed({ list, search, onOpen }: ListedProps) {
  const { t } = useTranslation('joint')
  const { q, case: own } = search
  const query = { list, ...(q === undefined ? {} : { words: q }), ...(own === undefined ? {} : { case: own }) }
  const source = useList(listJointCases, { query }, { live: ['joint-case', 'joint-entry'] })
  return (
    <ListView
      label={t(`list.${list}`)}
      source={source}
      columns={useColumns()}
      idOf={idOf}
      nameOf={(one) => `${one.code}${one.title === null ? '' : `: ${one.title}`}`}
      onOpen={({ id }) => onOpen(id)}
      empty={{ title: t(`none.${list}`), text: t(`none-why.${list}`) }}
    />
  )
}

function useColumns(): readonly Column<JointLine>[] {
  const { t } = useTranslation('joint')
  return [
    {
      id: 'title',
      head: t('field.title'),
      priority: 1,
      width: 'minmax(12rem, 3fr)',
      cell: ({ title, code }) => <bdi>{title ?? code}</bdi>,
    },
    {
      id: 'lead',
      head: t('field.lead'),
      priority: 2,
      width: 'minmax(9rem, 2fr)',
      cell: ({ lead }) =>
        lead === null ? (
          ''
        ) : (
          <span>
            <bdi>{lead.name}</bdi>, <Country code={lead.country} />
          </span>
        ),
    },
    { id: 'state', head: t('field.state'), priority: 2, width: 'max-content', cell: ({ state }) => <JointState state={state} /> },
    { id: 'at', head: t('field.since'), priority: 3, width: 'max-content', cell: ({ at }) => <Time at={at} style="date" /> },
    { id: 'code', head: t('field.code'), priority: 3, width: 'max-content', cell: ({ code }) => <bdi>{code}</bdi> },
  ]
}
