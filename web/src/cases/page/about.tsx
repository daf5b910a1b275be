import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../../../src/domain/cases/contract.ts'
import { Copyable } from '../../ui/code.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import { By } from '../words.tsx'
import pageStyles from './page.module.css'

/** What a case is, in facts. */
export function About({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  return (
    <Section title={t('about.title')}>
      <Facts
        facts={[
          { name: t('field.assignee'), value: view.assignee === null ? t('people.none') : <bdi>{view.assignee.name}</bdi> },
          { name: t('field.due'), value: view.dueAt === null ? t('due.none') : <Time at={view.dueAt} /> },
          {
            name: t('about.opened'),
            value: (
              <>
                <Time at={view.openedAt} /> · {view.openedHow === 'triage' ? t('about.by-triage') : <By who={view.openedBy} />}
              </>
            ),
          },
          { name: t('about.since'), value: view.closedAt === null ? <Time at={view.since} style="relative" /> : null },
          { name: t('about.last'), value: <Time at={view.lastAt} style="relative" /> },
          view.closedAt === null && {
            name: t('about.silent'),
            value:
              view.silentAt === null ? (
                t('about.stays-open')
              ) : (
                <>
                  {t('about.closes-itself')} <Time at={view.silentAt} style="date" />
                </>
              ),
          },
          {
            name: t('about.watchers'),
            value:
              view.watchers.length === 0 ? null : (
                <ul className={pageStyles.names}>
                  {view.watchers.map((one) => (
                    <li key={one.id}>
                      <bdi>{one.name}</bdi>
                    </li>
                  ))}
                </ul>
              ),
          },
          { name: t('about.outside'), value: <Copyable text={view.outsideCode} what={t('about.outside')} /> },
        ]}
      />
      <p className={pageStyles.more}>
        <Link to="/cases" search={{ kind: view.kind }} className={classes.link}>
          {t('about.same-kind')}
        </Link>
      </p>
    </Section>
  )
}
