import { Button, Menu } from '@mantine/core'
import { IconArrowsJoin2, IconChevronLeft, IconDots, IconPencil, IconPrinter } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignView, readCampaign } from '../../../src/domain/analysis/contract/campaigns.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { campaignParts } from '../app/panels.ts'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Facts } from '../ui/facts.tsx'
import { countryName, formatNumber, languageName } from '../ui/format.ts'
import { Page, pageClasses, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { LoadingPage } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { Bars } from './campaign/bars.tsx'
import classes from './campaign/campaign.module.css'
import { Changes } from './campaign/changes.tsx'
import { Course } from './campaign/course.tsx'
import { Indicators } from './campaign/indicators.tsx'
import { Members } from './campaign/members.tsx'
import { MergeDialog } from './campaign/merge-dialog.tsx'
import { RenameDialog } from './campaign/rename-dialog.tsx'
import { VaryingTable } from './campaign/varying.tsx'
import { KindBadge, StateBadge, useCampaignName } from './campaign/words.tsx'
import { Credits } from './credits.tsx'
import { useTitleOf } from './list/columns.tsx'

const route = getRouteApi('/shell/campaigns/$id')

// heavy, and further down the page
const Origins = lazy(async () => ({ default: (await import('./campaign/origins.tsx')).Origins }))
const Graph = lazy(async () => ({ default: (await import('./campaign/graph.tsx')).Graph }))
const Preview = lazy(async () => ({ default: (await import('./report/preview.tsx')).Preview }))

/** One campaign: how it runs, where it comes from, what its reports share, what varies, and who is concerned. */
export function Campaign() {
  const { id } = route.useParams()
  const { t } = useTranslation('analysis')
  const { zone } = usePreferences()
  const result = useRead(readCampaign, { params: { id }, query: { zone } }, { live: ['campaign'], id })
  return (
    <Answer
      whole
      of={result}
      back={
        <LinkButton to="/campaigns" variant="default">
          {t('campaigns.title')}
        </LinkButton>
      }
    >
      {(campaign) => <CampaignPage key={id} campaign={campaign} />}
    </Answer>
  )
}

function CampaignPage({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const name = useCampaignName()(campaign)
  return (
    <Page
      title={name}
      lead={<Lead campaign={campaign} />}
      back={
        <Link to="/campaigns" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('campaigns.title')}
        </Link>
      }
      actions={<Actions campaign={campaign} />}
      aside={<Aside campaign={campaign} />}
    >
      <div className={classes.column}>
        <div className={classes.badges}>
          <StateBadge campaign={campaign} />
          <KindBadge kind={campaign.kind} />
        </div>
        {campaign.mergedInto !== null && (
          <p className={classes.closed}>
            {t('campaign.merged-away')}{' '}
            <Link to="/campaigns/$id" params={{ id: campaign.mergedInto }} className={classes.link}>
              {t('campaign.merged-where')}
            </Link>
          </p>
        )}
        <Figures campaign={campaign} />
        <Section title={t('campaign.course.title')} id="course" lead={t('campaign.course.lead')}>
          <Course campaign={campaign} />
        </Section>
        <Concerned campaign={campaign} />
        <Section title={t('campaign.graph.title')} id="graph" lead={t('campaign.graph.lead')}>
          <Suspense fallback={<LoadingPage />}>
            <Graph campaign={campaign.id} />
          </Suspense>
        </Section>
        <Section title={t('campaign.varying.title')} id="varying" lead={t('campaign.varying.lead', { count: campaign.figures.lookedAt })}>
          <VaryingTable varying={campaign.varying} />
        </Section>
        <Specimen campaign={campaign} />
        <Section title={t('campaign.indicators.title')} id="indicators" lead={t('campaign.indicators.lead')}>
          <Indicators campaign={campaign.id} />
        </Section>
        <Section title={t('campaign.members')} id="reports" flush>
          <Members campaign={campaign.id} closed={campaign.state === 'closed'} />
        </Section>
      </div>
    </Page>
  )
}

/** What it is, in a sentence. */
function Lead({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const { figures, brand } = campaign
  const reports = t('campaign.reports', { count: figures.reports })
  const reporters = t('campaign.reporters', { count: figures.reporters })
  const said = t('campaign.lead', { reports, reporters })
  const where = figures.countries[0]
  return [
    said,
    brand === null ? '' : t('campaign.lead-brand', { brand: `\u2068${brand}\u2069` }),
    where === undefined ? '' : t('campaign.lead-country', { country: countryName(where.name, locale) }),
  ]
    .filter((one) => one !== '')
    .join(locale.startsWith('zh') ? '' : ' ')
}

function Figures({ campaign: { figures } }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const shown = [
    ['reports', figures.reports],
    ['reporters', figures.reporters],
    ['last-hour', figures.lastHour],
    ['last-day', figures.lastDay],
    ['countries', figures.countries.length],
    ['networks', figures.networks.length],
  ] as const
  return (
    <div className={classes.strip}>
      {shown.map(([id, count]) => (
        <div key={id} className={classes.figure}>
          <strong>{formatNumber(count, locale)}</strong>
          <span>{t(`campaign.figure.${id}`)}</span>
        </div>
      ))}
    </div>
  )
}

const most = 8

/** Where it comes from, and who is concerned: networks, countries, the body attacked, languages, kinds. */
function Concerned({ campaign: { figures, location } }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const named = (some: readonly { readonly name: string; readonly reports: number }[], tell: (name: string) => React.ReactNode) =>
    some.slice(0, most).map(({ name, reports }) => ({ id: name, name: tell(name), count: reports }))
  return (
    <Section
      title={t('campaign.origins.title')}
      id="origins"
      lead={figures.lookedAt < figures.reports ? t('campaign.looked-at', { count: figures.lookedAt }) : undefined}
    >
      <div className={classes.column}>
        <Suspense fallback={<LoadingPage />}>
          <Origins countries={figures.countries} />
        </Suspense>
        <div className={classes.blocks}>
          <Bars
            label={t('campaign.networks')}
            none={t('campaign.nothing-known')}
            bars={figures.networks.slice(0, most).map(({ name, asn, reports }) => ({
              id: `${asn} ${name}`,
              name: <bdi>{[asn === null ? '' : `AS${asn}`, name].filter((one) => one !== '').join(' ')}</bdi>,
              count: reports,
            }))}
          />
          <Bars
            label={t('campaign.countries')}
            none={t('campaign.nothing-known')}
            bars={named(figures.countries, (code) => countryName(code, locale))}
          />
          <Bars
            label={t('campaign.brands')}
            tone="bad"
            none={t('campaign.no-brand')}
            bars={named(figures.brands, (brand) => <bdi>{brand}</bdi>)}
          />
          <Bars
            label={t('campaign.kinds')}
            tone="warn"
            none={t('campaign.nothing-known')}
            bars={named(figures.kinds, (kind) => t(`verdict.kind.${kind}`))}
          />
          <Bars
            label={t('campaign.languages')}
            tone="note"
            none={t('campaign.nothing-known')}
            bars={named(figures.languages, (tag) => languageName(tag, locale))}
          />
        </div>
        <Credits sources={location.sources} />
      </div>
    </Section>
  )
}

/** The report that has most in common with the others, shown harmlessly. */
function Specimen({ campaign: { typical } }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const titleOf = useTitleOf()
  return (
    <Section
      title={t('campaign.typical.title')}
      id="typical"
      lead={t('campaign.typical.lead')}
      actions={
        typical !== null && (
          <LinkButton to="/reports/$id" params={{ id: typical.id }} variant="subtle" size="compact-sm">
            {t('campaign.typical.open')}
          </LinkButton>
        )
      }
    >
      {typical === null ? (
        <p className={classes.dim}>{t('campaign.typical.none')}</p>
      ) : typical.summary?.from.address == null ? (
        <p>
          <bdi>{titleOf(typical)}</bdi>
        </p>
      ) : (
        <Suspense fallback={<LoadingPage />}>
          <Preview report={typical.id} position={0} />
        </Suspense>
      )}
    </Section>
  )
}

function Aside({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  return (
    <>
      <Section title={t('campaign.about')} id="about">
        <Facts
          facts={[
            { name: t('campaign.first'), value: <Time at={campaign.firstAt} /> },
            { name: t('campaign.last'), value: <Time at={campaign.lastAt} /> },
            campaign.burstAt !== null && { name: t('campaign.burst-at'), value: <Time at={campaign.burstAt} /> },
            campaign.name !== null && campaign.title !== null && { name: t('campaign.called'), value: <bdi>{campaign.title}</bdi> },
            { name: t('campaign.made-by'), value: t(`campaign.made.${campaign.madeBy}`) },
          ]}
        />
      </Section>
      {campaignParts.map(({ id, Part }) => (
        <Suspense key={id}>
          <Part campaign={campaign.id} />
        </Suspense>
      ))}
      <Section title={t('campaign.changes.title')} id="changes">
        <Changes campaign={campaign} />
      </Section>
    </>
  )
}

function Actions({ campaign }: { readonly campaign: CampaignView }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const [open, setOpen] = useState<'merge' | 'rename'>()
  const mayChange = isAtLeast(session, 'analyst') && campaign.state !== 'closed'
  return (
    <>
      {mayChange && (
        <Button variant="default" leftSection={<IconArrowsJoin2 size={16} />} onClick={() => setOpen('merge')}>
          {t('campaign.merge.with')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('act.more')}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isAtLeast(session, 'analyst') && (
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('rename')}>
              {t('campaign.rename.open')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('act.print')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MergeDialog campaigns={[campaign]} open={open === 'merge'} onClose={() => setOpen(undefined)} />
      <RenameDialog campaign={campaign} open={open === 'rename'} onClose={() => setOpen(undefined)} />
    </>
  )
}
