import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconChevronLeft, IconDots, IconEyeOff, IconPackage, IconPrinter, IconRefresh } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ReportView, readReport } from '../../../src/domain/analysis/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { CasesOf, EvidencePanel, Following, PackageDialog, RepliesOf } from '../app/panels.ts'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { ReportSharing } from '../app/share-panels.ts'
import { ReferralPanel } from '../app/way-panels.ts'
import { Badge, SeverityBadge, severities } from '../ui/badge.tsx'
import { defang } from '../ui/defang.ts'
import { formatNumber } from '../ui/format.ts'
import { Page, pageClasses, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { LoadingPage } from '../ui/states.tsx'
import { useReportActs } from './acts.tsx'
import { stateTones, useTitleOf } from './list/columns.tsx'
import { type MessageReading, type Reading, readReading } from './reading.ts'
import { AboutMessage, AboutReport, AboutUrl } from './report/about.tsx'
import { Attachments, FileSection } from './report/attachments.tsx'
import { Authentication } from './report/authentication.tsx'
import { Content } from './report/content.tsx'
import { Findings } from './report/findings.tsx'
import { useHeadline } from './report/headline.tsx'
import { Address, CopyAddress, Features, Links, Wrappers } from './report/links.tsx'
import { PlaceSection } from './report/place.tsx'
import { PointingProvider } from './report/pointing.tsx'
import classes from './report/report.module.css'
import { Sightings } from './report/sightings.tsx'
import { StateNote } from './report/state-note.tsx'
import { VerdictSection } from './report/verdict.tsx'
import { Way } from './report/way.tsx'

const route = getRouteApi('/shell/reports/$id')

/** One report: what it is, what stands out, where it came from, and the evidence of it. */
export function Report() {
  const { id } = route.useParams()
  const result = useRead(readReport, { params: { id } }, { live: ['report'], id })
  return (
    <Answer whole of={result} back={<Back />}>
      {(report) => (
        <PointingProvider key={id}>
          <ReportPage report={report} />
        </PointingProvider>
      )}
    </Answer>
  )
}

/** From a report that is not there to those that are. */
function Back() {
  const { t } = useTranslation('analysis')
  return (
    <LinkButton to="/reports" variant="default">
      {t('reports.title')}
    </LinkButton>
  )
}

type Observed = { readonly position: number; readonly id: string; readonly reading: Reading }

function ReportPage({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const acts = useReportActs()
  const { at = 0 } = route.useSearch()
  const title = useTitleOf()(report)
  const headline = useHeadline()
  const observed = report.observations.flatMap((one): Observed[] => {
    const reading = readReading(one.reading)
    return reading === undefined ? [] : [{ position: one.position, id: one.id, reading }]
  })
  const shown = observed.find((one) => one.position === at) ?? observed[0]
  const isOpen = report.state === 'analysed' || report.state === 'received'
  const mayAnalyse = isAtLeast(session, 'analyst') && isOpen
  const findings = report.findingList.filter((one) => one.observation === null || one.observation === shown?.id)
  return (
    <Page
      title={title}
      lead={headline(report, shown, findings)}
      back={
        <Link to="/reports" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('reports.title')}
        </Link>
      }
      actions={<Actions report={report} />}
      aside={
        <>
          {shown?.reading.kind === 'message' && <AboutMessage reading={shown.reading} />}
          <PlaceSection report={report} />
          <AboutReport report={report} />
          <Suspense fallback={<LoadingPage />}>
            <CasesOf report={report.id} title={title} kind={report.summary?.verdict?.kind ?? null} open={isOpen} />
            <Following report={report.id} />
            {report.state === 'analysed' && (
              <ReportSharing report={report.id} codes={[...new Set(report.findingList.map(({ code }) => code))]} />
            )}
          </Suspense>
        </>
      }
    >
      <div className={classes.column}>
        <div className={classes.badges}>
          {report.summary !== null && <SeverityBadge severity={report.summary.severity} />}
          <Badge>{t(`form.${report.form}`)}</Badge>
          {report.state !== 'analysed' && <Badge tone={stateTones[report.state]}>{t(`state.${report.state}`)}</Badge>}
        </div>
        <StateNote report={report} onAnalyse={mayAnalyse ? () => void acts.analyse([report.id]) : undefined} />
        <Suspense fallback={null}>
          {report.state === 'withheld' && <ReferralPanel report={report.id} />}
          <RepliesOf report={report.id} />
        </Suspense>
        {observed.length > 1 && <Several observed={observed} shown={shown} report={report} />}
        {report.summary !== null && <Jumps reading={shown?.reading} findings={findings.length} />}
        {shown?.reading.kind === 'message' && shown.reading.verdict !== null && (
          <VerdictSection verdict={shown.reading.verdict} report={report.id} position={shown.position} />
        )}
        {report.summary !== null && <Findings findings={findings} reading={shown?.reading} />}
        {shown !== undefined && <ReadingOf key={shown.id} observed={shown} report={report} />}
        {worthTelling(report) && <Sightings sightings={report.sightings} />}
        <Section title={t('evidence.title')} id="evidence" lead={t('evidence.lead')}>
          {report.item === null ? (
            <p>{t('evidence.none')}</p>
          ) : (
            <Suspense fallback={<LoadingPage />}>
              <EvidencePanel item={report.item} />
            </Suspense>
          )}
        </Section>
      </div>
    </Page>
  )
}

/** What the file at a position is called: the report's own name only where it is the very file that was handed in. */
function nameAt(report: ReportView, position: number): string | null {
  const sighting = report.sightings.find((one) => one.position === position)
  return sighting?.item === report.item ? report.name : null
}

/** Whether the sightings say more than the readings do. */
function worthTelling({ sightings }: ReportView): boolean {
  // where in the mail a message hung is told by the tree of evidence
  const told = ({ detail, kind }: ReportView['sightings'][number]) =>
    kind === 'host' || kind === 'address' || Object.keys(detail).some((key) => key !== 'part')
  return sightings.some(told)
}

function Actions({ report }: { readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const acts = useReportActs()
  const ids = [report.id]
  const open = report.state === 'analysed' || report.state === 'received'
  const [packaging, setPackaging] = useState(false)
  return (
    <>
      {packaging && (
        <Suspense fallback={null}>
          <PackageDialog about={{ kind: 'report', subjects: ids }} open onClose={() => setPackaging(false)} />
        </Suspense>
      )}
      {isAtLeast(session, 'analyst') && open && (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => void acts.analyse(ids)}>
          {t('act.analyse')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('act.more')}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isAtLeast(session, 'analyst') && report.item !== null && report.state !== 'withheld' && report.state !== 'expired' && (
            <Menu.Item leftSection={<IconPackage size={16} />} onClick={() => setPackaging(true)}>
              {t('act.package')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('act.print')}
          </Menu.Item>
          {isAtLeast(session, 'manager') && open && (
            <Menu.Item leftSection={<IconArrowBackUp size={16} className="t-along" />} onClick={() => void acts.withdraw(ids)}>
              {t('act.withdraw')}
            </Menu.Item>
          )}
          {isAtLeast(session, 'analyst') && report.state !== 'withheld' && report.state !== 'expired' && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconEyeOff size={16} />} onClick={() => void acts.withhold(ids)}>
                {t('act.withhold')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** The report's own severity is that of its heaviest part: which one that is. */
function worstOf(findings: ReportView['findingList']): (typeof severities)[number] {
  return severities[Math.max(0, ...findings.map(({ severity }) => severities.indexOf(severity)))] ?? 'none'
}

/** The things that one report points at, to choose from. */
function Several({
  observed,
  shown,
  report,
}: {
  readonly observed: readonly Observed[]
  readonly shown: Observed | undefined
  readonly report: ReportView
}) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const navigate = useNavigate()
  const nameOf = ({ reading, position }: Observed) =>
    reading.kind === 'message'
      ? (reading.subject ?? t('headline.unread'))
      : reading.kind === 'url'
        ? defang(reading.url)
        : (report.sightings.find((one) => one.position === position)?.value ?? reading.type)
  return (
    <nav className={classes.several} aria-label={t('several.label')}>
      <h2>{t('several.title', { count: observed.length })}</h2>
      <div>
        {observed.map((one, index) => {
          const findings = report.findingList.filter((finding) => finding.observation === one.id)
          return (
            <button
              key={one.id}
              type="button"
              className={classes.one}
              aria-current={one === shown}
              onClick={() =>
                void navigate({
                  to: '/reports/$id',
                  params: { id: report.id },
                  search: one.position === 0 ? {} : { at: one.position },
                  replace: true,
                })
              }
            >
              <span>
                <bdi>{nameOf(one)}</bdi>
              </span>
              <small>
                {formatNumber(index + 1, locale)} · {t(`sighting.${one.reading.kind}`)} · {t('count.findings', { count: findings.length })}
              </small>
              <SeverityBadge severity={worstOf(findings)} />
            </button>
          )
        })}
      </div>
    </nav>
  )
}

/** Where to on this page. */
function Jumps({ reading, findings }: { readonly reading: Reading | undefined; readonly findings: number }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const message = reading?.kind === 'message' ? reading : undefined
  const places: readonly (readonly [id: string, name: string, count?: number])[] = [
    ...(message === undefined || message.verdict === null ? [] : [['verdict', t('jump.verdict')] as const]),
    ['findings', t('jump.findings'), findings],
    ...(message === undefined ? [] : jumpsOf(message)),
    ['evidence', t('jump.evidence')],
  ]
  const go = (id: string) => {
    const place = document.getElementById(id)
    place?.scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth', block: 'start' })
    place?.querySelector<HTMLElement>('h2')?.setAttribute('tabindex', '-1')
    place?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }
  return (
    <nav className={classes.jumps} aria-label={t('jump.label')}>
      {places.map(([id, name, count]) => (
        <button key={id} type="button" onClick={() => go(id)}>
          {name}
          {count !== undefined && <small>{formatNumber(count, locale)}</small>}
        </button>
      ))}
    </nav>
  )

  function jumpsOf({ links, attachments }: MessageReading) {
    return [
      ['content-of-message', t('jump.content')],
      ['way', t('jump.way')],
      ['authentication', t('jump.authentication')],
      ['links', t('jump.links'), links.length],
      ...(attachments.length > 0 ? [['attachments', t('jump.attachments'), attachments.length] as const] : []),
    ] as const
  }
}

function ReadingOf({ observed: { reading, position }, report }: { readonly observed: Observed; readonly report: ReportView }) {
  const { t } = useTranslation('analysis')
  if (reading.kind === 'message') {
    return (
      <>
        <Content
          report={report.id}
          position={position}
          reading={reading}
          bytes={report.state !== 'withheld' && report.state !== 'expired'}
        />
        <Way reading={reading} sources={report.location.sources} />
        <Authentication checked={reading.authentication} />
        <Links reading={reading} />
        {reading.attachments.length > 0 && <Attachments reading={reading} />}
      </>
    )
  }
  if (reading.kind === 'file') return <FileSection reading={reading} name={nameAt(report, position)} />
  return (
    <Section title={t('url.title')} id="url" lead={t('url.lead')}>
      <div className={classes.address}>
        <div>
          <Address url={reading.url} host={reading.host} domain={reading.domain} /> <CopyAddress url={reading.url} />
        </div>
        <Wrappers wrappers={reading.wrappers} />
        <div className={classes.badges}>
          <Features features={reading.features} />
        </div>
        <AboutUrl reading={reading} />
      </div>
    </Section>
  )
}
