import { Alert } from '@mantine/core'
import { IconArrowsJoin2, IconChevronLeft, IconLock } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseView, readCase } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { caseParts } from '../app/panels.ts'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/code.tsx'
import { formatNumber } from '../ui/format.ts'
import { Page, pageClasses } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { LoadingPage } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import classes from './cases.module.css'
import { HarmBar } from './harm-bar.tsx'
import { About } from './page/about.tsx'
import { Actions } from './page/actions.tsx'
import { CaseActs } from './page/acts.tsx'
import { CaseCampaigns } from './page/campaigns.tsx'
import { Conversation } from './page/conversation.tsx'
import { HarmSection } from './page/harm.tsx'
import { CaseItems } from './page/items.tsx'
import { Links } from './page/links.tsx'
import { Lookbacks } from './page/lookbacks.tsx'
import { Notes } from './page/notes.tsx'
import pageStyles from './page/page.module.css'
import { Parties } from './page/parties.tsx'
import { CaseReports } from './page/reports.tsx'
import { Tasks } from './page/tasks.tsx'
import { CaseTimeline } from './page/timeline.tsx'
import { CaseStateBadge, harmless, isLate } from './words.tsx'

const route = getRouteApi('/shell/cases/$id')

/** One case: what harm it does, what is done about it, and what belongs to it. */
export function Case() {
  const { id } = route.useParams()
  const { t } = useTranslation('cases')
  const result = useRead(readCase, { params: { id } }, { live: ['case'] })
  return (
    <Answer
      whole
      of={result}
      back={
        <LinkButton to="/cases" variant="default">
          {t('queue.title')}
        </LinkButton>
      }
    >
      {(view) => <CasePage key={view.id} view={view} />}
    </Answer>
  )
}

function CasePage({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  return (
    <Page
      title={harmless(view.title)}
      back={
        <Link to="/cases" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('queue.title')}
        </Link>
      }
      actions={<CaseActs view={view} />}
      aside={
        <>
          <About view={view} />
          <HarmSection view={view} />
          <Parties view={view} />
          <Links view={view} />
        </>
      }
    >
      <div className={pageStyles.column}>
        <div className={pageStyles.badges}>
          <Copyable text={view.code} what={t('code')} />
          <HarmBar id={view.id} code={view.code} harm={view.harm} />
          <CaseStateBadge state={view.state} />
          <Badge>{t(`kind.${view.kind}`)}</Badge>
          {view.recurred > 0 && <Badge tone="warn">{t('recurred', { count: view.recurred })}</Badge>}
          {isLate(view) && (
            <Badge tone="bad">
              {t('due.late')} {view.dueAt !== null && <Time at={view.dueAt} style="relative" />}
            </Badge>
          )}
        </div>
        <StateNote view={view} />
        <Jumps view={view} />
        <Actions view={view} />
        <Lookbacks view={view} />
        <Tasks view={view} />
        <Notes view={view} />
        <Conversation view={view} />
        {caseParts.map(({ id, Part }) => (
          <Suspense key={id} fallback={<LoadingPage />}>
            <Part id={view.id} code={view.code} writes={view.may.write} />
          </Suspense>
        ))}
        <CaseCampaigns view={view} />
        <CaseReports view={view} />
        <CaseItems view={view} />
        <CaseTimeline view={view} />
      </div>
    </Page>
  )
}

/** That it is over, and how; or that its words were taken off. */
function StateNote({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  if (view.emptied)
    return (
      <Alert color="gray" variant="light" icon={<IconLock size={18} />}>
        {t('emptied')}
      </Alert>
    )
  if (view.mergedInto !== null)
    return (
      <Alert color="gray" variant="light" icon={<IconArrowsJoin2 size={18} />}>
        {t('merge.merged')}{' '}
        <Link to="/cases/$id" params={{ id: view.mergedInto }} className={classes.link}>
          {t('merge.where')}
        </Link>
      </Alert>
    )
  if (view.closedAt === null || view.closedWhy === null) return null
  return (
    <Alert color="gray" variant="light" icon={<IconLock size={18} />}>
      {t(`closed-note.${view.closedWhy}`)} <Time at={view.closedAt} />
    </Alert>
  )
}

/** Where to on this page. */
function Jumps({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation(['cases', 'outcomes'])
  const { locale } = usePreferences()
  const places: readonly (readonly [id: string, name: string, count?: number])[] = [
    ['actions', t('actions.title'), view.actionsOpen],
    ['lookbacks', t('outcomes:after.title')],
    ['tasks', t('tasks.title'), view.tasksOpen],
    ['notes', t('notes.title'), view.notes],
    ['conversation', t('conversation.title'), view.repliesUnread],
    ['campaigns', t('campaigns.title'), view.campaigns],
    ['reports', t('reports.title'), view.reports],
    ['items', t('items.title'), view.items],
    ['harm', t('harm.title')],
    ['parties', t('parties.title'), view.parties],
    ['timeline', t('timeline.title')],
  ]
  const go = (id: string) => {
    const place = document.getElementById(id)
    place?.scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth', block: 'start' })
    place?.querySelector<HTMLElement>('h2')?.setAttribute('tabindex', '-1')
    place?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }
  return (
    <nav className={`${pageStyles.jumps} t-no-print`} aria-label={t('jump')}>
      {places.map(([id, name, count]) => (
        <button key={id} type="button" onClick={() => go(id)}>
          {name}
          {count !== undefined && count > 0 && <small>{formatNumber(count, locale)}</small>}
        </button>
      ))}
    </nav>
  )
}
