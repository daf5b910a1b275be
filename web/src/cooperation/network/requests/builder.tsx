import { Alert, Button, Checkbox, Group, MultiSelect, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dataKinds, grounds } from '../../../../../src/domain/cooperation/contract/network/disclosure-names.ts'
import { lawKinds } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { requestKinds, urgencies } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import { type CheckedRequest, listRequests } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { FormNote } from '../../../app/form.tsx'
import { CountryField } from '../../../app/place-fields.tsx'
import { useEvery } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { countryName } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { MemberField } from '../member-field.tsx'
import classes from './requests.module.css'
import { thingsIn } from './thing.ts'
import { isAskable, type RequestValues } from './values.ts'

type FormProps = {
  readonly values: RequestValues
  onValues(changed: Partial<RequestValues>): void
  /** who it would go to, once that is known */
  readonly chosen: CheckedRequest['to'] | undefined
  readonly failure: Error | null
  readonly running: boolean
  onSave(): void
}

/** A request as it is written: to whom, what, on which ground, by when. */
export function RequestForm({ values, onValues, chosen, failure, running, onSave }: FormProps) {
  const { t } = useTranslation('requests')
  const part = { values, onValues }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSave()
      }}
    >
      <Stack gap="md">
        <Section title={t('part.to')}>
          <ToFields {...part} chosen={chosen} />
        </Section>
        <Section title={t('part.what')}>
          <WhatFields {...part} />
        </Section>
        <Section title={t('part.why')}>
          <WhyFields {...part} />
        </Section>
        <Section title={t('part.case')}>
          <CaseFields {...part} />
        </Section>
        <FormNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={running} disabled={!isAskable(values)}>
            {t('new.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Part = Pick<FormProps, 'values' | 'onValues'>
const chosenOf = <T extends string>(all: readonly T[], value: string | null, otherwise: T) => all.find((one) => one === value) ?? otherwise

function ToFields({ values, onValues, chosen }: Part & Pick<FormProps, 'chosen'>) {
  const { t } = useTranslation(['requests', 'network'])
  const { locale } = usePreferences()
  const { to } = values
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label={t('field.to-kind')}
        allowDeselect={false}
        data={(['member', 'country'] as const).map((one) => ({ value: one, label: t(`to.${one}`) }))}
        value={to.kind}
        onChange={(value) =>
          onValues({ to: value === 'country' ? { kind: 'country', country: '', law: lawKinds[0] } : { kind: 'member', member: '' } })
        }
      />
      {to.kind === 'country' ? (
        <CountryField
          name="country"
          label={t('field.country')}
          description={t('field.country-hint')}
          error={undefined}
          value={to.country === '' ? null : to.country}
          onChange={(value) => onValues({ to: { ...to, country: value ?? '' } })}
        />
      ) : (
        <MemberField
          label={t('field.member')}
          required
          known={
            chosen?.member === to.member ? [{ value: to.member, label: `${chosen.name}, ${countryName(chosen.country, locale)}` }] : []
          }
          value={to.member === '' ? null : to.member}
          onChange={(member) => onValues({ to: { kind: 'member', member: member ?? '' } })}
        />
      )}
      {to.kind === 'country' && (
        <Select
          label={t('field.law-kind')}
          description={t('field.law-kind-hint')}
          allowDeselect={false}
          data={lawKinds.map((one) => ({ value: one, label: t(`network:law.${one}`) }))}
          value={to.law ?? lawKinds[0]}
          onChange={(value) => onValues({ to: { ...to, law: chosenOf(lawKinds, value, lawKinds[0]) } })}
        />
      )}
    </SimpleGrid>
  )
}

function WhatFields({ values, onValues }: Part) {
  const { t } = useTranslation(['requests', 'disclosures'])
  const ofData = values.kind === 'data' || values.kind === 'preservation'
  return (
    <Stack gap="sm">
      <TextInput
        label={t('field.title')}
        required
        dir="auto"
        maxLength={300}
        value={values.title}
        onChange={(event) => onValues({ title: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('field.kind')}
          allowDeselect={false}
          data={requestKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
          value={values.kind}
          onChange={(value) => onValues({ kind: chosenOf(requestKinds, value, values.kind) })}
        />
        {ofData && (
          <MultiSelect
            label={t('field.data')}
            data={dataKinds.map((one) => ({ value: one, label: t(`disclosures:data.${one}`) }))}
            value={values.data}
            onChange={(value) => onValues({ data: dataKinds.filter((one) => value.includes(one)) })}
          />
        )}
        <TextInput
          type="date"
          label={t('field.from')}
          value={values.from}
          onChange={(event) => onValues({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('field.until')}
          value={values.until}
          onChange={(event) => onValues({ until: event.currentTarget.value })}
        />
        {values.kind === 'preservation' && (
          <TextInput
            type="date"
            label={t('field.preserve-until')}
            value={values.preserveUntil}
            onChange={(event) => onValues({ preserveUntil: event.currentTarget.value })}
          />
        )}
      </SimpleGrid>
      <Textarea
        label={t('field.things')}
        description={t('field.things-hint')}
        dir="ltr"
        autosize
        minRows={2}
        maxRows={10}
        value={values.things}
        onChange={(event) => onValues({ things: event.currentTarget.value })}
      />
      {values.things !== '' && (
        <ul className={classes.things} aria-label={t('field.things')}>
          {thingsIn(values.things).map(({ kind, value }) => (
            <li key={value}>
              <Badge>{t(`thing.${kind}`)}</Badge> <bdi>{value}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Textarea
        label={t('field.text')}
        dir="auto"
        autosize
        minRows={3}
        maxRows={14}
        maxLength={20_000}
        value={values.text}
        onChange={(event) => onValues({ text: event.currentTarget.value })}
      />
    </Stack>
  )
}

function WhyFields({ values, onValues }: Part) {
  const { t } = useTranslation(['requests', 'disclosures'])
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('field.ground')}
          allowDeselect={false}
          data={grounds.map((one) => ({ value: one, label: t(`disclosures:ground.${one}`) }))}
          value={values.ground}
          onChange={(value) => onValues({ ground: chosenOf(grounds, value, values.ground) })}
        />
        <TextInput
          label={t('field.law')}
          dir="auto"
          maxLength={2_000}
          value={values.law}
          onChange={(event) => onValues({ law: event.currentTarget.value })}
        />
        <Select
          label={t('field.urgency')}
          allowDeselect={false}
          data={urgencies.map((one) => ({ value: one, label: t(`urgency.${one}`) }))}
          value={values.urgency}
          onChange={(value) => onValues({ urgency: chosenOf(urgencies, value, values.urgency) })}
        />
        <TextInput
          type="date"
          label={t('field.answer-by')}
          value={values.answerBy}
          onChange={(event) => onValues({ answerBy: event.currentTarget.value })}
        />
        <TextInput
          label={t('field.language')}
          description={t('field.language-hint')}
          maxLength={35}
          value={values.language}
          onChange={(event) => onValues({ language: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Textarea
        label={t('field.purpose')}
        required
        dir="auto"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        value={values.purpose}
        onChange={(event) => onValues({ purpose: event.currentTarget.value })}
      />
      <Checkbox
        label={t('field.may-pass')}
        description={t('field.may-pass-hint')}
        checked={values.mayPass}
        onChange={(event) => onValues({ mayPass: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function CaseFields({ values, onValues }: Part) {
  const { t } = useTranslation('requests')
  const kept = useEvery(listRequests, { query: { side: 'asker', kind: 'preservation', limit: 200 } }, { live: ['request'] })
  const member = values.to.kind === 'member' ? values.to.member : undefined
  const there = kept.items.filter((one) => one.other.member === member && one.sentAt !== null)
  return (
    <Stack gap="sm">
      {values.case === null ? (
        <Alert variant="light">{t('case.none')}</Alert>
      ) : (
        <>
          <Checkbox
            label={t('case.harm')}
            description={t('case.harm-hint')}
            checked={values.releaseHarm}
            onChange={(event) => onValues({ releaseHarm: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('case.name')}
            checked={values.nameCase}
            onChange={(event) => onValues({ nameCase: event.currentTarget.checked })}
          />
        </>
      )}
      {there.length > 0 && (
        <Select
          label={t('field.goes-on')}
          clearable
          data={there.map(({ id, reference, title }) => ({ value: id, label: `${reference}: ${title}` }))}
          value={values.goesOn}
          onChange={(goesOn) => onValues({ goesOn })}
        />
      )}
    </Stack>
  )
}
