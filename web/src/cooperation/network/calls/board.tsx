import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type BoardLine, type BoardObstacle, readCallBoard } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { useRead } from '../../../app/read.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import formClasses from '../../forms.module.css'
import { RegisterState } from '../registers/words.tsx'
import classes from './calls.module.css'
import { Chart } from './chart.tsx'
import { callKinds } from './words.tsx'

/** What industry's reports warn of: the latest figures of each, those past their threshold first; and obstacles that are open. */
export function CallBoard() {
  const { t } = useTranslation('calls')
  const result = useRead(readCallBoard, {}, { live: [...callKinds, 'register'] })
  return (
    <Page
      title={t('board.title')}
      lead={t('board.lead')}
      actions={
        <LinkButton to="/calls/reports" variant="default">
          {t('reports.title')}
        </LinkButton>
      }
      back={
        <Link to="/calls" className={classes.link}>
          {t('title')}
        </Link>
      }
    >
      <Answer of={result}>
        {({ figures, obstacles }) =>
          figures.length + obstacles.length === 0 ? (
            <Empty title={t('board.none')} text={t('board.none-why')} />
          ) : (
            <Stack gap="md">
              {figures.length > 0 && (
                <Section title={t('board.figures')} flush>
                  <ul className={formClasses.rows}>
                    {[...figures]
                      .sort((a, b) => Number(b.warning) - Number(a.warning))
                      .map((one) => (
                        <li key={one.id}>
                          <div className={classes.grow}>
                            <From of={one} />
                            <Chart report={one} />
                          </div>
                        </li>
                      ))}
                  </ul>
                </Section>
              )}
              {obstacles.length > 0 && (
                <Section title={t('board.obstacles')} flush>
                  <ul className={formClasses.rows}>
                    {obstacles.map((one) => (
                      <li key={one.id}>
                        <ObstacleLine obstacle={one} />
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </Stack>
          )
        }
      </Answer>
    </Page>
  )
}

function From({ of: { title, member, call } }: { readonly of: BoardLine }) {
  return (
    <>
      <bdi>{title}</bdi>
      <div className={classes.dim}>
        <bdi>{member.name}</bdi> ·{' '}
        <Link to="/calls/$id" params={{ id: call.id }} className={classes.link}>
          <bdi>{call.name}</bdi>
        </Link>
      </div>
    </>
  )
}

/** One of the register of obstacles, with the call where it was reported in one. */
function ObstacleLine({ obstacle }: { readonly obstacle: BoardObstacle }) {
  const { t } = useTranslation('calls')
  const { id, title, text, member, state, solution, responsible, call } = obstacle
  return (
    <div className={classes.grow}>
      <Link to="/network/registers/$id" params={{ id }} className={classes.link}>
        <bdi>{title}</bdi>
      </Link>{' '}
      <RegisterState entry={{ kind: 'obstacle', state }} />
      <div className={classes.dim}>
        <bdi>{member?.name ?? t('board.office')}</bdi>
        {call !== null && (
          <>
            {' · '}
            <Link to="/calls/$id" params={{ id: call.id }} className={classes.link}>
              <bdi>{call.name}</bdi>
            </Link>
          </>
        )}
        {responsible !== null && (
          <>
            {' · '}
            {t('board.responsible')} <bdi>{responsible.name}</bdi>
          </>
        )}
      </div>
      {text !== '' && (
        <p className={classes.text} dir="auto">
          {text}
        </p>
      )}
      {solution !== '' && (
        <p className={classes.text} dir="auto">
          {t('obstacle.solution')}: <bdi>{solution}</bdi>
        </p>
      )}
    </div>
  )
}
