import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { QuestionnaireLine } from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import { changeRound, openRound, type RoundWhole } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'

const changes = ['round', 'notice']
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
/** the whole of the day counts, wherever it is over last */
const endOf = (day: string) => new Date(`${day}T23:59:59Z`).toISOString()

/** Opens a round to all agencies: they are told at once. */
export function OpenRound({ versions, onDone }: { readonly versions: readonly QuestionnaireLine[]; readonly onDone: () => void }) {
  const { t } = useTranslation('questionnaire')
  const navigate = useNavigate()
  const act = useAct(openRound, changes)
  const { required } = useChecks()
  const form = useFields(
    { questionnaire: versions[0]?.id ?? '', title: '', closes: inDays(60) },
    { title: required, closes: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ questionnaire, title, closes }) => {
    const done = await act.run({ body: { questionnaire, title: title.trim(), closesAt: endOf(closes) } })
    if (done === undefined) return
    toast(t('open.done'))
    onDone()
    await navigate({ to: '/network/questionnaire/rounds/$id', params: { id: done.answer.id } })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Select
          label={t('open.version')}
          allowDeselect={false}
          data={versions.map(({ id, version, title }) => ({ value: id, label: `${title}, ${t('versions.version', { number: version })}` }))}
          value={form.values.questionnaire}
          onChange={(value) => form.set('questionnaire', value ?? form.values.questionnaire)}
        />
        <TextInput
          label={t('open.title')}
          placeholder={t('open.title-hint')}
          maxLength={200}
          dir="auto"
          required
          {...form.props('title')}
        />
        <TextInput type="date" label={t('column.closes')} min={inDays(1)} required {...form.props('closes')} />
        <Text size="sm" c="dimmed">
          {t('open.consequence')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('open.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Moves the end of a round. */
export function ChangeRound({ round, onDone }: { readonly round: RoundWhole; readonly onDone: () => void }) {
  const { t } = useTranslation('questionnaire')
  const act = useAct(changeRound, changes)
  const { required } = useChecks()
  const form = useFields({ title: round.title, closes: round.closesAt.slice(0, 10) }, { title: required, closes: required }, act.failure)
  const submit = form.onSubmit(async ({ title, closes }) => {
    if ((await act.run({ params: { id: round.id }, body: { title: title.trim(), closesAt: endOf(closes) } })) === undefined) return
    toast(t('change.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <TextInput label={t('open.title')} maxLength={200} dir="auto" required {...form.props('title')} />
        <TextInput type="date" label={t('column.closes')} required {...form.props('closes')} />
        <Text size="sm" c="dimmed">
          {t('change.consequence')}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('change.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
