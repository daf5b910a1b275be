import { Button, Modal, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { techniqueKinds } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import { listTechniques, type TechniqueLine } from '../../../../../src/domain/cooperation/contract/network/techniques.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { type Column, ListView } from '../../../ui/list/list-view.tsx'
import { Filters, Page } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { TlpBadge } from '../sharing/words.tsx'

const TechniqueForm = lazy(async () => ({ default: (await import('./technique-form.tsx')).TechniqueForm }))
const route = getRouteApi('/shell/techniques')
const idOf = ({ id }: TechniqueLine) => id

/** Detection techniques of one's organisation, made here or taken over from others. */
export function Techniques() {
  const { t } = useTranslation('techniques')
  const navigate = useNavigate()
  const { kind } = route.useSearch()
  const source = useList(listTechniques, { query: kind === undefined ? {} : { kind: [kind] } }, { live: ['technique'] })
  const may = useRead(listTechniques, { query: { limit: 1 } }, { live: ['technique'] }).data?.may
  const [adding, setAdding] = useState(false)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <LinkButton to="/shared" search={{ kind: 'technique' }} variant="default">
            {t('shared')}
          </LinkButton>
          {may?.make === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
          )}
        </>
      }
    >
      <Filters label={t('filter')}>
        <Select
          aria-label={t('field.kind')}
          placeholder={t('every-kind')}
          clearable
          value={kind ?? null}
          onChange={(value) => {
            const chosen = techniqueKinds.find((one) => one === value)
            void navigate({ to: '/techniques', search: chosen === undefined ? {} : { kind: chosen }, replace: true })
          }}
          data={techniqueKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ name }) => name}
        onOpen={({ id }) => void navigate({ to: '/techniques/$id', params: { id } })}
        empty={{ title: t('none'), text: t('none-why') }}
      />
      <Modal opened={adding} onClose={() => setAdding(false)} size="xl" title={t('add')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <Suspense fallback={<LoadingPage />}>
          <TechniqueForm
            onDone={({ id }) => {
              setAdding(false)
              void navigate({ to: '/techniques/$id', params: { id } })
            }}
          />
        </Suspense>
      </Modal>
    </Page>
  )
}

function useColumns(): readonly Column<TechniqueLine>[] {
  const { t } = useTranslation('techniques')
  return [
    {
      id: 'name',
      head: t('field.name'),
      priority: 1,
      width: 'minmax(12rem, 2fr)',
      cell: ({ name, origin }) => (
        <>
          <bdi>{name}</bdi> {origin?.recalled === true && <Badge tone="bad">{t('recalled')}</Badge>}
          {origin?.over === true && <Badge tone="bad">{t('ended')}</Badge>}
        </>
      ),
    },
    { id: 'kind', head: t('field.kind'), priority: 2, width: 'minmax(8rem, 1fr)', cell: ({ kind }) => t(`kind.${kind}`) },
    {
      id: 'from',
      head: t('field.from'),
      priority: 3,
      width: 'minmax(8rem, 1fr)',
      cell: ({ origin }) => (origin === null ? t('own') : <bdi>{origin.name}</bdi>),
    },
    {
      id: 'entries',
      head: t('field.entries'),
      priority: 3,
      width: 'max-content',
      cell: ({ kind, entries }) => t(`entries.${kind}`, { number: entries }),
    },
    { id: 'mark', head: t('field.mark'), priority: 2, width: 'max-content', cell: ({ tlp }) => <TlpBadge tlp={tlp} /> },
    {
      id: 'at',
      head: t('field.changed'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: ({ changedAt }) => <Time at={changedAt} style="relative" />,
    },
  ]
}
