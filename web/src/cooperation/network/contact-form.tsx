import { Button, FileButton, Group, Select, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { audiences } from '../../../../src/domain/cooperation/contract/network/contact-names.ts'
import {
  addContact,
  type ContactView,
  type ContactWhole,
  changeContact,
  handOverContact,
  readContact,
} from '../../../../src/domain/cooperation/contract/network/contacts.ts'
import { categories } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { useAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { type Fields, FormNote, useChecks, useFields } from '../../app/form.tsx'
import { ZoneField } from '../../app/place-fields.tsx'
import { useRead } from '../../app/read.ts'
import { toast } from '../../ui/toast.tsx'

/** What a form of a contact is for. */
export type Purpose =
  | { readonly kind: 'designate'; readonly member: string; readonly role: 'unit' | 'industry' }
  | { readonly kind: 'list'; readonly member: string }
  | { readonly kind: 'change'; readonly contact: ContactView }
  | { readonly kind: 'hand-over'; readonly contact: ContactView }

type FormProps<P extends Purpose = Purpose> = { readonly purpose: P; readonly onDone: () => void }

/** Designates a contact, lists a person, changes one, or hands a designation over. */
export function ContactForm({ purpose, onDone }: FormProps) {
  if (purpose.kind === 'change') return <ChangeForm purpose={purpose} onDone={onDone} />
  return <WholeForm purpose={purpose} contact={undefined} onDone={onDone} />
}

/** With the keys, which lists do not carry. */
function ChangeForm({ purpose, onDone }: FormProps<Extract<Purpose, { kind: 'change' }>>) {
  const { id } = purpose.contact
  return (
    <Answer of={useRead(readContact, { params: { id } }, { staleFor: 0 })}>
      {(contact) => <WholeForm purpose={purpose} contact={contact} onDone={onDone} />}
    </Answer>
  )
}

const today = () => new Date().toISOString().slice(0, 10)

export function initialOf(purpose: Purpose, contact: ContactWhole | undefined) {
  const next = purpose.kind === 'hand-over' ? purpose.contact : undefined
  return {
    unit: contact?.unit ?? next?.unit ?? '',
    person: contact?.person ?? '',
    title: contact?.title ?? '',
    mail: contact?.mail ?? '',
    phone: contact?.phone ?? '',
    emergency: contact?.emergency ?? next?.emergency ?? '',
    hours: contact?.hours ?? next?.hours ?? '',
    timeZone: (contact?.timeZone ?? next?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone) as string,
    languages: contact?.languages ?? next?.languages ?? [],
    pgp: contact?.pgpKey ?? '',
    smime: contact?.smimeCertificate ?? '',
    audience: (contact?.audience ?? next?.audience ?? 'agencies') as string,
    sector: (contact?.sector ?? null) as string | null,
    signedOn: today(),
    signedBy: '',
    consentOn: contact?.consent?.on ?? today(),
    consentUntil: contact?.consent?.until ?? '',
  }
}
type Values = ReturnType<typeof initialOf>

type WholeProps = { readonly purpose: Purpose; readonly contact: ContactWhole | undefined; readonly onDone: () => void }

function WholeForm({ purpose, contact, onDone }: WholeProps) {
  const { t } = useTranslation('contacts')
  const { required } = useChecks()
  const { run, failure, running } = useSave(purpose)
  const staff = purpose.kind === 'list' || contact?.role === 'staff'
  const act = purpose.kind === 'designate' || purpose.kind === 'hand-over'
  const checks = { ...(staff ? { person: required, consentOn: required } : {}), ...(act ? { signedOn: required, signedBy: required } : {}) }
  const form = useFields<Values>(initialOf(purpose, contact), checks, failure)
  const submit = form.onSubmit(async (values) => {
    if (!(await run(values, staff))) return
    toast(t('ui:saved'))
    onDone()
  })
  const fixed = purpose.kind === 'change' && !staff
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {purpose.kind === 'hand-over' && (
          <Text>{t('hand-over-consequence', { name: purpose.contact.person || purpose.contact.unit })}</Text>
        )}
        {fixed && <Text c="dimmed">{t('fixed')}</Text>}
        {!fixed && <FromVcard form={form} />}
        <WhoFields form={form} fixed={fixed} staff={staff} />
        <ReachFields form={form} />
        {act && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput type="date" label={t('field.signed-on')} {...form.props('signedOn')} />
            <TextInput label={t('field.signed-by')} description={t('field.signed-by-hint')} maxLength={200} {...form.props('signedBy')} />
          </SimpleGrid>
        )}
        {staff && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput type="date" label={t('field.consent-on')} {...form.props('consentOn')} />
            <TextInput type="date" label={t('field.consent-until')} {...form.props('consentUntil')} />
          </SimpleGrid>
        )}
        <Select
          label={t('field.audience')}
          description={t('field.audience-hint')}
          allowDeselect={false}
          data={audiences.map((one) => ({ value: one, label: t(`audience.${one}`) }))}
          {...form.props('audience')}
        />
        <FormNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Saves by the route of the purpose; answers whether it was done. */
function useSave(purpose: Purpose) {
  const add = useAct(addContact, ['contact', 'country-contact'])
  const change = useAct(changeContact, ['contact', 'country-contact'])
  const handOver = useAct(handOverContact, ['contact', 'country-contact'])
  const act = purpose.kind === 'change' ? change : purpose.kind === 'hand-over' ? handOver : add
  const run = async (values: Values, staff: boolean): Promise<boolean> => {
    const reach = reachOf(values)
    const designated = { on: values.signedOn, by: values.signedBy.trim() }
    const consent = staff ? { on: values.consentOn, until: values.consentUntil === '' ? null : values.consentUntil } : null
    const sector = staff ? (categories.find((one) => one === values.sector) ?? null) : null
    if (purpose.kind === 'change')
      return (await change.run({ params: { id: purpose.contact.id }, body: { ...reach, sector, consent } })) !== undefined
    if (purpose.kind === 'hand-over')
      return (await handOver.run({ params: { id: purpose.contact.id }, body: { ...reach, designated } })) !== undefined
    const { member } = purpose
    const body =
      purpose.kind === 'list'
        ? { ...reach, member, role: 'staff' as const, sector, consent, designated: null }
        : { ...reach, member, role: purpose.role, designated }
    return (await add.run({ body })) !== undefined
  }
  return { run, failure: act.failure, running: act.running }
}

export function reachOf(values: Values) {
  const given = (text: string) => (text.trim() === '' ? null : text.trim())
  const { languages, timeZone } = values
  return {
    ...{ unit: values.unit.trim(), person: values.person.trim(), title: values.title.trim(), hours: values.hours.trim() },
    ...{ mail: given(values.mail), phone: given(values.phone), emergency: given(values.emergency) },
    ...{ languages, timeZone, pgp: given(values.pgp), smime: given(values.smime) },
    audience: audiences.find((one) => one === values.audience) ?? ('secretariat' as const),
  }
}

type Part = { readonly form: Fields<Values> }

export function WhoFields({ form, fixed, staff }: Part & { readonly fixed: boolean; readonly staff: boolean }) {
  const { t } = useTranslation(['contacts', 'network'])
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput label={t('field.unit')} maxLength={200} disabled={fixed} data-autofocus {...form.props('unit')} />
      <TextInput label={t('field.person')} maxLength={200} disabled={fixed} {...form.props('person')} />
      <TextInput label={t('field.title')} maxLength={200} {...form.props('title')} />
      {staff && (
        <Select
          label={t('field.sector')}
          searchable
          clearable
          data={categories.map((one) => ({ value: one, label: t(`network:category.${one}`) }))}
          {...form.props('sector')}
        />
      )}
    </SimpleGrid>
  )
}

export function ReachFields({ form }: Part) {
  const { t } = useTranslation('contacts')
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label={t('field.mail')} type="email" dir="ltr" maxLength={254} {...form.props('mail')} />
        <TextInput label={t('field.phone')} type="tel" dir="ltr" maxLength={60} {...form.props('phone')} />
        <TextInput
          label={t('field.emergency')}
          description={t('field.emergency-hint')}
          type="tel"
          dir="ltr"
          maxLength={60}
          {...form.props('emergency')}
        />
        <TagsInput
          label={t('field.languages')}
          description={t('field.languages-hint')}
          dir="ltr"
          maxTags={20}
          {...(form.props('languages') as object)}
          value={[...form.values.languages]}
          onChange={(tags) => form.set('languages', tags)}
        />
        <TextInput label={t('field.hours')} maxLength={500} {...form.props('hours')} />
        <ZoneField {...form.props('timeZone')} />
      </SimpleGrid>
      <Textarea label={t('field.pgp')} description={t('field.pgp-hint')} dir="ltr" rows={3} maxLength={100_000} {...form.props('pgp')} />
      <Textarea
        label={t('field.smime')}
        description={t('field.smime-hint')}
        dir="ltr"
        rows={3}
        maxLength={20_000}
        {...form.props('smime')}
      />
    </>
  )
}

/** Fills the fields from a card of an address book. */
export function FromVcard({ form }: Part) {
  const { t } = useTranslation('contacts')
  const [trouble, setTrouble] = useState(false)
  const take = async (file: File | null) => {
    if (file === null) return
    const { parseVcards, vcardLimits } = await import('../../../../src/formats/vcard/index.ts')
    const found = file.size > vcardLimits.bytes ? { malformed: 'too-large' } : parseVcards(await file.text())
    const card = 'malformed' in found ? undefined : found.cards[0]
    setTrouble(card === undefined)
    if (card === undefined) return
    form.set('person', card.kind === 'org' ? '' : card.name)
    form.set('unit', card.unit || (card.kind === 'org' ? card.name : form.values.unit))
    form.set('title', card.title)
    form.set('mail', card.mails[0] ?? '')
    form.set('phone', card.phones.find(({ emergency }) => !emergency)?.number ?? '')
    form.set('emergency', card.phones.find(({ emergency }) => emergency)?.number ?? '')
    form.set('languages', [...card.languages])
    form.set('pgp', card.keys.find(({ text }) => text.includes('PGP PUBLIC KEY'))?.text ?? '')
  }
  return (
    <Group gap="xs">
      <FileButton accept=".vcf,text/vcard" onChange={(file) => void take(file)}>
        {(props) => (
          <Button variant="default" size="compact-sm" {...props}>
            {t('from-vcard')}
          </Button>
        )}
      </FileButton>
      {trouble && (
        <Text size="sm" c="red" role="alert">
          {t('no-vcard')}
        </Text>
      )}
    </Group>
  )
}
