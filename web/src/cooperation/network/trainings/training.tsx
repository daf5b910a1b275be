import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recordLanguages } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import {
  endTraining,
  enrolInTraining,
  readTraining,
  type TrainingWhole,
  withdrawFromTraining,
} from '../../../../../src/domain/cooperation/contract/network/trainings.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { Materials } from './materials.tsx'
import { Evaluation, Inside, Participants } from './training-parts.tsx'
import classes from './trainings.module.css'
import { Back, OwnState, TrainingState, trainingKinds, useLanguageNames, useNumber } from './words.tsx'

const TrainingForm = lazy(async () => ({ default: (await import('./training-form.tsx')).TrainingForm }))
const route = getRouteApi('/shell/network/trainings/$id')

/** One training session: what it is, signing up, material, and afterwards who was there and what they say of it. */
export function TrainingPage() {
  const { id } = route.useParams()
  const back = <Back to="/network/trainings" />
  const result = useRead(readTraining, { params: { id } }, { live: trainingKinds })
  return (
    <Answer of={result} whole back={back}>
      {(training) => (
        <Page title={training.title} back={back} actions={<Acts training={training} />} aside={<Beside training={training} />}>
          <Stack gap="md" miw={0}>
            <Own training={training} />
            {training.note !== '' && (
              <Text className={classes.text} dir="auto">
                {training.note}
              </Text>
            )}
            <Materials to="trainings" of={training.id} materials={training.materials} may={training.may.run} />
            <Participants training={training} />
            <Evaluation training={training} />
          </Stack>
        </Page>
      )}
    </Answer>
  )
}

type Of = { readonly training: TrainingWhole }

/** Where the reader's own sign-up stands, and the record of having been there. */
function Own({ training: { id, own, startsAt } }: Of) {
  const { t, i18n } = useTranslation('trainings')
  if (own === null || own.state === 'withdrawn') return null
  if (own.attended === true) {
    const language = recordLanguages.find((one) => one === i18n.language) ?? 'en'
    return (
      <Section title={t('record.title')} lead={t('record.lead')}>
        <Button component="a" variant="default" href={`/api/trainings/${id}/record?language=${language}`} target="_blank" rel="noopener">
          {t('record.open')}
        </Button>
      </Section>
    )
  }
  if (own.attended === false) return null
  return (
    <Alert color={own.state === 'waiting' ? 'orange' : 'teal'}>
      {t(own.state === 'waiting' ? 'own.waiting-what' : startsAt === null ? 'own.paced-what' : 'own.enrolled-what')}
    </Alert>
  )
}

function Beside({ training }: Of) {
  const { t } = useTranslation('trainings')
  const { namesOf } = useLanguageNames()
  const { number } = useNumber()
  const { startsAt, timeZone, duration, link, seats, taken } = training
  return (
    <>
      <Section title={t('about')}>
        <Facts
          facts={[
            {
              name: t('field.state'),
              value: (
                <Group gap="xs">
                  <TrainingState state={training.state} />
                  <OwnState own={training.own} />
                </Group>
              ),
            },
            { name: t('field.startsAt'), value: startsAt === null ? t('self-paced') : <Time at={startsAt} /> },
            startsAt !== null && { name: t('form.zone'), value: <Time at={startsAt} zone={timeZone} /> },
            { name: t('form.duration'), value: duration === null ? null : number(duration) },
            { name: t('field.topic'), value: t(`topic.${training.topic}`) },
            { name: t('field.languages'), value: namesOf(training.languages) },
            { name: t('field.by'), value: <bdi>{training.offeredBy?.name ?? t('office')}</bdi> },
            { name: t('field.trainers'), value: training.trainers === '' ? null : <bdi>{training.trainers}</bdi> },
            {
              name: t('field.link'),
              value:
                link === null ? null : (
                  <Anchor href={link} target="_blank" rel="noreferrer noopener" dir="ltr" className={classes.text}>
                    {link}
                  </Anchor>
                ),
            },
            { name: t('field.seats'), value: seats === null ? t('no-limit') : number(seats) },
            taken !== null && {
              name: t('taken'),
              value: t('taken-counts', { enrolled: number(taken.enrolled), waiting: number(taken.waiting) }),
            },
            { name: t('field.audience'), value: t(`audience.${training.audience}`) },
          ]}
        />
      </Section>
      {training.inside !== null && <Inside training={training} inside={training.inside} />}
    </>
  )
}

function Acts({ training }: Of) {
  const { t } = useTranslation('trainings')
  const confirm = useConfirm()
  const [editing, setEditing] = useState(false)
  const enrol = useQuickAct(enrolInTraining, trainingKinds)
  const withdraw = useQuickAct(withdrawFromTraining, trainingKinds)
  const end = useQuickAct(endTraining, trainingKinds)
  const { may } = training
  const params = { id: training.id }
  const ask = async (to: 'over' | 'cancelled') => {
    const yes = await confirm({ title: t(`end.${to}`), consequence: t(`end.${to}-what`), act: t(`end.${to}`), grave: to === 'cancelled' })
    if (yes) await end({ params, body: { to } }, t(`state.${to}`))
  }
  return (
    <>
      {may.run && (
        <>
          <Button variant="subtle" color="red" onClick={() => void ask('cancelled')}>
            {t('end.cancelled')}
          </Button>
          <Button variant="default" onClick={() => void ask('over')}>
            {t('end.over')}
          </Button>
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
            {t('form.change')}
          </Button>
        </>
      )}
      {may.withdraw && (
        <Button variant="default" onClick={() => void withdraw({ params }, t('own.withdrew'))}>
          {t('own.withdraw')}
        </Button>
      )}
      {may.enrol && <Button onClick={() => void enrol({ params }, t('own.done'))}>{t('own.enrol')}</Button>}
      <Modal
        opened={editing}
        onClose={() => setEditing(false)}
        size="lg"
        title={t('form.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          <TrainingForm training={training} onDone={() => setEditing(false)} />
        </Suspense>
      </Modal>
    </>
  )
}
