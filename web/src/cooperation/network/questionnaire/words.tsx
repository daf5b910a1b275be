import { useTranslation } from 'react-i18next'
import type { QuestionView } from '../../../../../src/domain/cooperation/contract/network/questionnaire.ts'
import { saids, type secrecyVerdicts } from '../../../../../src/domain/cooperation/contract/network/questionnaire-names.ts'
import type { AnswerView } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import type { Tone } from '../../../ui/tone.ts'
import classes from './questionnaire.module.css'

type Wording = QuestionView['texts'][string] & { readonly language: string }

/** A question in this language, else in a near one, else in English, else in whichever there is. */
export function wordingOf({ texts }: Pick<QuestionView, 'texts'>, language: string): Wording {
  const tags = Object.keys(texts)
  const near = (tag: string) => tag.split('-')[0] === language.split('-')[0]
  const tag = tags.find((one) => one === language) ?? tags.find(near) ?? tags.find((one) => one === 'en') ?? tags[0] ?? ''
  return { ...(texts[tag] ?? { text: '', options: [] }), language: tag }
}

/** What a question asks, marked with the language that it is in. */
export function QuestionText({ question }: { readonly question: QuestionView }) {
  const { i18n } = useTranslation('questionnaire')
  const { text, language } = wordingOf(question, i18n.language)
  return (
    <span lang={language} dir="auto">
      {text}
    </span>
  )
}

/** What the options of a question are called, by their value. */
export function useOptions(): (question: QuestionView) => readonly { readonly value: string; readonly label: string }[] {
  const { t, i18n } = useTranslation('questionnaire')
  return (question) => {
    if (question.kind === 'yes-no') return saids.map((value) => ({ value, label: t(`said.${value}`) }))
    const { options } = wordingOf(question, i18n.language)
    return question.options.map((value, at) => ({ value, label: options[at] || value }))
  }
}

const known = ['authority', 'laws', 'powers', 'evidence', 'sharing', 'secrecy', 'limits', 'contacts'] as const

/** A section is called as its set calls it, those of our own wording in the reader's language. */
export function useSectionName(): (section: string) => string {
  const { t } = useTranslation('questionnaire')
  return (section) => {
    const own = known.find((one) => one === section)
    return own === undefined ? section : t(`section.${own}`)
  }
}

/** An answer, with the words that go with it and what it rests on. */
export function AnswerText({ question, answer }: { readonly question: QuestionView; readonly answer: AnswerView | null | undefined }) {
  const { t } = useTranslation('questionnaire')
  const { locale } = usePreferences()
  const options = useOptions()
  if (answer === null || answer === undefined) return <span className={classes.none}>{t('no-answer')}</span>
  const { choice, amount, words, sources } = answer
  return (
    <div className={classes.answer}>
      {choice !== null && <strong>{options(question).find(({ value }) => value === choice)?.label ?? choice}</strong>}
      {amount !== null && <strong>{formatNumber(amount, locale)}</strong>}
      {words !== '' && <bdi className={classes.words}>{words}</bdi>}
      <Sources of={sources} />
    </div>
  )
}

/** Laws that something rests on. An address is shown as text: it was written by others, and leads out of the console. */
export function Sources({ of }: { readonly of: AnswerView['sources'] }) {
  const { t } = useTranslation('questionnaire')
  if (of.length === 0) return null
  return (
    <ul className={classes.sources} aria-label={t('sources')}>
      {of.map(({ law, article, url }) => (
        <li key={`${law} ${article} ${url}`}>
          <bdi>{law}</bdi>
          {article !== '' && (
            <>
              {', '}
              <bdi>{article}</bdi>
            </>
          )}
          {url !== '' && (
            <bdi dir="ltr" className={classes.url}>
              {url}
            </bdi>
          )}
        </li>
      ))}
    </ul>
  )
}

export const verdictTones: Record<(typeof secrecyVerdicts)[number], Tone> = { yes: 'good', conditions: 'warn', no: 'bad', unknown: 'plain' }
