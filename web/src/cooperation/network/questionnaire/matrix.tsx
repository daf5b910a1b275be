import { Button, Group, Select } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { compareSheets } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { Answer } from '../../../app/answer.tsx'
import { ExportLink } from '../../../app/export-link.tsx'
import { useList, useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { Section } from '../../../ui/page.tsx'
import { Empty, TroubleNote } from '../../../ui/states.tsx'
import network from '../network.module.css'
import classes from './questionnaire.module.css'
import { AnswerText, QuestionText, useSectionName } from './words.tsx'

const route = getRouteApi('/shell/network/questionnaire/rounds/$id')

/** What agencies answered, side by side: a line for each, a column for each question of one section. */
export function Matrix({ round }: { readonly round: string }) {
  const { t } = useTranslation('questionnaire')
  const { section: asked, ...others } = route.useSearch()
  const navigate = route.useNavigate()
  const here = { to: '/network/questionnaire/rounds/$id', params: { id: round } } as const
  const sectionName = useSectionName()
  const all = useRead(compareSheets, { params: { id: round }, query: { limit: 1 } }, { live: ['round'] })
  const section = asked ?? all.data?.sections[0]
  return (
    <Section
      title={t('matrix.title')}
      actions={
        <Group gap="sm">
          <ExportLink path={`/api/network/rounds/${round}/export`} query={{}} what={t('matrix.title')} />
          <a href={`/api/network/rounds/${round}/export?format=json`} download className={`${network.link} t-no-print`}>
            JSON
          </a>
        </Group>
      }
    >
      <Answer of={all}>
        {({ sections, items }) =>
          items.length === 0 ? (
            <Empty title={t('matrix.none')} text={t('matrix.none-why')} />
          ) : (
            <>
              <Select
                label={t('matrix.section')}
                allowDeselect={false}
                data={sections.map((one) => ({ value: one, label: sectionName(one) }))}
                value={section ?? null}
                onChange={(value) =>
                  void navigate({ ...here, search: value === null ? others : { ...others, section: value }, replace: true })
                }
              />
              {section !== undefined && <Lines round={round} section={section} />}
            </>
          )
        }
      </Answer>
    </Section>
  )
}

type LinesProps = { readonly round: string; readonly section: string; readonly country?: string }

/** The answers to one section, of all agencies or of one country's. */
export function Lines({ round, section, country }: LinesProps) {
  const { t } = useTranslation('questionnaire')
  const sectionName = useSectionName()
  const query = { section, limit: 25, ...(country === undefined ? {} : { country }) }
  const questions =
    useRead(compareSheets, { params: { id: round }, query: { section, limit: 1 } }, { live: ['round'] }).data?.questions ?? []
  const source = useList(compareSheets, { params: { id: round }, query }, { live: ['round'] })
  if (source.trouble !== undefined) return <TroubleNote trouble={source.trouble} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too (WCAG 2.1.1) */}
      <section className={classes.scroll} tabIndex={0} aria-label={sectionName(section)}>
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('column.agency')}</th>
              {questions.map((one) => (
                <th key={one.code} scope="col">
                  <QuestionText question={one} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {source.items.map((sheet) => (
              <tr key={sheet.id}>
                <th scope="row">
                  <bdi>{sheet.member.name}</bdi>
                  <br />
                  <Country code={sheet.member.country} /> {sheet.joint && <Badge tone="note">{t('joint')}</Badge>}
                </th>
                {questions.map((one) => (
                  <td key={one.code}>
                    <AnswerText question={one} answer={sheet.answers.find(({ code }) => code === one.code)} />
                  </td>
                ))}
              </tr>
            ))}
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
