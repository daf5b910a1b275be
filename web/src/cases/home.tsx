import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CaseLine, listCases, listTasks, readCaseFigures } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { boardClasses as board } from '../ui/board.tsx'
import { formatNumber } from '../ui/format.ts'
import { Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import type { CasesSearch } from './search.ts'
import { harmless, isLate } from './words.tsx'

const shown = 5
const tiles = [
  ['mine', 'mine', { assignee: 'me' }],
  ['late', 'late', { late: true }],
  ['answered', 'answered', { answered: true }],
  ['toDecide', 'to-decide', { decide: true }],
  ['unassigned', 'unassigned', { assignee: 'none' }],
] as const satisfies readonly (readonly [string, string, CasesSearch])[]

/** What waits for me: in figures, my cases by harm, then by deadline, and my tasks. */
export function Waiting() {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const figures = useRead(readCaseFigures, {}, { live: ['case'] })
  const mine = useRead(listCases, { query: { assignee: 'me', limit: shown } }, { live: ['case'] })
  const due = useRead(listCases, { query: { assignee: 'me', order: 'due', limit: shown } }, { live: ['case'] })
  const tasks = useRead(listTasks, { query: { assignee: 'me', limit: shown } }, { live: ['case'] })
  return (
    <Section title={t('home.title')} flush>
      <div className={board.tiles}>
        {tiles.map(([name, word, search]) => (
          <Link key={name} to="/cases" search={search} className={board.tile} data-bad={name === 'late' && (figures.data?.late ?? 0) > 0}>
            <strong>{figures.data === undefined ? '–' : formatNumber(figures.data[name], locale)}</strong>
            <span>{t(`figures.${word}`)}</span>
          </Link>
        ))}
      </div>
      <Answer of={mine}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={board.nothing}>
              {t('home.none')}{' '}
              <Link to="/cases" search={{ assignee: 'none' }}>
                {t('home.take')}
              </Link>
            </p>
          ) : (
            <Lines title={t('home.by-harm')} items={items} />
          )
        }
      </Answer>
      {(due.data?.items.length ?? 0) > 0 && <Lines title={t('home.by-deadline')} items={due.data?.items ?? []} dated />}
      {(tasks.data?.items.length ?? 0) > 0 && (
        <>
          <h3 className={board.heading}>{t('home.tasks')}</h3>
          <ul className={board.lines}>
            {tasks.data?.items.map((one) => (
              <li key={one.id}>
                <Link to="/cases/$id" params={{ id: one.case.code }} hash="tasks" className={board.line}>
                  <span className={board.name}>
                    <bdi>{harmless(one.title)}</bdi>
                    <small>
                      <bdi>{one.case.code}</bdi> · <bdi>{harmless(one.case.title)}</bdi>
                    </small>
                  </span>
                  {one.dueAt !== null && <Due at={one.dueAt} late={new Date(one.dueAt) < new Date()} />}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Lines({ title, items, dated }: { readonly title: string; readonly items: readonly CaseLine[]; readonly dated?: boolean }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  return (
    <>
      <h3 className={board.heading}>{title}</h3>
      <ul className={board.lines}>
        {items.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$id" params={{ id: one.code }} className={board.line}>
              <span className={board.name}>
                <bdi>{harmless(one.title)}</bdi>
                <small>
                  <bdi>{one.code}</bdi> · {t(`kind.${one.kind}`)} · {t(`state.${one.state}`)}
                </small>
              </span>
              {dated === true && one.dueAt !== null ? (
                <Due at={one.dueAt} late={isLate(one)} />
              ) : (
                <span className={board.side}>{t('home.harm', { harm: formatNumber(one.harm, locale, { maximumFractionDigits: 0 }) })}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Due({ at, late }: { readonly at: string; readonly late: boolean }) {
  const { t } = useTranslation('cases')
  return (
    <span className={`${board.side} ${late ? board.late : ''}`}>
      {late && <>{t('figures.late')} · </>}
      <Time at={at} style="relative" />
    </span>
  )
}
