import { ActionIcon, Button, Group, Menu, Modal, Select, Text } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resourceKinds, resourceStates } from '../../../../src/domain/cooperation/contract/network/resource-names.ts'
import {
  confirmResource,
  listResources,
  type ResourceView,
  withdrawResource,
} from '../../../../src/domain/cooperation/contract/network/resources.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { ExportLink } from '../../app/export-link.tsx'
import { chooseLanguage } from '../../app/languages.ts'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Filters, Page, Section } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { ResourceForm } from './resource-form.tsx'
import classes from './resources.module.css'
import type { ResourcesSearch } from './search.ts'

const route = getRouteApi('/shell/resources')

/** What users are pointed to, and whom incidents are reported to: the lists of X.1207, kept true. */
export function Resources() {
  const { t } = useTranslation('network')
  const search = route.useSearch()
  const navigate = useNavigate()
  const [open, setOpen] = useState<ResourceView | 'new'>()
  const { state } = search
  const read = useRead(listResources, { query: state === undefined ? {} : { state: [state] } }, { live: ['resource'] })
  const close = () => setOpen(undefined)
  const keeps = read.data?.may.keep === true
  const choose = (next: ResourcesSearch) => void navigate({ to: '/resources', search: next, replace: true })
  return (
    <Page
      title={t('resources.title')}
      lead={t('resources.lead')}
      actions={
        <>
          <ExportLink path="/api/resources/export" query={{ state }} what={t('resources.title')} />
          {keeps && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
              {t('resources.add')}
            </Button>
          )}
        </>
      }
    >
      <Filters label={t('resources.filter')}>
        <Select
          label={t('resources.state')}
          data={resourceStates.map((one) => ({ value: one, label: t(`resources.states.${one}`) }))}
          placeholder={t('resources.every-state')}
          value={state ?? null}
          clearable
          onChange={(value) => {
            const chosen = resourceStates.find((one) => one === value)
            choose(chosen === undefined ? {} : { state: chosen })
          }}
        />
      </Filters>
      <Answer of={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('resources.none')} text={t('resources.none-why')} />
          ) : (
            resourceKinds.map((kind) => <Listed key={kind} kind={kind} items={items} keeps={keeps} onChange={setOpen} />)
          )
        }
      </Answer>
      <Modal
        opened={open !== undefined}
        onClose={close}
        size="lg"
        title={t(open === 'new' ? 'resources.add' : 'resources.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open !== undefined && <ResourceForm resource={open === 'new' ? null : open} onDone={close} />}
      </Modal>
    </Page>
  )
}

type ListedProps = {
  readonly kind: ResourceView['kind']
  readonly items: readonly ResourceView[]
  readonly keeps: boolean
  onChange(one: ResourceView): void
}

function Listed({ kind, items, keeps, onChange }: ListedProps) {
  const { t } = useTranslation('network')
  const own = items.filter((one) => one.kind === kind)
  if (own.length === 0) return null
  return (
    <Section title={t(`resources.kinds.${kind}`)} lead={t(`resources.why.${kind}`)} flush>
      <ul className={classes.list}>
        {own.map((one) => (
          <Entry key={one.id} one={one} keeps={keeps} onChange={onChange} />
        ))}
      </ul>
    </Section>
  )
}

type EntryProps = { readonly one: ResourceView; readonly keeps: boolean; onChange(one: ResourceView): void }

function Entry({ one, keeps, onChange }: EntryProps) {
  const { t, i18n } = useTranslation('network')
  const language = chooseLanguage([i18n.language])
  const about = one.about[language] || one.about.en
  const tone = one.state === 'confirmed' ? 'good' : one.state === 'withdrawn' ? 'plain' : 'warn'
  return (
    <li>
      <div>
        <strong>
          <bdi>{one.name}</bdi>
        </strong>{' '}
        <Badge tone={tone}>{t(`resources.states.${one.state}`)}</Badge>
        {about !== '' && <Text dir="auto">{about}</Text>}
        <ul className={classes.addresses}>
          {one.addresses.map((address) => (
            <li key={address}>
              <a href={address} rel="noreferrer" target={address.startsWith('mailto:') ? undefined : '_blank'} dir="ltr">
                {address.replace(/^mailto:/, '')}
              </a>
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          {one.source !== '' && <bdi>{one.source}</bdi>}
          {one.sourceOn !== null && <> ({one.sourceOn.slice(0, 4)})</>}{' '}
          {one.confirmedAt !== null && (
            <>
              {t('resources.confirmed-at')} <Time at={one.confirmedAt} style="date" />
            </>
          )}
        </Text>
      </div>
      {keeps && <EntryActs one={one} onChange={onChange} />}
    </li>
  )
}

function EntryActs({ one, onChange }: Omit<EntryProps, 'keeps'>) {
  const { t } = useTranslation('network')
  const ask = useConfirm()
  const confirm = useQuickAct(confirmResource, ['resource'])
  const withdraw = useQuickAct(withdrawResource, ['resource'])
  const params = { id: one.id }
  const take = async () => {
    const { name } = one
    const sure = await ask({
      title: t('resources.take.title', { name }),
      consequence: t('resources.take.consequence'),
      act: t('resources.take.do'),
    })
    if (sure) await withdraw({ params }, t('resources.take.done', { name }))
  }
  return (
    <Group gap="xs" wrap="nowrap">
      {one.state !== 'confirmed' && (
        <Button size="compact-sm" variant="default" onClick={() => void confirm({ params }, t('resources.confirmed', { name: one.name }))}>
          {t('resources.confirm')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('resources.acts', { name: one.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onChange(one)}>{t('resources.change')}</Menu.Item>
          {one.state === 'confirmed' && (
            <Menu.Item onClick={() => void confirm({ params }, t('resources.confirmed', { name: one.name }))}>
              {t('resources.confirm')}
            </Menu.Item>
          )}
          {one.state !== 'withdrawn' && (
            <Menu.Item color="red" onClick={() => void take()}>
              {t('resources.take.do')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
