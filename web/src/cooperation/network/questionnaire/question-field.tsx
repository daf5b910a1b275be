import { ActionIcon, Button, Group, NumberInput, Radio, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionView } from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import type { AnswerView } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import classes from './questionnaire.module.css'
import { QuestionText, useOptions } from './words.tsx'

type Props = { readonly question: QuestionView; readonly answer: AnswerView; onChange(answer: AnswerView): void }
type Source = AnswerView['sources'][number]

/** One question with the field of its kind, words that go with the answer, and what it rests on. */
export function QuestionField({ question, answer, onChange }: Props) {
  const { t } = useTranslation('questionnaire')
  const id = useId()
  const set = (to: Partial<AnswerView>) => onChange({ ...answer, ...to })
  return (
    <fieldset
      className={classes.question}
      style={{ borderInline: 0, borderBlockStart: 0, paddingInline: 0, margin: 0 }}
      aria-labelledby={id}
    >
      <span id={id}>
        <QuestionText question={question} />
      </span>
      <Choice question={question} answer={answer} onChange={(choice) => set({ choice })} />
      {question.kind === 'number' && (
        <NumberInput
          aria-labelledby={id}
          maw="12rem"
          min={0}
          max={1e14}
          value={answer.amount ?? ''}
          onChange={(next) => set({ amount: typeof next === 'number' ? next : null })}
        />
      )}
      {question.kind !== 'laws' && (
        <Textarea
          aria-label={t(question.kind === 'text' ? 'answer.text' : 'answer.words')}
          placeholder={t(question.kind === 'text' ? 'answer.text' : 'answer.words')}
          autosize
          minRows={question.kind === 'text' ? 2 : 1}
          maxRows={12}
          maxLength={10_000}
          dir="auto"
          value={answer.words}
          onChange={(event) => set({ words: event.currentTarget.value })}
        />
      )}
      <SourceFields sources={answer.sources} onChange={(sources) => set({ sources })} />
    </fieldset>
  )
}

function Choice({
  question,
  answer,
  onChange,
}: {
  readonly question: QuestionView
  readonly answer: AnswerView
  onChange(choice: string | null): void
}) {
  const { t } = useTranslation('questionnaire')
  const options = useOptions()(question)
  const id = useId()
  if (question.kind !== 'yes-no' && question.kind !== 'choice') return null
  return (
    <Group gap="md" role="radiogroup" aria-label={t('answer.choice')}>
      {options.map(({ value, label }) => (
        <Radio key={value} name={id} value={value} label={label} checked={answer.choice === value} onChange={() => onChange(value)} />
      ))}
      {answer.choice !== null && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(null)}>
          {t('answer.unset')}
        </Button>
      )}
    </Group>
  )
}

function SourceFields({ sources, onChange }: { readonly sources: readonly Source[]; onChange(sources: Source[]): void }) {
  const { t } = useTranslation('questionnaire')
  const change = (at: number, to: Partial<Source>) => onChange(sources.map((one, other) => (other === at ? { ...one, ...to } : one)))
  return (
    <>
      {sources.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place while they are written
        <div key={at} className={classes.source}>
          {(['law', 'article', 'url'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`source.${name}`)}
              maxLength={{ law: 300, article: 200, url: 2_000 }[name]}
              dir={name === 'url' ? 'ltr' : 'auto'}
              value={one[name]}
              onChange={(event) => change(at, { [name]: event.currentTarget.value })}
            />
          ))}
          <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t('source.remove')}
            onClick={() => onChange(sources.filter((_, other) => other !== at))}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...sources, { law: '', article: '', url: '' }])}
        >
          {t('source.add')}
        </Button>
      </Group>
    </>
  )
}
