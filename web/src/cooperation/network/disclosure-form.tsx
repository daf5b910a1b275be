import { Button, Fieldset, Group, MultiSelect, NumberInput, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  askChannels,
  askers,
  dataKinds,
  givens,
  grounds,
  needKinds,
  toldWhens,
} from '../../../../src/domain/cooperation/contract/network/disclosure-names.ts'
import {
  type DisclosureLine,
  type DisclosureView,
  draftDisclosure,
} from '../../../../src/domain/cooperation/contract/network/disclosures.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useFields } from '../../app/form.tsx'
import { toast } from '../../ui/toast.tsx'

type Props = { readonly member: string; readonly said: DisclosureView | null; readonly onDone: () => void }

/** What a member can give, written down as a draft: how it is asked, then one part for each kind of data and each asker. */
export function DisclosureForm({ member, said, onDone }: Props) {
  const { t } = useTranslation('disclosures')
  const act = useAct(draftDisclosure, ['disclosure'])
  const form = useFields(initialOf(said), {}, act.failure)
  const { values, set } = form
  const submit = form.onSubmit(async () => {
    if ((await act.run({ params: { id: member }, body: values })) === undefined) return
    toast(t('form.done'))
    onDone()
  })
  const change = (at: number, to: Partial<DisclosureLine>) =>
    set(
      'lines',
      values.lines.map((line, other) => (other === at ? { ...line, ...to } : line)),
    )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('how.channel')}
            allowDeselect={false}
            data={askChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
            value={values.channel}
            onChange={(value) => set('channel', askChannels.find((one) => one === value) ?? values.channel)}
          />
          <TextInput label={t('how.address')} dir="auto" maxLength={500} {...form.props('address')} />
          <TagsInput
            label={t('how.languages')}
            description={t('how.languages-hint')}
            maxTags={20}
            value={values.languages}
            onChange={(value) => set('languages', value)}
          />
          <MultiSelect
            label={t('how.needs')}
            data={needKinds.map((one) => ({ value: one, label: t(`need.${one}`) }))}
            value={values.needs}
            onChange={(value) => set('needs', chosen(needKinds, value))}
          />
          <TextInput label={t('how.emergency')} dir="auto" maxLength={1_000} {...form.props('emergency')} />
          <Days
            label={t('how.emergency-hours')}
            most={720}
            value={values.emergencyHours}
            onChange={(value) => set('emergencyHours', value)}
          />
        </SimpleGrid>
        <Textarea label={t('how.note')} autosize minRows={2} maxRows={6} maxLength={4_000} {...form.props('note')} />
        {values.lines.map((line, at) => (
          <LineFields key={`${line.category} ${line.asker}`} line={line} onChange={(to) => change(at, to)} />
        ))}
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type LineProps = { readonly line: DisclosureLine; onChange(to: Partial<DisclosureLine>): void }

function LineFields({ line, onChange }: LineProps) {
  const { t } = useTranslation('disclosures')
  const gives = line.given !== 'no'
  return (
    <Fieldset legend={`${t(`data.${line.category}`)}: ${t(`asker.${line.asker}`)}`}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('column.given')}
          allowDeselect={false}
          data={givens.map((one) => ({ value: one, label: t(`given.${one}`) }))}
          value={line.given}
          onChange={(value) => {
            const given = givens.find((one) => one === value) ?? line.given
            onChange(given === 'no' ? { given, grounds: [] } : { given })
          }}
        />
        {gives && (
          <MultiSelect
            label={t('column.grounds')}
            data={grounds.map((one) => ({ value: one, label: t(`ground.${one}`) }))}
            value={line.grounds}
            onChange={(value) => onChange({ grounds: chosen(grounds, value) })}
          />
        )}
        {gives && <Days label={t('column.days')} most={3_650} value={line.days} onChange={(days) => onChange({ days })} />}
        <Days label={t('column.kept')} most={36_500} value={line.keptDays} onChange={(keptDays) => onChange({ keptDays })} />
        {gives && (
          <Select
            label={t('column.told')}
            allowDeselect={false}
            data={toldWhens.map((one) => ({ value: one, label: t(`told.${one}`) }))}
            value={line.told}
            onChange={(value) => onChange({ told: toldWhens.find((one) => one === value) ?? line.told })}
          />
        )}
        {gives && (
          <TextInput
            label={t('column.cost')}
            maxLength={500}
            value={line.cost}
            onChange={(event) => onChange({ cost: event.currentTarget.value })}
          />
        )}
      </SimpleGrid>
      {gives && (
        <Textarea
          label={t('column.condition')}
          autosize
          minRows={1}
          maxRows={4}
          maxLength={2_000}
          value={line.condition}
          onChange={(event) => onChange({ condition: event.currentTarget.value })}
        />
      )}
    </Fieldset>
  )
}

type DaysProps = { readonly label: string; readonly most: number; readonly value: number | null; onChange(value: number | null): void }

function Days({ label, most, value, onChange }: DaysProps) {
  return (
    <NumberInput
      label={label}
      min={0}
      max={most}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  )
}

const chosen = <T extends string>(all: readonly T[], values: readonly string[]) => all.filter((one) => values.includes(one))

/** Every kind of data and every asker, whatever was said of some before. */
function initialOf(said: DisclosureView | null) {
  const {
    channel = 'mail' as const,
    address = '',
    languages = [],
    needs = [],
    emergency = '',
    emergencyHours = null,
    note = '',
  } = said ?? {}
  const lines = dataKinds.flatMap((category) =>
    askers.map(
      (asker) => said?.lines.find((line) => line.category === category && line.asker === asker) ?? { ...nothing, category, asker },
    ),
  )
  return { channel, address, languages, needs, emergency, emergencyHours, note, lines }
}

const nothing: Omit<DisclosureLine, 'category' | 'asker'> = {
  given: 'no',
  grounds: [],
  condition: '',
  days: null,
  keptDays: null,
  cost: '',
  told: 'unless-forbidden',
}
