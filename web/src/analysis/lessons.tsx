import { Button } from '@mantine/core'
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  judgeAgain,
  type Lesson,
  listLessons,
  readLessonEffect,
  revokeLesson,
  verdictKinds,
} from '../../../src/domain/analysis/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { useList, useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Badge } from '../ui/badge.tsx'
import { formatNumber } from '../ui/format.ts'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Page, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import classes from './lessons.module.css'
import { verdictTone } from './verdict-tone.ts'

const idOf = (lesson: Lesson) => lesson.id
/** days whose reports are judged again */
const span = 30

/** What the desk taught, what came of it, and the way back. */
export function Lessons() {
  const { t } = useTranslation('analysis')
  const navigate = useNavigate()
  const session = useSession()
  const source = useList(listLessons, { query: {} }, { live: ['lesson'] })
  const revoke = useQuickAct(revokeLesson, ['lesson', 'report'])
  const apply = useQuickAct(judgeAgain, ['report'])
  const columns: readonly Column<Lesson>[] = [
    {
      id: 'report',
      head: t('lessons.report'),
      priority: 1,
      width: 'minmax(14rem, 3fr)',
      cell: ({ report }) =>
        report === null ? (
          <span className={classes.dim}>{t('lessons.gone')}</span>
        ) : (
          <Link to="/reports/$id" params={{ id: report.id }} className={classes.link} dir="auto">
            {report.title ?? report.reference}
          </Link>
        ),
    },
    {
      id: 'taught',
      head: t('lessons.taught'),
      priority: 1,
      width: 'max-content',
      cell: ({ taught, kind }) =>
        kind === null ? (
          <Badge tone={taught === 'unwanted' ? 'bad' : 'good'}>{t(`lessons.${taught}`)}</Badge>
        ) : (
          <Badge tone={verdictTone(kind)}>{t(`verdict.kind.${kind}`)}</Badge>
        ),
    },
    {
      id: 'by',
      head: t('lessons.by'),
      priority: 2,
      width: 'minmax(8rem, 1fr)',
      cell: ({ by }) => <bdi>{by.name ?? t(by.kind === 'key' ? 'lessons.key' : 'lessons.former')}</bdi>,
    },
    {
      id: 'at',
      head: t('lessons.at'),
      priority: 2,
      width: 'max-content',
      cell: ({ at, revokedAt }) => (revokedAt === null ? <Time at={at} style="relative" /> : <Badge>{t('lessons.revoked')}</Badge>),
    },
    {
      id: 'acts',
      head: t('lesson.revoke'),
      priority: 1,
      width: 'max-content',
      action: true,
      cell: ({ id, revokedAt }) =>
        revokedAt === null && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={14} className="t-along" />}
            onClick={() => void revoke({ params: { id } }, t('lesson.revoked'))}
          >
            {t('lesson.revoke')}
          </Button>
        ),
    },
  ]
  return (
    <Page
      title={t('lessons.title')}
      lead={t('lessons.lead')}
      actions={
        isAtLeast(session, 'analyst') && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            onClick={() => void apply({ body: { days: span } }, t('lessons.applying'))}
          >
            {t('lessons.apply')}
          </Button>
        )
      }
    >
      <Effect />
      <ListView
        label={t('lessons.title')}
        source={source}
        columns={columns}
        idOf={idOf}
        onOpen={({ report }) => report !== null && void navigate({ to: '/reports/$id', params: { id: report.id } })}
        empty={{ title: t('lessons.none'), text: t('lessons.none-why') }}
      />
    </Page>
  )
}

/** The newest reports without the lessons and with them. */
function Effect() {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const effect = useRead(readLessonEffect, {}, { live: ['lesson'], staleFor: 60_000 })
  return (
    <Section title={t('lessons.effect')} id="effect" lead={t('lessons.effect-lead')}>
      <Answer of={effect}>
        {({ lessons, reports, before, after, changed }) =>
          lessons === 0 ? (
            <p>{t('lessons.effect-none')}</p>
          ) : (
            <>
              <p>
                {t('lessons.in-force', { count: lessons })} {t('lessons.looked-at', { count: reports })}
              </p>
              <table className={classes.kinds}>
                <thead>
                  <tr>
                    <th scope="col">{t('column.verdict')}</th>
                    <th scope="col">{t('lessons.before')}</th>
                    <th scope="col">{t('lessons.after')}</th>
                  </tr>
                </thead>
                <tbody>
                  {verdictKinds
                    .filter((kind) => (before[kind] ?? 0) + (after[kind] ?? 0) > 0)
                    .map((kind) => (
                      <tr key={kind}>
                        <th scope="row">
                          <Badge tone={verdictTone(kind)}>{t(`verdict.kind.${kind}`)}</Badge>
                        </th>
                        <td>{formatNumber(before[kind] ?? 0, locale)}</td>
                        <td>{formatNumber(after[kind] ?? 0, locale)}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
              {changed.length > 0 && (
                <ul className={classes.changed} aria-label={t('lessons.changed')}>
                  {changed.map((one) => (
                    <li key={one.id}>
                      <Link to="/reports/$id" params={{ id: one.id }} className={classes.link} dir="auto">
                        {one.title ?? one.reference}
                      </Link>
                      <small>
                        {t('lessons.from-to', {
                          from: `${t(`verdict.kind.${one.before.kind}`)} ${formatNumber(one.before.unwanted, locale, { style: 'percent' })}`,
                          to: `${t(`verdict.kind.${one.after.kind}`)} ${formatNumber(one.after.unwanted, locale, { style: 'percent' })}`,
                        })}
                      </small>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )
        }
      </Answer>
    </Section>
  )
}
