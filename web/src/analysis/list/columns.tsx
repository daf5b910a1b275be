import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconLink, IconPaperclip } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReportLine } from '../../../../src/domain/analysis/contract.ts'
import { Badge, SeverityBadge } from '../../ui/badge.tsx'
import { Country } from '../../ui/country.tsx'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import type { Column } from '../../ui/list/list-view.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import type { Tone } from '../../ui/tone.ts'
import { methods } from '../reading.ts'
import { passTone } from '../result-tone.ts'
import { verdictTone } from '../verdict-tone.ts'
import classes from './list.module.css'

export const stateTones: Readonly<Record<ReportLine['state'], Tone>> = {
  received: 'accent',
  analysed: 'plain',
  withdrawn: 'plain',
  withheld: 'bad',
  expired: 'plain',
}

/** What a report is called: the subject, the address or the file; or else that it has no name. */
export function useTitleOf(): (line: Pick<ReportLine, 'summary' | 'name' | 'reference'>) => string {
  const { t } = useTranslation('analysis')
  return ({ summary, name, reference }) => {
    const title = summary?.title ?? name ?? t('untitled', { reference })
    // an address that was reported must not be followed from here either
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(title) ? defang(title) : title
  }
}

/** The columns that matter, what matters most first; a phone shows the first, the place and the time. */
export function useReportColumns(fresh: ReadonlySet<string>, lines: readonly ReportLine[]): readonly Column<ReportLine>[] {
  const { t } = useTranslation('analysis')
  // where nothing is checked (no DNS), a column of nothing would only take room
  const checked = lines.some(({ summary }) => summary !== null && methods.some((method) => summary.authentication[method] !== 'unchecked'))
  return [
    {
      id: 'what',
      head: t('column.what'),
      priority: 1,
      width: 'minmax(12rem, 4fr)',
      cell: (line) => <What line={line} fresh={fresh.has(line.id)} />,
    },
    { id: 'verdict', head: t('column.verdict'), priority: 2, width: 'max-content', cell: (line) => <Judged line={line} /> },
    ...(lines.some(({ campaign }) => campaign !== null)
      ? [
          {
            id: 'campaign',
            head: t('column.campaign'),
            priority: 3,
            width: 'minmax(4.5rem, 1.2fr)',
            cell: (line) => <InCampaign line={line} />,
          } satisfies Column<ReportLine>,
        ]
      : []),
    { id: 'origin', head: t('column.origin'), priority: 2, width: 'minmax(6rem, 1.2fr)', cell: (line) => <Origin line={line} /> },
    { id: 'found', head: t('column.found'), priority: 3, width: 'max-content', cell: (line) => <Found line={line} /> },
    ...(checked
      ? [
          {
            id: 'authentication',
            head: t('column.authentication'),
            priority: 3,
            width: 'max-content',
            cell: (line) => <Passes line={line} />,
          } satisfies Column<ReportLine>,
        ]
      : []),
    {
      id: 'form',
      head: t('column.form'),
      priority: 3,
      width: 'minmax(5rem, 1fr)',
      cell: (line) => (
        <span className={classes.two}>
          <span title={t(`form.${line.form}`)}>{t(`form-short.${line.form}`)}</span>
          <small>{t(`channel.${line.channel.kind}`)}</small>
        </span>
      ),
    },
    {
      id: 'received',
      head: t('column.received'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (line) => (
        <span className={classes.two}>
          <Time at={line.receivedAt} style="relative" />
          {line.times > 1 && <small>{t('times', { count: line.times })}</small>}
        </span>
      ),
    },
  ]
}

function What({ line, fresh }: { readonly line: ReportLine; readonly fresh: boolean }) {
  const { t } = useTranslation('analysis')
  const title = useTitleOf()(line)
  const from = line.summary?.from
  return (
    <span className={classes.what}>
      <span className={classes.weight}>
        {line.summary === null ? (
          <Badge tone={stateTones[line.state]}>{t(`state.${line.state}`)}</Badge>
        ) : (
          <SeverityBadge severity={line.summary.severity} />
        )}
      </span>
      <span className={classes.words}>
        <span className={classes.title}>
          {fresh && (
            <span className={classes.fresh} title={t('fresh')}>
              <span className={classes.unseen}>{t('fresh')}</span>
            </span>
          )}
          <Link to="/reports/$id" params={{ id: line.id }} title={title} tabIndex={-1} dir="auto">
            {title}
          </Link>
          {line.summary !== null && line.state !== 'analysed' && <Badge tone={stateTones[line.state]}>{t(`state.${line.state}`)}</Badge>}
        </span>
        <small>
          {from?.address !== null && from?.address !== undefined ? (
            <>
              {from.name !== null && from.name !== from.address && <bdi>{from.name}</bdi>}{' '}
              <bdi className={classes.address}>{from.address}</bdi>
            </>
          ) : (
            <bdi>{line.reporter ?? line.name ?? ''}</bdi>
          )}
          {!title.includes(line.reference) && <bdi className={classes.reference}>{line.reference}</bdi>}
        </small>
      </span>
    </span>
  )
}

function InCampaign({ line: { campaign } }: { readonly line: ReportLine }) {
  const { t } = useTranslation('analysis')
  if (campaign === null) return null
  return (
    <span className={classes.two}>
      <Link to="/campaigns/$id" params={{ id: campaign.id }} tabIndex={-1} dir="auto" title={campaign.name ?? undefined}>
        {campaign.name ?? t('campaign.one')}
      </Link>
      <small>{t('campaign.reports', { count: campaign.reports })}</small>
    </span>
  )
}

function Origin({ line }: { readonly line: ReportLine }) {
  const { t } = useTranslation('analysis')
  const origin = line.summary?.origin
  if (origin === undefined || origin.ip === null) return <span role="img" className={classes.nothing} aria-label={t('origin.none-short')} />
  return (
    <span className={classes.two}>
      <span>{origin.country === null ? <bdi>{origin.ip}</bdi> : <Country code={origin.country} />}</span>
      <small title={origin.network ?? undefined}>
        <bdi>{origin.network ?? (origin.country === null ? t('origin.unlocated') : origin.ip)}</bdi>
      </small>
    </span>
  )
}

/** Kind and number; only what was judged has them. */
function Judged({ line }: { readonly line: ReportLine }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const verdict = line.summary?.verdict
  if (verdict === null || verdict === undefined) return null
  const share = formatNumber(verdict.unwanted, locale, { style: 'percent' })
  return (
    <span className={`${classes.two} ${classes.judged}`}>
      <Badge tone={verdictTone(verdict.kind)}>{t(`verdict.kind.${verdict.kind}`)}</Badge>
      <small title={t('verdict.unwanted', { share })}>{share}</small>
    </span>
  )
}

function Found({ line }: { readonly line: ReportLine }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  if (line.summary === null) return null
  const { findings, links, attachments } = line.summary
  const counts = [
    { id: 'findings', Icon: IconAlertTriangle, count: findings, label: t('count.findings', { count: findings }) },
    { id: 'links', Icon: IconLink, count: links, label: t('count.links', { count: links }) },
    { id: 'attachments', Icon: IconPaperclip, count: attachments, label: t('count.attachments', { count: attachments }) },
  ]
  return (
    <span className={classes.counts}>
      {counts.map(({ id, Icon, count, label }) => (
        <Tooltip key={id} label={label}>
          <span role="img" aria-label={label} data-none={count === 0}>
            <Icon size={14} stroke={1.6} aria-hidden="true" />
            {formatNumber(count, locale)}
          </span>
        </Tooltip>
      ))}
    </span>
  )
}

function Passes({ line }: { readonly line: ReportLine }) {
  const { t } = useTranslation('analysis')
  const results = line.summary?.authentication
  // what never came as mail has nothing to check
  if (results === undefined || line.summary?.from.address === null) return null
  if (methods.every((method) => results[method] === 'unchecked'))
    return <small className={classes.dim}>{t('authentication.unchecked-short')}</small>
  return (
    <span className={classes.passes}>
      {methods.slice(0, 3).map((method) => {
        const word = results[method]
        return (
          <Tooltip key={method} label={`${method.toUpperCase()}: ${t(`result.${word}`)}`}>
            <span role="img" aria-label={`${method.toUpperCase()}: ${t(`result.${word}`)}`}>
              <Badge tone={passTone(word)}>{method.toUpperCase()}</Badge>
            </span>
          </Tooltip>
        )
      })}
    </span>
  )
}
