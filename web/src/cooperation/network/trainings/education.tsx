import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type EducationWhole,
  endEducation,
  joinEducation,
  leaveEducation,
  readEducation,
  withdrawReach,
} from '../../../../../src/domain/cooperation/contract/network/educations.ts'
import { educationPublics } from '../../../../../src/domain/cooperation/contract/network/training-names.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote, useFields } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import forms from '../../forms.module.css'
import { dayText } from '../day.ts'
import { FigureForm, ReachForm } from './declare-forms.tsx'
import { Materials } from './materials.tsx'
import { Counted, Declared } from './measure.tsx'
import classes from './trainings.module.css'
import { Back, EducationState, educationKinds, useLanguageNames, useNumber } from './words.tsx'

const EducationForm = lazy(async () => ({ default: (await import('./education-form.tsx')).EducationForm }))
const route = getRouteApi('/shell/network/educations/$id')

/** One joint campaign: who takes part, what is taught with, whom it reached, and what was before and after. */
export function EducationPage() {
  const { id } = route.useParams()
  const back = <Back to="/network/educations" />
  return (
    <Answer of={useRead(readEducation, { params: { id } }, { live: educationKinds })} whole back={back}>
      {(education) => (
        <Page title={education.title} back={back} actions={<Acts education={education} />} aside={<Beside education={education} />}>
          <Stack gap="md" miw={0}>
            <Text className={classes.text} dir="auto">
              {education.aim}
            </Text>
            <Materials to="educations" of={education.id} materials={education.materials} may={education.may.report} />
            <Reach education={education} />
            <Declared education={education}>{education.may.report && <Declare education={education} />}</Declared>
            <Counted id={education.id} />
          </Stack>
        </Page>
      )}
    </Answer>
  )
}

type Of = { readonly education: EducationWhole }

function Beside({ education }: Of) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { namesOf } = useLanguageNames()
  const { countries, startsOn, endsOn, joined } = education
  const addressed = educationPublics.filter((one) => education.addressed.includes(one)).map((one) => t(`public.${one}`))
  return (
    <>
      <Section title={t('about')}>
        <Facts
          facts={[
            { name: t('field.state'), value: <EducationState state={education.state} /> },
            { name: t('field.startsOn'), value: dayText(startsOn, locale) },
            { name: t('field.endsOn'), value: endsOn === null ? null : dayText(endsOn, locale) },
            { name: t('field.addressed'), value: addressed.join(' · ') },
            { name: t('field.languages'), value: namesOf(education.languages) },
            {
              name: t('field.countries'),
              value:
                countries.length === 0
                  ? t('everywhere')
                  : countries.map((code, at) => (
                      <span key={code}>
                        {at > 0 && ' · '}
                        <Country code={code} />
                      </span>
                    )),
            },
            { name: t('field.begunBy'), value: <bdi>{education.begunBy?.name ?? t('office')}</bdi> },
            { name: t('field.audience'), value: t(`audience.${education.audience}`) },
          ]}
        />
      </Section>
      <Section title={t('field.partners')} lead={joined.length === 0 ? t('partner.none') : undefined} flush={joined.length > 0}>
        {joined.length > 0 && (
          <ul className={forms.rows}>
            {joined.map(({ member, note }) => (
              <li key={member.id}>
                <span>
                  <bdi>{member.name}</bdi>, <Country code={member.country} />
                  {note !== '' && (
                    <small style={{ display: 'block' }}>
                      <bdi>{note}</bdi>
                    </small>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function Acts({ education }: Of) {
  const { t } = useTranslation('trainings')
  const confirm = useConfirm()
  const [open, setOpen] = useState<'edit' | 'join' | null>(null)
  const end = useQuickAct(endEducation, educationKinds)
  const leave = useQuickAct(leaveEducation, educationKinds)
  const { may } = education
  const params = { id: education.id }
  const ask = async () => {
    const yes = await confirm({ title: t('education.end'), consequence: t('education.end-what'), act: t('education.end'), grave: true })
    if (yes) await end({ params }, t('education.ended'))
  }
  return (
    <>
      {may.end && (
        <Button variant="subtle" color="red" onClick={() => void ask()}>
          {t('education.end')}
        </Button>
      )}
      {may.leave && (
        <Button variant="default" onClick={() => void leave({ params }, t('partner.left'))}>
          {t('partner.leave')}
        </Button>
      )}
      {may.change && (
        <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
          {t('form.change')}
        </Button>
      )}
      {may.join && <Button onClick={() => setOpen('join')}>{t('partner.act')}</Button>}
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        size="lg"
        title={t(open === 'join' ? 'partner.act' : 'form.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <Suspense fallback={<LoadingPage />}>
          {open === 'edit' && <EducationForm education={education} onDone={() => setOpen(null)} />}
          {open === 'join' && <JoinForm education={education} onDone={() => setOpen(null)} />}
        </Suspense>
      </Modal>
    </>
  )
}

type FormProps = Of & { readonly onDone: () => void }

function JoinForm({ education, onDone }: FormProps) {
  const { t } = useTranslation('trainings')
  const act = useAct(joinEducation, educationKinds)
  const form = useFields({ note: '' }, {}, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ params: { id: education.id }, body })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Textarea label={t('partner.note')} autosize minRows={2} maxLength={2_000} dir="auto" data-autofocus {...form.props('note')} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('partner.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Whom it reached, as partners say: declared, and never added up, since one person may be counted by several. */
function Reach({ education }: Of) {
  const { t } = useTranslation('trainings')
  const { locale } = usePreferences()
  const { number } = useNumber()
  const withdraw = useQuickAct(withdrawReach, educationKinds)
  const [open, setOpen] = useState(false)
  const { reach, may } = education
  return (
    <Section
      title={t('reach.title')}
      lead={t(reach.length === 0 ? 'reach.none' : 'reach.lead')}
      flush={reach.length > 0}
      actions={
        may.report && (
          <Button size="compact-md" variant="default" onClick={() => setOpen(true)}>
            {t('reach.act')}
          </Button>
        )
      }
    >
      {reach.length > 0 && (
        <ul className={forms.rows}>
          {reach.map((one) => (
            <li key={one.id}>
              <div className={classes.grow}>
                {t(`reach-of.${one.counted}`, { number: number(one.number) })}
                <div className={classes.dim}>
                  <bdi>{one.member?.name ?? t('office')}</bdi> · {dayText(one.onDate, locale)} · <bdi>{one.source}</bdi>
                </div>
                {one.note !== '' && (
                  <p className={classes.text} dir="auto">
                    {one.note}
                  </p>
                )}
              </div>
              {one.may.withdraw && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => void withdraw({ params: { id: one.id } }, t('material.withdrawn'))}
                >
                  {t('material.withdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Modal opened={open} onClose={() => setOpen(false)} title={t('reach.act')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <ReachForm id={education.id} onDone={() => setOpen(false)} />
      </Modal>
    </Section>
  )
}

function Declare({ education }: Of) {
  const { t } = useTranslation('trainings')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="compact-md" variant="default" onClick={() => setOpen(true)}>
        {t('figure.act')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="lg"
        title={t('figure.act')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        <FigureForm education={education} onDone={() => setOpen(false)} />
      </Modal>
    </>
  )
}
