import { Button, Group, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { resourceKinds } from '../../../../src/domain/cooperation/contract/network/resource-names.ts'
import { addResource, changeResource, type ResourceView } from '../../../../src/domain/cooperation/contract/network/resources.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { languages } from '../../app/languages.ts'
import { toast } from '../../ui/toast.tsx'

type Props = { readonly resource: ResourceView | null; readonly onDone: () => void }

/** One entry of the catalogue; what it is in each language of the console. */
export function ResourceForm({ resource, onDone }: Props) {
  const { t } = useTranslation('network')
  const add = useAct(addResource, ['resource'])
  const change = useAct(changeResource, ['resource'])
  const { required } = useChecks()
  const failure = add.failure ?? change.failure
  const form = useFields(
    {
      kind: resource?.kind ?? ('reading' as const),
      name: resource?.name ?? '',
      about: resource?.about ?? { en: '', 'zh-CN': '', ar: '' },
      addresses: resource?.addresses ?? [],
      source: resource?.source ?? '',
      sourceOn: resource?.sourceOn ?? '',
    },
    { name: required, addresses: (all) => (all.length === 0 ? t('resources.addresses-hint') : null) },
    failure,
  )
  const { values, set } = form
  const submit = form.onSubmit(async ({ kind, sourceOn, ...said }) => {
    const body = { ...said, sourceOn: sourceOn === '' ? null : sourceOn }
    const done = resource === null ? await add.run({ body: { ...body, kind } }) : await change.run({ params: { id: resource.id }, body })
    if (done === undefined) return
    toast(t('ui:saved'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={failure} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('resources.kind')}
            data={resourceKinds.map((one) => ({ value: one, label: t(`resources.kinds.${one}`) }))}
            value={values.kind}
            allowDeselect={false}
            disabled={resource !== null}
            onChange={(value) => set('kind', resourceKinds.find((one) => one === value) ?? values.kind)}
          />
          <TextInput label={t('field.name')} maxLength={200} dir="auto" {...form.props('name')} />
        </SimpleGrid>
        <TagsInput
          label={t('resources.addresses')}
          description={t('resources.addresses-hint')}
          maxTags={10}
          dir="ltr"
          value={values.addresses}
          error={form.props('addresses').error}
          onChange={(value) => set('addresses', value)}
        />
        {languages.map(({ tag, name, direction }) => (
          <Textarea
            key={tag}
            label={t('resources.about', { language: name })}
            lang={tag}
            dir={direction}
            autosize
            maxLength={1000}
            value={values.about[tag]}
            onChange={(event) => set('about', { ...values.about, [tag]: event.currentTarget.value })}
          />
        ))}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput label={t('resources.source')} maxLength={200} dir="auto" {...form.props('source')} />
          <TextInput label={t('resources.source-on')} type="date" {...form.props('sourceOn')} />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={add.running || change.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
