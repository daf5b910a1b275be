import { Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { evaluationQuestions } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import {
  endTrainingInvitation,
  evaluateTraining,
  inviteToTraining,
  keepTrainingAttendance,
  objectToTraining,
  relentOnTraining,
  type TrainingWhole,
} from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote, useFields } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import forms from '../../forms.module.css'
import { MembersField } from '../member-field.tsx'
import classes from './trainings.module.css'
import { OwnState, trainingKinds, useNumber } from './words.tsx'

type Of = { readonly training: TrainingWhole }

/** Who signed up: to whoever offers it all of them, to others those of their own organisation. */
export function Participants({ training }: Of) {
  const { t } = useTranslation('trainings')
  const [keeping, setKeeping] = useState(false)
  const rows = training.participants.filter(({ state }) => state !== 'withdrawn')
  const enrolled = rows.filter(({ state }) => state === 'enrolled')
  if (rows.length === 0 && training.taken === null) return null
  return (
    <Section
      title={t('participants.title')}
      lead={t(rows.length === 0 ? 'participants.none' : training.taken === null ? 'participants.own' : 'participants.all')}
      flush={rows.length > 0}
      actions={
        training.may.attend &&
        enrolled.length > 0 && (
          <Button size="compact-md" variant="default" onClick={() => setKeeping(true)}>
            {t('attendance.act')}
          </Button>
        )
      }
    >
      {rows.length > 0 && (
        <ul className={forms.rows}>
          {rows.map((one) => (
            <li key={one.id}>
              <span>
                <bdi>{one.name}</bdi>
                <small style={{ display: 'block' }}>
                  <bdi>{one.member?.name}</bdi>
                </small>
              </span>
              <OwnState own={{ ...one, evaluated: false }} />
            </li>
          ))}
        </ul>
      )}
      <Modal
        opened={keeping}
        onClose={() => setKeeping(false)}
        size="lg"
        title={t('attendance.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Attendance training={training} onDone={() => setKeeping(false)} />
      </Modal>
    </Section>
  )
}

function Attendance({ training, onDone }: Of & { readonly onDone: () => void }) {
  const { t } = useTranslation('trainings')
  const act = useAct(keepTrainingAttendance, trainingKinds)
  const rows = training.participants.filter(({ state }) => state === 'enrolled')
  const [present, setPresent] = useState<ReadonlySet<string>>(
    () => new Set(rows.filter(({ attended }) => attended !== false).map(({ id }) => id)),
  )
  const toggle = (id: string, on: boolean) => setPresent(new Set([...[...present].filter((one) => one !== id), ...(on ? [id] : [])]))
  const save = async () => {
    if ((await act.run({ params: { id: training.id }, body: { present: [...present] } })) !== undefined) onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <Text size="sm" c="dimmed">
        {t('attendance.what')}
      </Text>
      <div className={classes.checks}>
        {rows.map(({ id, name, member }) => (
          <Checkbox
            key={id}
            label={<bdi>{name}</bdi>}
            description={<bdi>{member?.name}</bdi>}
            checked={present.has(id)}
            onChange={(event) => toggle(id, event.currentTarget.checked)}
          />
        ))}
      </div>
      <Group justify="flex-end">
        <Button loading={act.running} onClick={() => void save()}>
          {t('form.save')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What participants say of it, three of them together at least, and the way to say it. */
export function Evaluation({ training }: Of) {
  const { t } = useTranslation('trainings')
  const { number } = useNumber()
  const [asking, setAsking] = useState(false)
  const { evaluation, may } = training
  if (evaluation === null && !may.evaluate && training.taken === null) return null
  return (
    <Section
      title={t('evaluation.title')}
      lead={evaluation === null ? t('evaluation.none') : t('evaluation.lead', { count: evaluation.answers })}
      actions={
        may.evaluate && (
          <Button size="compact-md" onClick={() => setAsking(true)}>
            {t('evaluation.act')}
          </Button>
        )
      }
    >
      {evaluation !== null && (
        <>
          <Facts
            facts={evaluationQuestions.map((one) => ({
              name: t(`evaluation.${one}`),
              value: t('evaluation.of-five', { value: number(evaluation.means[one]) }),
            }))}
          />
          <Stack gap="xs" mt="md">
            {[...evaluation.words.entries()].map(([at, words]) => (
              <p key={at} className={classes.text} dir="auto">
                {words}
              </p>
            ))}
          </Stack>
        </>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size="lg"
        title={t('evaluation.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <EvaluationForm training={training} onDone={() => setAsking(false)} />
      </Modal>
    </Section>
  )
}

const scores = ['1', '2', '3', '4', '5'] as const

function EvaluationForm({ training, onDone }: Of & { readonly onDone: () => void }) {
  const { t } = useTranslation('trainings')
  const { number } = useNumber()
  const act = useAct(evaluateTraining, trainingKinds)
  const needed = (value: string) => (value === '' ? t('evaluation.needed') : null)
  const form = useFields(
    { useful: '', clear: '', pace: '', apply: '', words: '' },
    { useful: needed, clear: needed, pace: needed, apply: needed },
    act.failure,
  )
  const submit = form.onSubmit(async ({ words, ...values }) => {
    const [useful, clear, pace, apply] = evaluationQuestions.map((one) => Number(values[one]))
    const body = { useful: useful ?? 1, clear: clear ?? 1, pace: pace ?? 1, apply: apply ?? 1, words }
    if ((await act.run({ params: { id: training.id }, body })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormNote failure={act.failure} />
        <Text size="sm" c="dimmed">
          {t('evaluation.what')}
        </Text>
        {evaluationQuestions.map((one) => (
          <Radio.Group
            key={one}
            label={t(`evaluation.${one}`)}
            required
            error={form.props(one).error ?? null}
            value={form.values[one]}
            onChange={(value) => form.set(one, value)}
          >
            <Group mt="xs" gap="md">
              {scores.map((score) => (
                <Radio key={score} value={score} label={number(Number(score))} />
              ))}
            </Group>
          </Radio.Group>
        ))}
        <Textarea label={t('evaluation.words')} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('words')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('evaluation.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** For agencies, and whoever offers it: who was let in one by one, and whether industry is kept out. */
export function Inside({ training, inside }: Of & { readonly inside: NonNullable<TrainingWhole['inside']> }) {
  const { t } = useTranslation('trainings')
  const { number } = useNumber()
  const confirm = useConfirm()
  const object = useQuickAct(objectToTraining, trainingKinds)
  const relent = useQuickAct(relentOnTraining, trainingKinds)
  const end = useQuickAct(endTrainingInvitation, trainingKinds)
  const [letting, setLetting] = useState(false)
  const params = { id: training.id }
  const keepOut = async () => {
    const yes = await confirm({ title: t('objection.act'), consequence: t('objection.what'), act: t('objection.act'), grave: true })
    if (yes) await object({ params }, t('objection.done'))
  }
  return (
    <Section title={t('inside.title')} lead={t(training.audience === 'members' ? 'inside.open' : 'inside.lead')}>
      <Stack gap="sm">
        {inside.invited.length > 0 && (
          <ul className={forms.rows}>
            {inside.invited.map(({ id, member, by, may }) => (
              <li key={id}>
                <span>
                  <bdi>{member.name}</bdi>
                  {by !== null && (
                    <small style={{ display: 'block' }}>
                      {t('inside.by')} <bdi>{by.name}</bdi>
                    </small>
                  )}
                </span>
                {may.end && (
                  <Button size="compact-sm" variant="subtle" onClick={() => void end({ params: { id } }, t('inside.ended'))}>
                    {t('inside.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {inside.objections !== null && inside.objections > 0 && (
          <Badge tone="warn">{t('objection.standing', { count: inside.objections, shown: number(inside.objections) })}</Badge>
        )}
        <Group gap="xs">
          {training.may.letIn && (
            <Button size="compact-md" variant="default" onClick={() => setLetting(true)}>
              {t('inside.act')}
            </Button>
          )}
          {training.may.speak && !inside.objects && (
            <Button size="compact-md" variant="subtle" color="red" onClick={() => void keepOut()}>
              {t('objection.act')}
            </Button>
          )}
          {training.may.speak && inside.objects && (
            <Button size="compact-md" variant="default" onClick={() => void relent({ params }, t('objection.withdrawn'))}>
              {t('objection.withdraw')}
            </Button>
          )}
        </Group>
      </Stack>
      <Modal opened={letting} onClose={() => setLetting(false)} title={t('inside.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <LetIn training={training} onDone={() => setLetting(false)} />
      </Modal>
    </Section>
  )
}

function LetIn({ training, onDone }: Of & { readonly onDone: () => void }) {
  const { t } = useTranslation('trainings')
  const act = useAct(inviteToTraining, trainingKinds)
  // whoever offers it lets in whom it likes; an agency lets in industry
  const kinds = training.may.run ? (['agency', 'industry'] as const) : (['industry'] as const)
  const [members, setMembers] = useState<string[]>([])
  const save = async () => {
    if ((await act.run({ params: { id: training.id }, body: { members } })) !== undefined) onDone()
  }
  return (
    <Stack gap="sm">
      <FormNote failure={act.failure} />
      <MembersField label={t('inside.members')} which={{ kind: kinds }} value={members} onChange={setMembers} />
      <Group justify="flex-end">
        <Button disabled={members.length === 0} loading={act.running} onClick={() => void save()}>
          {t('inside.act')}
        </Button>
      </Group>
    </Stack>
  )
}
