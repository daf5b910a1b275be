import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addMember, type CardBody, changeMember, type MemberWhole } from '../../../../src/domain/cooperation/contract/network/members.ts'
import { categories, lawKinds, memberKinds, powerKinds } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { useAct } from '../../app/act.ts'
import { type Fields, FormNote, useChecks, useFields } from '../../app/form.tsx'
import { CountryField, likelyCountry, ZoneField } from '../../app/place-fields.tsx'
import { toast } from '../../ui/toast.tsx'

type Kind = (typeof memberKinds)[number]

const blank = (): CardBody => ({
  name: '',
  country: likelyCountry(navigator.languages) ?? '',
  category: null,
  categoryOther: null,
  represents: '',
  legalBasis: '',
  laws: [],
  powers: [],
  languages: [],
  timeZone: 'UTC',
  hours: '',
  website: null,
  resources: [],
  public: false,
})

/** Enters a member that has joined already. */
export function NewMemberForm({ onDone }: { readonly onDone: (id: string) => void }) {
  const { t } = useTranslation('network')
  const [kind, setKind] = useState<Kind>('agency')
  const act = useAct(addMember, ['member'])
  const save = async (card: CardBody) => {
    const done = await act.run({ body: { ...card, kind } })
    if (done === undefined) return
    toast(t('ui:saved'))
    onDone(done.answer.id)
  }
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('field.kind')}
        data={memberKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
      />
      <CardForm key={kind} kind={kind} card={blank()} failure={act.failure} running={act.running} onSave={save} />
    </Stack>
  )
}

/** Changes the card of a member. */
export function MemberForm({ member, onDone }: { readonly member: MemberWhole; readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(changeMember, ['member'])
  const save = async (body: CardBody) => {
    if ((await act.run({ params: { id: member.id }, body })) === undefined) return
    toast(t('ui:saved'))
    onDone()
  }
  return (
    <CardForm kind={member.kind} card={member} entered stays={!member.may.move} failure={act.failure} running={act.running} onSave={save} />
  )
}

type CardFormProps = {
  readonly kind: Kind
  /** it is there already: for whom it speaks is said on its page */
  readonly entered?: boolean
  /** in its country, which only the secretariat changes */
  readonly stays?: boolean
  readonly card: CardBody
  readonly failure: Error | null
  readonly running: boolean
  readonly onSave: (card: CardBody) => Promise<void>
}

type Values = Omit<CardBody, 'website' | 'categoryOther'> & { readonly website: string; readonly categoryOther: string }

function CardForm({ kind, entered = false, stays = false, card, failure, running, onSave }: CardFormProps) {
  const { t } = useTranslation('network')
  const { required } = useChecks()
  const { name, country, category, legalBasis, laws, powers, languages, timeZone, hours, resources } = card
  const initial: Values = {
    ...{ name, country, category, represents: '', legalBasis, laws, powers, languages, timeZone, hours, resources, public: card.public },
    website: card.website ?? '',
    categoryOther: card.categoryOther ?? '',
  }
  const form = useFields(initial, { name: required, country: required, ...(kind === 'industry' ? { category: required } : {}) }, failure)
  const submit = form.onSubmit(({ website, categoryOther, ...rest }) =>
    onSave({
      ...rest,
      website: website.trim() === '' ? null : website.trim(),
      categoryOther: rest.category === 'other' ? categoryOther.trim() : null,
    }),
  )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failure} />
        <TextInput label={t('field.name')} maxLength={200} data-autofocus {...form.props('name')} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <CountryField disabled={stays} {...(stays ? { description: t('field.country-stays') } : {})} {...form.props('country')} />
          <ZoneField {...form.props('timeZone')} />
        </SimpleGrid>
        {kind === 'industry' ? <IndustryFields form={form} entered={entered} /> : <AgencyFields form={form} />}
        <ReachFields form={form} />
        <Checkbox label={t('field.public')} description={t('field.public-hint')} {...form.checked('public')} />
        <Group justify="flex-end">
          <Button type="submit" loading={running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Part = { readonly form: Fields<Values> }

function IndustryFields({ form, entered }: Part & { readonly entered: boolean }) {
  const { t } = useTranslation('network')
  return (
    <>
      <Select
        label={t('field.category')}
        searchable
        allowDeselect={false}
        data={categories.map((one) => ({ value: one, label: t(`category.${one}`) }))}
        {...form.props('category')}
      />
      {form.values.category === 'other' && <TextInput label={t('field.category-other')} maxLength={200} {...form.props('categoryOther')} />}
      {!entered && (
        <Textarea
          label={t('field.represents')}
          description={t('field.represents-hint')}
          maxLength={2_000}
          autosize
          maxRows={6}
          {...form.props('represents')}
        />
      )}
    </>
  )
}

function AgencyFields({ form }: Part) {
  const { t } = useTranslation('network')
  return (
    <>
      <Textarea label={t('field.legal-basis')} maxLength={2_000} autosize minRows={2} maxRows={6} {...form.props('legalBasis')} />
      <MultiSelect
        label={t('field.laws')}
        data={lawKinds.map((one) => ({ value: one, label: t(`law.${one}`) }))}
        value={form.values.laws}
        onChange={(laws) => form.set('laws', laws as CardBody['laws'])}
      />
      <MultiSelect
        label={t('field.powers')}
        data={powerKinds.map((one) => ({ value: one, label: t(`power.${one}`) }))}
        value={form.values.powers}
        onChange={(powers) => form.set('powers', powers as CardBody['powers'])}
      />
    </>
  )
}

function ReachFields({ form }: Part) {
  const { t } = useTranslation('network')
  return (
    <>
      <TagsInput
        label={t('field.languages')}
        description={t('field.languages-hint')}
        maxTags={20}
        value={form.values.languages}
        onChange={(languages) => form.set('languages', languages)}
      />
      <TextInput label={t('field.hours')} description={t('field.hours-hint')} maxLength={500} {...form.props('hours')} />
      <TextInput label={t('field.website')} type="url" dir="ltr" maxLength={500} {...form.props('website')} />
      <TagsInput
        label={t('field.resources')}
        description={t('field.resources-hint')}
        maxTags={500}
        splitChars={[',', ' ']}
        value={form.values.resources}
        onChange={(resources) => form.set('resources', resources)}
      />
    </>
  )
}
