import { Button, Group, PasswordInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { archiveKinds, wayKinds } from '../../../../src/domain/cooperation/contract/way-names.ts'
import { addWay, changeWay, type WayView } from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { languages } from '../../app/languages.ts'
import { toast } from '../../ui/toast.tsx'

type Props = { readonly what: WayView['what']; readonly way: WayView | undefined; readonly onDone: () => void }

/** How a vendor or a hotline takes what is given to it. What leads elsewhere than before is unconfirmed again. */
export function WayForm({ what, way, onDone }: Props) {
  const { t } = useTranslation('samples')
  const add = useAct(addWay, ['way'])
  const change = useAct(changeWay, ['way', 'release'])
  const act = way === undefined ? add : change
  const { required } = useChecks()
  const form = useFields(initialOf(way), { name: required, value: required, password: required, field: required }, act.failure)
  const { values } = form
  const http = values.kind === 'http'
  const submit = form.onSubmit(async () => {
    const body = bodyOf(values, what)
    const done = way === undefined ? await add.run({ body: { what, ...body } }) : await change.run({ params: { id: way.id }, body })
    if (done === undefined) return
    toast(t('form.done', { name: body.name }))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput label={t('form.name')} maxLength={120} dir="auto" data-autofocus {...form.props('name')} />
          <Select
            label={t('form.kind')}
            allowDeselect={false}
            data={wayKinds.filter((one) => what === 'vendor' || one !== 'http').map((one) => ({ value: one, label: t(`way.${one}`) }))}
            {...form.props('kind')}
          />
        </SimpleGrid>
        <TextInput label={t(values.kind === 'mail' ? 'form.address' : 'form.url')} dir="ltr" maxLength={2_000} {...form.props('value')} />
        {what === 'hotline' && (
          <TextInput label={t('form.country')} description={t('form.country-hint')} dir="ltr" maxLength={2} {...form.props('country')} />
        )}
        {what === 'vendor' && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <Select
              label={t('form.archive')}
              allowDeselect={false}
              data={archiveKinds
                .filter((one) => one !== 'none' || values.kind !== 'mail')
                .map((one) => ({ value: one, label: t(`archive.${one}`) }))}
              {...form.props('archive')}
            />
            <TextInput label={t('form.password')} dir="ltr" maxLength={64} {...form.props('password')} />
          </SimpleGrid>
        )}
        {http && (
          <>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput label={t('form.field')} dir="ltr" maxLength={100} {...form.props('field')} />
              <TextInput label={t('form.header')} dir="ltr" maxLength={100} {...form.props('header')} />
            </SimpleGrid>
            <PasswordInput
              label={t('form.secret')}
              description={t(way?.secret === true ? 'form.secret-stays' : 'form.secret-once')}
              dir="ltr"
              autoComplete="off"
              maxLength={2_000}
              {...form.props('secret')}
            />
          </>
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {what === 'vendor' && (
            <TextInput
              label={t('form.again')}
              description={t('form.again-hint')}
              inputMode="numeric"
              dir="ltr"
              {...form.props('againDays')}
            />
          )}
          {values.kind === 'mail' && (
            <Select
              label={t('form.language')}
              clearable
              data={languages.map(({ tag, name }) => ({ value: tag, label: name }))}
              {...form.props('language')}
            />
          )}
        </SimpleGrid>
        <TextInput label={t('form.source')} maxLength={500} {...form.props('source')} />
        <Textarea label={t('form.note')} autosize minRows={2} maxRows={6} maxLength={1_000} {...form.props('note')} />
        <Text size="sm" c="dimmed">
          {t('form.next')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function initialOf(way: WayView | undefined) {
  return {
    name: way?.name ?? '',
    country: way?.country ?? '',
    kind: (way?.kind ?? 'mail') as string,
    value: way?.value ?? '',
    archive: (way?.archive ?? 'aes') as string,
    password: way?.password ?? 'infected',
    field: way?.field ?? 'file',
    header: way?.header ?? '',
    secret: '',
    language: way?.language ?? null,
    againDays: way === undefined ? '7' : (way.againDays?.toString() ?? ''),
    note: way?.note ?? '',
    source: way?.source ?? '',
  }
}

function bodyOf(values: ReturnType<typeof initialOf>, what: WayView['what']) {
  const days = Number.parseInt(values.againDays, 10)
  const country = values.country.trim().toUpperCase()
  const kind = wayKinds.find((one) => one === values.kind) ?? 'mail'
  const archive = archiveKinds.find((one) => one === values.archive) ?? 'aes'
  const http = kind === 'http'
  return {
    name: values.name.trim(),
    country: what === 'hotline' && country !== '' ? country : null,
    kind,
    value: values.value.trim(),
    archive: kind === 'mail' && archive === 'none' ? ('aes' as const) : archive,
    password: values.password,
    field: values.field,
    header: http && values.header.trim() !== '' ? values.header.trim() : null,
    ...(http && values.secret !== '' ? { secret: values.secret } : {}),
    language: values.language,
    againDays: what === 'vendor' && days >= 1 && days <= 365 ? days : null,
    note: values.note.trim(),
    source: values.source.trim(),
  }
}
