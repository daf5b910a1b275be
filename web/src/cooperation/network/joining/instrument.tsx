import { Alert, Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type EditionView,
  type EditionWhole,
  listEditions,
  readEdition,
  signInstrument,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Hash } from '../../../ui/code.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import { MemberField } from '../member-field.tsx'
import { PublishForm } from './edition-parts.tsx'
import classes from './joining.module.css'

const route = getRouteApi('/shell/network/instrument')
const live = { live: ['edition'] }

/** The instrument that members sign: its versions, and who signed which. */
export function Instrument() {
  const { t } = useTranslation('joining')
  const { version } = route.useSearch()
  const [open, setOpen] = useState<'publish' | 'sign'>()
  const listed = useRead(listEditions, { query: { kind: 'instrument' } }, live)
  const items = listed.data?.items ?? []
  const id = version ?? items[0]?.id
  const result = useRead(readEdition, { params: { id: id ?? '' } }, { ...live, enabled: id !== undefined })
  const edition = result.data
  const close = () => setOpen(undefined)
  return (
    <Page
      title={t('instrument.title')}
      lead={t('instrument.lead')}
      actions={
        <>
          {edition !== undefined && (edition.may.sign || edition.may.signFor) && (
            <Button onClick={() => setOpen('sign')}>{t(edition.may.signFor ? 'sign.for' : 'sign.act')}</Button>
          )}
          {listed.data?.may.publish === true && (
            <Button variant="default" onClick={() => setOpen('publish')}>
              {t('instrument.new')}
            </Button>
          )}
        </>
      }
    >
      <Stack gap="md">
        <Alert variant="light">{t('instrument.not-binding')}</Alert>
        <Answer of={listed}>
          {({ items: found }) =>
            found.length === 0 ? <Empty title={t('instrument.none')} text={t('instrument.none-why')} /> : <Versions items={found} />
          }
        </Answer>
        {id !== undefined && <Answer of={result}>{(one) => <Wording edition={one} />}</Answer>}
      </Stack>
      <Modal
        opened={open !== undefined}
        onClose={close}
        size={open === 'publish' ? 'xl' : 'md'}
        title={open === 'publish' ? t('instrument.new') : t('sign.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {open === 'publish' && <PublishForm from={edition} onDone={close} />}
        {open === 'sign' && edition !== undefined && <SignForm edition={edition} onDone={close} />}
      </Modal>
    </Page>
  )
}

function Wording({ edition }: { readonly edition: EditionWhole }) {
  const { t } = useTranslation('joining')
  const { title, number, text, sha256, signatures } = edition
  return (
    <>
      <Section title={`${title}, ${t('version', { number: number ?? 0 })}`}>
        <Text className={classes.paper} dir="auto">
          {text}
        </Text>
        <Text size="sm" c="dimmed" component="div" mt="sm">
          SHA-256 <Hash value={sha256} />
        </Text>
      </Section>
      <Section title={t('signatures.title', { count: signatures.length })} flush={signatures.length > 0}>
        {signatures.length === 0 ? (
          t('signatures.none')
        ) : (
          <ul className={formClasses.rows}>
            {signatures.map((one) => (
              <li key={one.id}>
                <div className={classes.grow}>
                  <bdi>{one.name}</bdi>
                  <Text size="sm" c="dimmed">
                    <bdi>{one.signer}</bdi>
                    {one.capacity !== '' && (
                      <>
                        , <bdi>{one.capacity}</bdi>
                      </>
                    )}
                  </Text>
                </div>
                <Time at={`${one.signedOn}T12:00:00Z`} style="date" />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function Versions({ items }: { readonly items: readonly EditionView[] }) {
  const { t } = useTranslation('joining')
  return (
    <Section title={t('edition.all')} flush>
      <ul className={formClasses.rows}>
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/network/instrument" search={{ version: one.id }} className={classes.link}>
              {t('version', { number: one.number ?? 0 })}
            </Link>
            <span>
              {t('signatures.count', { count: one.signatures })} {one.until === null && <Badge tone="good">{t('edition.newest')}</Badge>}{' '}
              {one.since !== null && <Time at={one.since} style="date" />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function SignForm({ edition, onDone }: { readonly edition: EditionWhole; readonly onDone: () => void }) {
  const { t } = useTranslation('joining')
  const act = useAct(signInstrument, ['edition'])
  const { required } = useChecks()
  const others = edition.may.signFor
  const today = new Date().toISOString().slice(0, 10)
  const initial = { member: null as string | null, signer: '', capacity: '', signedOn: today }
  const form = useFields(initial, { signer: required, signedOn: required, ...(others ? { member: required } : {}) }, act.failure)
  const submit = form.onSubmit(async ({ member, signer, capacity, signedOn }) => {
    const named = member === null ? {} : { member }
    const body = { ...named, signer: signer.trim(), capacity: capacity.trim(), signedOn }
    if ((await act.run({ params: { id: edition.id }, body })) === undefined) return
    toast(t('sign.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Text size="sm">{t('sign.what', { title: edition.title, number: edition.number ?? 0 })}</Text>
        {others && <MemberField label={t('sign.member')} but={edition.signatures.map(({ member }) => member)} {...form.props('member')} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput label={t('sign.signer')} maxLength={200} dir="auto" {...form.props('signer')} />
          <TextInput label={t('sign.capacity')} maxLength={200} dir="auto" {...form.props('capacity')} />
        </SimpleGrid>
        <TextInput label={t('sign.on')} type="date" max={today} {...form.props('signedOn')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('sign.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
