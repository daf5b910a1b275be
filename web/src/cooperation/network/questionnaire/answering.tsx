import { Alert, Button, Group, Radio, Stack, Switch } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../src/base/route.ts'
import type { QuestionView } from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import { sheetAudiences } from '../../../../../src/domain/cooperation/contract/network/questionnaire-names.ts'
import {
  type AnswerView,
  draftSheet,
  dropSheet,
  readSheet,
  readSheetVersion,
  type SheetView,
  submitSheet,
} from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { FormNote } from '../../../app/form.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Versions } from '../versions.tsx'
import { QuestionField } from './question-field.tsx'
import classes from './questionnaire.module.css'
import { AnswerText, QuestionText, useSectionName } from './words.tsx'

const route = getRouteApi('/shell/network/questionnaire/rounds/$id/answer')
const changes = ['round']
type Whole = AnswerOf<typeof readSheet>
type Asked = { readonly round: string; readonly member: string | undefined; readonly whole: Whole }

/** What an agency answers in a round: its form while it may be changed, else what was said. */
export function Answering() {
  const { t } = useTranslation('questionnaire')
  const { id } = route.useParams()
  const { member } = route.useSearch()
  const result = useRead(readSheet, { params: { id }, query: member === undefined ? {} : { member } }, { live: changes })
  const back = (
    <Link to="/network/questionnaire/rounds/$id" params={{ id }} className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('answer.back')}
    </Link>
  )
  return (
    <Answer of={result} whole back={back}>
      {(whole) => (
        <Page title={t('answer.title')} lead={<bdi>{whole.member.name}</bdi>} back={back} narrow>
          {whole.may.change ? (
            <Form key={whole.draft?.id ?? whole.submitted?.id ?? 'new'} round={id} member={member} whole={whole} />
          ) : (
            <Said whole={whole} />
          )}
          <Before whole={whole} />
        </Page>
      )}
    </Answer>
  )
}

const blank = (code: string): AnswerView => ({ code, choice: null, amount: null, words: '', sources: [] })
const isSaid = ({ choice, amount, words, sources }: AnswerView) =>
  choice !== null || amount !== null || words.trim() !== '' || sources.length > 0

function Form({ round, member, whole }: Asked) {
  const { t } = useTranslation('questionnaire')
  const sectionName = useSectionName()
  const { questions, draft, submitted, may } = whole
  const said = draft ?? submitted
  const [answers, setAnswers] = useState(() => new Map((said?.answers ?? []).map((one) => [one.code, one])))
  const [joint, setJoint] = useState(said?.joint ?? false)
  const [audience, setAudience] = useState<SheetView['audience']>(said?.audience ?? 'agencies')
  const [changed, setChanged] = useState(false)
  const act = useAct(draftSheet, changes)
  const open = questions.filter(({ code }) => !isSaid(answers.get(code) ?? blank(code))).length
  const target = { params: { id: round }, query: member === undefined ? {} : { member } }
  const save = async () => {
    const list = [...answers.values()]
      .filter(isSaid)
      .map((one) => ({ ...one, sources: one.sources.filter(({ law }) => law.trim() !== '') }))
    const done = await act.run({ ...target, body: { joint, audience, answers: list } })
    if (done !== undefined) setChanged(false)
    return done?.answer
  }
  const touch = (run: () => void) => {
    run()
    setChanged(true)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save().then((saved) => saved !== undefined && toast(t('answer.saved')))
      }}
    >
      <Stack gap="md">
        <Alert variant="light">{t(draft === null ? 'answer.lead' : 'answer.draft-lead')}</Alert>
        <FormNote failure={act.failure} />
        {[...new Set(questions.map(({ section }) => section))].map((section) => (
          <Section key={section} title={sectionName(section)}>
            {questions
              .filter((one) => one.section === section)
              .map((one) => (
                <QuestionField
                  key={one.code}
                  question={one}
                  answer={answers.get(one.code) ?? blank(one.code)}
                  onChange={(next) => touch(() => setAnswers((now) => new Map(now).set(one.code, next)))}
                />
              ))}
          </Section>
        ))}
        <Radio.Group
          label={t('audience.label')}
          value={audience}
          onChange={(value) => touch(() => setAudience(sheetAudiences.find((one) => one === value) ?? 'agencies'))}
        >
          <Stack gap="xs" mt="xs">
            {sheetAudiences.map((one) => (
              <Radio key={one} value={one} label={t(`audience.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {may.joint && (
          <Switch
            label={t('answer.joint')}
            description={t('answer.joint-why')}
            checked={joint}
            onChange={(event) => {
              const { checked } = event.currentTarget
              touch(() => setJoint(checked))
            }}
          />
        )}
        <p className={classes.none}>{t('answer.open', { count: open })}</p>
        <Group justify="flex-end">
          {draft !== null && <Drop target={target} />}
          <Button type="submit" variant="default" loading={act.running}>
            {t('answer.save')}
          </Button>
          <Submit target={target} draft={changed ? null : draft} save={save} audience={audience} open={open} />
        </Group>
      </Stack>
    </form>
  )
}

type Target = { readonly params: { readonly id: string }; readonly query: { readonly member?: string } }
type SubmitProps = {
  readonly target: Target
  /** what was saved last; null where something changed since */
  readonly draft: SheetView | null
  readonly save: () => Promise<SheetView | undefined>
  readonly audience: SheetView['audience']
  readonly open: number
}

function Submit({ target, draft, save, audience, open }: SubmitProps) {
  const { t } = useTranslation('questionnaire')
  const confirm = useConfirm()
  const submit = useQuickAct(submitSheet, changes)
  const run = async () => {
    const saved = draft ?? (await save())
    if (saved === undefined) return
    const consequence = `${t(`submit.${audience}`)} ${t('answer.open', { count: open })}`
    if (await confirm({ title: t('submit.title'), consequence, act: t('submit.act') }))
      await submit({ ...target, body: { changedAt: saved.changedAt } }, t('submit.done'))
  }
  return <Button onClick={() => void run()}>{t('submit.act')}</Button>
}

function Drop({ target }: { readonly target: Target }) {
  const { t } = useTranslation('questionnaire')
  const confirm = useConfirm()
  const drop = useQuickAct(dropSheet, changes)
  const run = async () => {
    const sure = { title: t('drop.title'), consequence: t('drop.consequence'), act: t('drop.act'), grave: true }
    if (await confirm(sure)) await drop(target, t('drop.done'))
  }
  return (
    <Button variant="subtle" color="red" onClick={() => void run()}>
      {t('drop.act')}
    </Button>
  )
}

function Said({ whole }: { readonly whole: Whole }) {
  const { questions, submitted, draft } = whole
  return <Answers questions={questions} said={submitted ?? draft} />
}

function Answers({ questions, said }: { readonly questions: Whole['questions']; readonly said: SheetView | null }) {
  const { t } = useTranslation('questionnaire')
  const sectionName = useSectionName()
  const answerTo = ({ code }: QuestionView) => said?.answers.find((one) => one.code === code)
  if (said === null) return <p className={classes.none}>{t('answer.none')}</p>
  return [...new Set(questions.map(({ section }) => section))].map((section) => (
    <Section key={section} title={sectionName(section)}>
      {questions
        .filter((one) => one.section === section)
        .map((one) => (
          <div key={one.code} className={classes.question}>
            <QuestionText question={one} />
            <AnswerText question={one} answer={answerTo(one)} />
          </div>
        ))}
    </Section>
  ))
}

function Before({ whole: { questions, versions } }: { readonly whole: Whole }) {
  const { t } = useTranslation('questionnaire')
  if (versions.length === 0) return null
  const all = versions.map(({ id, version, state, submittedAt, submittedBy }) => ({
    id,
    at: submittedAt,
    earlier: state === 'superseded',
    told: (
      <>
        {t('versions.version', { number: version })} <Badge tone="plain">{t(`sheet.${state}`)}</Badge>
      </>
    ),
    by: submittedBy?.name != null && <bdi>{submittedBy.name}</bdi>,
  }))
  return <Versions title={t('answer.versions')} all={all} show={(id) => <Earlier id={id} questions={questions} />} />
}

function Earlier({ id, questions }: { readonly id: string; readonly questions: Whole['questions'] }) {
  return <Answer of={useRead(readSheetVersion, { params: { id } }, {})}>{(said) => <Answers questions={questions} said={said} />}</Answer>
}
