import { Alert, Button, Checkbox, Group, MultiSelect, Radio, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  changeJointEntry,
  giveToJointCase,
  type JointEntry,
  type JointWhole,
} from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { type givenKinds, jointReaches, seenBy } from '../../../../../src/domain/cooperation/contract/network/joint-names.ts'
import { secrecyMarks, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { useAct } from '../../../app/act.ts'
import { type Fields, FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Laws } from '../questionnaire/laws.tsx'
import { tlpName } from '../sharing/words.tsx'
import { jointKinds } from './words.tsx'

type Kind = (typeof givenKinds)[number]
type Reach = (typeof jointReaches)[number]
type Words = { readonly title: string; readonly text: string; readonly happened: string; readonly due: string; readonly assignee: string }

const noWords: Words = { title: '', text: '', happened: '', due: '', assignee: '' }
/** What the routes are told of the words. */
const bodyOf = ({ title, text, happened, due, assignee }: Words) => ({
  title,
  text,
  happenedAt: happened === '' ? null : new Date(happened).toISOString(),
  due: due === '' ? null : due,
  assignee: assignee === '' ? null : assignee,
})

/** Gives a note, a task or an event; who will see it is said before it goes. */
export function GiveForm({ joint, kind, onDone }: { readonly joint: JointWhole; readonly kind: Kind; readonly onDone: () => void }) {
  const { t } = useTranslation(['joint', 'sharing'])
  const act = useAct(giveToJointCase, jointKinds)
  const { required } = useChecks()
  const own = joint.parties.find(({ own: ours, state }) => ours && state === 'in')
  const others = joint.parties.filter(({ id, state }) => state === 'in' && id !== own?.id)
  const form = useFields(
    {
      ...noWords,
      reach: 'agencies' as Reach,
      chosen: [] as readonly string[],
      late: true,
      tlp: (joint.brief?.tlp ?? 'amber') as string,
      secrecy: '',
    },
    { title: required, ...(kind === 'event' ? { happened: required } : {}) },
    act.failure,
  )
  const { reach, chosen, late } = form.values
  const readers = seenBy(joint.parties, own?.id ?? null, reach, chosen)
  const submit = form.onSubmit(async (values) => {
    const body = {
      ...bodyOf(values),
      kind,
      reach,
      chosen: reach === 'chosen' ? [...chosen] : [],
      late,
      tlp: sharedTlps.find((one) => one === values.tlp) ?? 'amber',
      secrecy: secrecyMarks.find((one) => one === values.secrecy) ?? null,
    }
    if ((await act.run({ params: { id: joint.id }, body })) === undefined) return
    toast(t('give.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <WordFields kind={kind} form={form} doers={[...(own === undefined ? [] : [own]), ...readers]} />
        <Radio.Group label={t('reach.label')} {...form.props('reach')}>
          <Stack gap="xs" pt="xs">
            {jointReaches.map((one) => (
              <Radio key={one} value={one} label={t(`reach.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {reach === 'chosen' && (
          <MultiSelect
            label={t('reach.who')}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={[...chosen]}
            onChange={(values) => form.set('chosen', values)}
          />
        )}
        {reach !== 'chosen' && <Checkbox label={t('late.label')} {...form.checked('late')} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('sharing:field.mark')}
            description={t(`sharing:tlp.${form.values.tlp}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            allowDeselect={false}
            data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
            {...form.props('tlp')}
          />
          <Select
            label={t('field.secrecy')}
            clearable
            placeholder={t('field.no-secrecy')}
            data={secrecyMarks.map((one) => ({ value: one, label: t(`sharing:secret.${one}`) }))}
            value={form.values.secrecy === '' ? null : form.values.secrecy}
            onChange={(value) => form.set('secrecy', value ?? '')}
          />
        </SimpleGrid>
        <Preview readers={readers} late={reach !== 'chosen' && late} />
        <Laws others={readers.filter((one) => one.kind === 'agency')} as="recipient" />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(`give.${kind}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type PreviewProps = { readonly readers: readonly { readonly name: string; readonly kind: string }[]; readonly late: boolean }

/** Who would see it now, in numbers and by name. */
function Preview({ readers, late }: PreviewProps) {
  const { t } = useTranslation('joint')
  const count = (wanted: string) => readers.filter(({ kind }) => kind === wanted).length
  return (
    <Alert variant="light" role="status">
      {t('seen', { agencies: t('seen-agencies', { count: count('agency') }), industry: t('seen-industry', { count: count('industry') }) })}{' '}
      {readers.length > 0 && <bdi>{t('names', { these: readers.map(({ name }) => name) })}. </bdi>}
      {late && t('late.short')}
    </Alert>
  )
}

type WordProps = {
  readonly kind: JointEntry['kind']
  readonly form: Pick<Fields<Words>, 'props'>
  /** who may be asked to do it */
  readonly doers: readonly { readonly id: string; readonly name: string }[]
}

function WordFields({ kind, form, doers }: WordProps) {
  const { t } = useTranslation('joint')
  const { value, onChange, ...assignee } = form.props('assignee')
  return (
    <>
      <TextInput label={t('field.title')} maxLength={300} dir="auto" data-autofocus {...form.props('title')} />
      <Textarea label={t('field.text')} autosize minRows={4} maxLength={20_000} dir="auto" {...form.props('text')} />
      {kind === 'event' && <TextInput label={t('field.happened')} type="datetime-local" {...form.props('happened')} />}
      {kind === 'task' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('field.assignee')}
            clearable
            data={doers.map(({ id, name }) => ({ value: id, label: name }))}
            {...assignee}
            value={value === '' ? null : value}
            onChange={(chosen) => onChange(chosen ?? '')}
          />
          <TextInput label={t('field.due')} type="date" {...form.props('due')} />
        </SimpleGrid>
      )}
    </>
  )
}

type ChangeProps = { readonly joint: JointWhole; readonly entry: JointEntry; readonly onDone: () => void }

/** Says it anew; who sees it stays as it was. */
export function ChangeForm({ joint, entry, onDone }: ChangeProps) {
  const { t } = useTranslation('joint')
  const act = useAct(changeJointEntry, jointKinds)
  const { required } = useChecks()
  const { words } = entry
  const form = useFields(
    {
      title: words?.title ?? '',
      text: words?.text ?? '',
      happened: localMoment(words?.happenedAt ?? null),
      due: words?.due ?? '',
      assignee: words?.assignee?.id ?? '',
    },
    { title: required },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ params: { id: entry.id }, body: bodyOf(values) })) !== undefined) onDone()
  })
  const names = new Set((entry.readers ?? []).map(({ name }) => name))
  const doers = joint.parties.filter(({ state, own, name }) => state === 'in' && (own || names.has(name)))
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <WordFields kind={entry.kind} form={form} doers={doers} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A moment as a field of day and time has it, by the browser's clock. */
function localMoment(at: string | null): string {
  if (at === null) return ''
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
