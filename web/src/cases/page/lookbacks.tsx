import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import {
  type CaseView,
  type Look,
  type Lookback,
  type LookedThing,
  listLooks,
  lookNow,
  readLookbacks,
} from '../../../../src/domain/cases/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useList, useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { Country } from '../../ui/country.tsx'
import { defang } from '../../ui/defang.ts'
import { Timeline } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import styles from '../outcomes/outcomes.module.css'
import { toneOfFinding, useHours } from '../outcomes/words.ts'
import { By } from '../words.tsx'
import pageStyles from './page.module.css'

/** What became of each notice: do reports still come, does the page answer, did anybody reply. */
export function Lookbacks({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('outcomes')
  const found = useRead(readLookbacks, { params: { id: view.id } }, { live: ['case', 'action'] })
  const look = useQuickAct(lookNow, ['case'])
  const any = (found.data?.items.length ?? 0) > 0
  return (
    <Section
      title={t('after.title')}
      id="lookbacks"
      actions={
        any &&
        view.may.write && (
          <Button
            size="compact-sm"
            variant="subtle"
            className="t-no-print"
            leftSection={<IconEye size={14} />}
            onClick={() => void look({ params: { id: view.id } }, t('after.asked'))}
          >
            {t('after.look')}
          </Button>
        )
      }
    >
      <Answer of={found}>
        {({ items, outside, silenceDays }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t('after.none')}</p>
          ) : (
            <>
              <ul className={classes.listed} aria-label={t('after.title')}>
                {items.map((one) => (
                  <li key={one.action}>
                    <Notice of={one} silenceDays={silenceDays} />
                  </li>
                ))}
              </ul>
              {!outside && <p className={classes.dim}>{t('after.outside-off')}</p>}
              <Looks id={view.id} />
            </>
          )
        }
      </Answer>
    </Section>
  )
}

function Notice({ of, silenceDays }: { readonly of: Lookback; readonly silenceDays: number }) {
  const { t } = useTranslation(['outcomes', 'cases'])
  const { recipient } = of
  return (
    <article className={pageStyles.noted}>
      <header>
        <strong>{t(`cases:action.${of.kind}`)}</strong>
        {recipient !== null && <bdi>{recipient.name}</bdi>}
        {of.endedWhy !== null && <Badge>{t(`ended.${of.endedWhy}`)}</Badge>}
      </header>
      <Milestones of={of} silenceDays={silenceDays} />
      {of.things.length > 0 && (
        <ul className={styles.things} aria-label={t('after.things')}>
          {of.things.map((one) => (
            <li key={one.id}>
              <ThingLine of={one} />
            </li>
          ))}
        </ul>
      )}
      <p className={pageStyles.about}>
        {of.lookedAt !== null && (
          <>
            {t('after.looked')} <Time at={of.lookedAt} style="relative" />
          </>
        )}
        {of.nextAt !== null && (
          <>
            {' · '}
            {t('after.next')} <Time at={of.nextAt} style="relative" />
          </>
        )}
      </p>
    </article>
  )
}

/** From the first report to silence, in the order in which it should go. */
function Milestones({ of, silenceDays }: { readonly of: Lookback; readonly silenceDays: number }) {
  const { t } = useTranslation('outcomes')
  const hours = useHours()
  const gone = of.goneAt !== null && of.goneAt === of.reactedAt
  const steps = [
    { id: 'first', name: t('step.first'), at: of.firstReportAt, after: null, not: t('step.no-report') },
    { id: 'sent', name: t('step.sent'), at: of.sentAt, after: of.hoursToNotice, not: t('step.not-sent') },
    {
      id: 'reaction',
      name: t(of.reactedAt === null ? 'step.reaction' : gone ? 'step.gone' : 'step.replied'),
      at: of.reactedAt,
      after: of.hoursToReaction,
      not: t('step.not-yet'),
    },
    {
      id: 'silence',
      name: t('step.silence'),
      at: of.silentAt,
      after: of.hoursToSilence,
      not:
        of.sentAt === null
          ? t('step.not-yet')
          : of.reportsSince > 0
            ? t('step.reports-since', { count: of.reportsSince })
            : t('step.quiet', { count: silenceDays }),
    },
  ]
  return (
    <ol className={styles.steps} aria-label={t('step.label')}>
      {steps.map((step) => (
        <li key={step.id} data-done={step.at !== null}>
          <span>{step.name}</span>
          {step.at === null ? <small>{step.not}</small> : <Time at={step.at} style="minute" />}
          {step.at !== null && step.after !== null && <small>{t('step.after', { time: hours(step.after) })}</small>}
        </li>
      ))}
    </ol>
  )
}

function ThingLine({ of }: { readonly of: LookedThing }) {
  const { t } = useTranslation('outcomes')
  const { host, networkName, network, registrar, country } = of.place
  const where = [host, network === null ? networkName : networkName === null ? network : `${network} ${networkName}`, registrar]
  const known = [...new Set(where.filter((one) => one !== null))]
  return (
    <>
      <div>
        {of.thing === null ? <span>{t('after.words-gone')}</span> : <Mono>{defang(of.thing.value)}</Mono>}
        <Badge tone={toneOfFinding(of.found)}>{t(`found.${of.found}`)}</Badge>
        {of.status !== null && <small className="t-figures">{t('after.status', { status: of.status })}</small>}
      </div>
      <small>
        {known.map((one) => (
          <span key={one}>
            <bdi>{one}</bdi> ·{' '}
          </span>
        ))}
        {country !== null && (
          <>
            <Country code={country} /> ·{' '}
          </>
        )}
        {of.goneAt !== null ? (
          <>
            {t(of.goneSure ? 'after.gone-since' : 'after.down-since')} <Time at={of.goneAt} />
            {of.seenAt === null && ` (${t('after.never-seen')})`}
          </>
        ) : (
          t(of.seenAt === null ? 'after.never-seen' : 'after.there')
        )}
      </small>
    </>
  )
}

function Looks({ id }: { readonly id: string }) {
  const { t } = useTranslation('outcomes')
  const source = useList(listLooks, { params: { id }, query: { limit: 20 } }, { live: ['case'] })
  const what = (look: Look) => {
    if (look.what === 'reports') return look.found === 'some' ? t('look.reports', { count: look.count ?? 0 }) : t('look.no-reports')
    if (look.what === 'answer') return t(look.found === 'some' ? 'look.answered' : 'look.no-answer')
    return (
      <>
        {look.thing === null ? t('after.words-gone') : <Mono>{defang(look.thing.value)}</Mono>}: {t(`found.${look.found}`)}
        {look.status !== null && ` (${look.status})`}
      </>
    )
  }
  return (
    <details className={classes.details}>
      <summary>{t('look.title')}</summary>
      <Timeline
        label={t('look.title')}
        moments={source.items.map((look) => ({
          id: look.id,
          what: what(look),
          when: (
            <>
              <Time at={look.at} /> · <By who={look.by} />
            </>
          ),
          tone: look.what === 'thing' ? toneOfFinding(look.found as LookedThing['found']) : 'plain',
        }))}
      />
      {source.more && (
        <Button variant="subtle" size="compact-sm" loading={source.loadingMore} onClick={() => source.loadMore()}>
          {t('ui:list.more')}
        </Button>
      )}
    </details>
  )
}
