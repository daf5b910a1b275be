import { Button, Group, Modal, NumberInput, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUpload } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { contactRoles, contactTroubles } from '../../../../src/domain/cooperation/contract/network/contact-names.ts'
import { type ContactView, changePeriods, listContacts, readPeriods } from '../../../../src/domain/cooperation/contract/network/contacts.ts'
import { categories } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { useAct } from '../../app/act.ts'
import { ExportLink } from '../../app/export-link.tsx'
import { FormNote, useFields } from '../../app/form.tsx'
import { LinkButton } from '../../app/link-button.tsx'
import { useList, useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Country } from '../../ui/country.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Filters, Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { Age } from './contact-card.tsx'
import type { ContactsSearch } from './search.ts'

const route = getRouteApi('/shell/network/contacts')
const idOf = (one: ContactView) => one.id

/** All contacts that the reader may see; for the secretariat, which of them need attention. */
export function Contacts() {
  const { t } = useTranslation(['contacts', 'network'])
  const search = route.useSearch()
  const navigate = useNavigate()
  const set = <K extends keyof ContactsSearch>(name: K, value: ContactsSearch[K] | undefined) => {
    const { [name]: _, ...rest } = search
    void navigate({ to: '/network/contacts', search: value === undefined ? rest : { ...rest, [name]: value }, replace: true })
  }
  const { trouble, role, sector } = search
  const query = {
    ...(trouble === undefined ? {} : { trouble: [trouble] }),
    ...(role === undefined ? {} : { role: [role] }),
    ...(sector === undefined ? {} : { sector: [sector] }),
  }
  const source = useList(listContacts, { query }, { live: ['contact', 'member'] })
  const open = (one: ContactView) => void navigate({ to: '/network/members/$id', params: { id: one.member.id }, hash: 'contacts' })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Periods />}>
      <Filters label={t('filter')}>
        <Choice
          name={t('column.state')}
          all={t('every-state')}
          of={contactTroubles}
          label={(one) => t(`trouble.${one}`)}
          value={trouble}
          onChange={(one) => set('trouble', one)}
        />
        <Choice
          name={t('column.role')}
          all={t('every-role')}
          of={contactRoles}
          label={(one) => t(`role.${one}`)}
          value={role}
          onChange={(one) => set('role', one)}
        />
        <Choice
          name={t('field.sector')}
          all={t('every-sector')}
          of={categories}
          label={(one) => t(`network:category.${one}`)}
          value={sector}
          onChange={(one) => set('sector', one)}
        />
        <ExportLink path="/api/network/contacts/export" query={{ trouble, role, sector }} what={t('title')} />
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(one) => one.person || one.unit}
        onOpen={open}
        empty={{ title: t('none'), text: t('none-why') }}
      />
    </Page>
  )
}

type ChoiceProps<T extends string> = {
  readonly name: string
  readonly all: string
  readonly of: readonly T[]
  label(one: T): string
  readonly value: T | undefined
  onChange(one: T | undefined): void
}

function Choice<T extends string>({ name, all, of, label, value, onChange }: ChoiceProps<T>) {
  return (
    <Select
      aria-label={name}
      placeholder={all}
      clearable
      value={value ?? null}
      onChange={(chosen) => onChange(of.find((one) => one === chosen))}
      data={of.map((one) => ({ value: one, label: label(one) }))}
    />
  )
}

function useColumns(): readonly Column<ContactView>[] {
  const { t } = useTranslation('contacts')
  return [
    {
      id: 'country',
      head: t('column.country'),
      priority: 2,
      width: 'minmax(6rem, 1fr)',
      cell: (one) => <Country code={one.member.country} />,
    },
    {
      id: 'member',
      head: t('column.member'),
      priority: 1,
      width: 'minmax(9rem, 2fr)',
      cell: (one) => (
        <Link to="/network/members/$id" params={{ id: one.member.id }} hash="contacts">
          <bdi>{one.member.name}</bdi>
        </Link>
      ),
    },
    {
      id: 'who',
      head: t('column.who'),
      priority: 1,
      width: 'minmax(9rem, 2fr)',
      cell: (one) => <bdi>{[one.person, one.unit].filter((text) => text !== '').join(', ')}</bdi>,
    },
    { id: 'role', head: t('column.role'), priority: 3, width: 'max-content', cell: (one) => t(`role.${one.role}`) },
    { id: 'mail', head: t('field.mail'), priority: 2, width: 'minmax(10rem, 2fr)', cell: (one) => <bdi dir="ltr">{one.mail ?? ''}</bdi> },
    {
      id: 'state',
      head: t('column.state'),
      priority: 1,
      width: 'minmax(9rem, 1fr)',
      wrap: true,
      cell: (one) =>
        one.troubles.length === 0 ? (
          <Age contact={one} />
        ) : (
          one.troubles.map((trouble) => (
            <Badge key={trouble} tone={trouble === 'overdue' ? 'warn' : 'bad'}>
              {t(`trouble.${trouble}`)}
            </Badge>
          ))
        ),
    },
  ]
}

/** For the secretariat: contacts from a file, and how often they are confirmed. */
function Periods() {
  const { t } = useTranslation('contacts')
  const [opened, { open, close }] = useDisclosure(false)
  const periods = useRead(readPeriods, {}, { live: ['contact'] }).data
  if (periods?.may.change !== true) return null
  return (
    <>
      <LinkButton to="/network/contacts/import" variant="default" leftSection={<IconUpload size={16} />}>
        {t('import.title')}
      </LinkButton>
      <Button variant="default" onClick={open}>
        {t('periods.title')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('periods.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <PeriodForm periods={periods} onDone={close} />
      </Modal>
    </>
  )
}

type PeriodProps = { readonly periods: { readonly confirmDays: number; readonly answerDays: number }; readonly onDone: () => void }

function PeriodForm({ periods: { confirmDays, answerDays }, onDone }: PeriodProps) {
  const { t } = useTranslation('contacts')
  const act = useAct(changePeriods, ['contact', 'country-contact'])
  const form = useFields({ confirmDays, answerDays }, {}, act.failure)
  const { values, set } = form
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ body })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <NumberInput
          label={t('periods.confirm')}
          min={7}
          max={400}
          value={values.confirmDays}
          onChange={(days) => set('confirmDays', Number(days))}
        />
        <NumberInput
          label={t('periods.answer')}
          min={1}
          max={60}
          value={values.answerDays}
          onChange={(days) => set('answerDays', Number(days))}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
