import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { compareRounds } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { Answer } from '../../../app/answer.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Country } from '../../../ui/country.tsx'
import { TroubleNote } from '../../../ui/states.tsx'
import classes from './questionnaire.module.css'
import { AnswerText, QuestionText } from './words.tsx'

/** What agencies answer otherwise than in an earlier round, line by line. */
export function Changes({ round, before }: { readonly round: string; readonly before: string }) {
  const { t } = useTranslation('questionnaire')
  const params = { id: round }
  const first = useRead(compareRounds, { params, query: { before, limit: 1 } }, { live: ['round'] })
  const source = useList(compareRounds, { params, query: { before, limit: 10 } }, { live: ['round'] })
  if (source.trouble !== undefined) return <TroubleNote trouble={source.trouble} />
  return (
    <Answer of={first}>
      {({ questions, items }) =>
        items.length === 0 ? (
          <p className={classes.none}>{t('changes.none')}</p>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too (WCAG 2.1.1) */}
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
                  {source.items.map(({ member, code, before: was, after }) => {
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
            </section>
            {source.more && (
              <Button variant="default" loading={source.loadingMore} onClick={source.loadMore} mt="sm">
                {t('matrix.more')}
              </Button>
            )}
          </>
        )
      }
    </Answer>
  )
}
