import { useTranslation } from 'react-i18next'
import { compareRounds } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import classes from './questionnaire.module.css'
import { AnswerText, QuestionText } from './words.tsx'

/** What agencies answer otherwise than in an earlier round, line by line. */
export function Changes({ round, before }: { readonly round: string; readonly before: string }) {
  const { t } = useTranslation('questionnaire')
  return (
    <Answer of={useRead(compareRounds, { params: { id: round }, query: { before } }, { live: ['round'] })}>
      {({ questions, items, cut }) =>
        items.length === 0 ? (
          <p className={classes.none}>{t('changes.none')}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too (WCAG 2.1.1)
          <section className={classes.scroll} tabIndex={0} aria-label={t('changes.lead')}>
            <table className={classes.matrix}>
              <thead>
                <tr>
                  {(['agency', 'question', 'before', 'after'] as const).map((one) => (
                    <th key={one} scope="col">
                      {t(`column.${one}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map(({ member, code, before: was, after }) => {
                  const question = questions.find((one) => one.code === code)
                  if (question === undefined) return null
                  return (
                    <tr key={`${member.id} ${code}`}>
                      <th scope="row">
                        <bdi>{member.name}</bdi>, <Country code={member.country} />
                      </th>
                      <td>
                        <QuestionText question={question} />
                      </td>
                      <td>
                        <AnswerText question={question} answer={was} />
                      </td>
                      <td>
                        <AnswerText question={question} answer={after} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
            {cut && <p className={classes.none}>{t('changes.cut')}</p>}
          </section>
        )
      }
    </Answer>
  )
}
