import { Button, Drawer, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconSend, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { decideOutgoing, listOutbox, type OutgoingMail, readOutgoing } from '../../../src/domain/intake/contract.ts'
import { Answer } from '../app/answer.tsx'
import { call } from '../app/api.ts'
import type { LiveMeta } from '../app/live-state.ts'
import { useList, useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { useTroubleText } from '../app/trouble.ts'
import { Badge } from '../ui/badge.tsx'
import { Facts } from '../ui/facts.tsx'
import { type Column, ListView } from '../ui/list/list-view.tsx'
import { Filters, Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { toast, toastTrouble } from '../ui/toast.tsx'
import type { Tone } from '../ui/tone.ts'
import classes from './outbox.module.css'
import { mailStates, type OutboxSearch } from './search.ts'

type Mail = z.output<typeof OutgoingMail>
type Decision = 'release' | 'drop' | 'retry'

const route = getRouteApi('/shell/outbox')
const idOf = (mail: Mail) => mail.id
const tones: Readonly<Record<Mail['state'], Tone>> = { held: 'warn', waiting: 'accent', failed: 'bad', sent: 'good', dropped: 'plain' }
const decisions: Readonly<Record<Mail['state'], readonly Decision[]>> = {
  held: ['release', 'drop'],
  waiting: ['retry', 'drop'],
  failed: ['retry', 'drop'],
  sent: [],
  dropped: [],
}

/** What the node writes to reporters and people: what waits for a person, what is on its way, what went and what did not. */
export function Outbox() {
  const { t } = useTranslation('intake')
  const session = useSession()
  const search = route.useSearch()
  const navigate = useNavigate()
  const [read, setRead] = useState<Mail>()
  const source = useList(listOutbox, { query: search }, { live: ['mail'] })
  const decide = useDecide()
  const decides = isAtLeast(session, 'analyst')
  const go = (next: OutboxSearch) => void navigate({ to: '/outbox', search: next, replace: true })
  return (
    <Page title={t('outbox.title')} lead={t('outbox.lead')}>
      <Filters label={t('outbox.filter')}>
        <div style={{ overflowX: 'auto', minInlineSize: 0, maxInlineSize: '100%' }}>
          <SegmentedControl
            size="sm"
            value={search.state ?? 'all'}
            onChange={(value) => {
              const { state: _, ...others } = search
              const state = mailStates.find((one) => one === value)
              go(state === undefined ? others : { ...others, state })
            }}
            data={[{ value: 'all', label: t('outbox.all') }, ...mailStates.map((one) => ({ value: one, label: t(`mail.${one}`) }))]}
          />
        </div>
        {search.about !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              const { about: _, ...others } = search
              go(others)
            }}
          >
            {t('outbox.every-report')}
          </Button>
        )}
      </Filters>
      <ListView
        label={t('outbox.title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={(mail) => mail.title}
        onOpen={setRead}
        {...(decides
          ? { bulk: (chosen: readonly Mail[], clear: () => void) => <Bulk chosen={chosen} clear={clear} decide={decide} /> }
          : {})}
        empty={{ title: t('outbox.none'), text: t('outbox.none-why') }}
      />
      <Drawer
        opened={read !== undefined}
        onClose={() => setRead(undefined)}
        position="right"
        size="lg"
        title={read?.title ?? ''}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {read !== undefined && <Reading mail={read} decides={decides} decide={decide} onClose={() => setRead(undefined)} />}
      </Drawer>
    </Page>
  )
}

function useColumns(): readonly Column<Mail>[] {
  const { t } = useTranslation('intake')
  const reason = useReason()
  return [
    { id: 'title', head: t('outbox.subject'), priority: 1, width: 'minmax(12rem, 2fr)', cell: (mail) => <bdi>{mail.title}</bdi> },
    { id: 'to', head: t('outbox.to'), priority: 2, width: 'minmax(10rem, 1.4fr)', cell: (mail) => <bdi>{mail.recipient}</bdi> },
    {
      id: 'state',
      head: t('outbox.state'),
      priority: 2,
      width: 'max-content',
      cell: (mail) => <Badge tone={tones[mail.state]}>{t(`mail.${mail.state}`)}</Badge>,
    },
    {
      id: 'reason',
      head: t('outbox.reason'),
      priority: 2,
      width: 'minmax(9rem, 1.6fr)',
      wrap: true,
      cell: (mail) => reason(mail)?.short ?? '',
    },
    {
      id: 'at',
      head: t('outbox.at'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (mail) => <Time at={mail.sentAt ?? mail.createdAt} style="relative" />,
    },
  ]
}

/** Why a mail is where it is, in a few words and in full. */
function useReason(): (mail: Mail) => { readonly short: string; readonly full: string } | undefined {
  const { t, i18n } = useTranslation('intake')
  return ({ state, reason }) => {
    if (reason !== null && i18n.exists(`intake:reason.${reason}.short`))
      return { short: t(`reason.${reason}.short`), full: t(`reason.${reason}.full`) }
    if (state === 'failed' && reason !== null)
      return { short: t('reason.refused.short', { code: reason }), full: t('reason.refused.full', { code: reason }) }
    if (state === 'waiting') return { short: t('reason.waiting.short'), full: t('reason.waiting.full') }
    return reason === null ? undefined : { short: reason, full: reason }
  }
}

type Decide = (mails: readonly Mail[], decision: Decision) => Promise<void>

function useDecide(): Decide {
  const { t } = useTranslation('intake')
  const trouble = useTroubleText()
  const queries = useQueryClient()
  return async (mails, decision) => {
    const allowed = mails.filter((mail) => decisions[mail.state].includes(decision))
    try {
      for (const mail of allowed) await call(decideOutgoing, { params: { id: mail.id }, body: { decision } })
      toast(t(`done.${decision}`, { count: allowed.length }))
    } catch (failure) {
      toastTrouble(trouble(failure))
    } finally {
      void queries.invalidateQueries({ predicate: (query) => (query.meta as LiveMeta | undefined)?.live?.includes('mail') === true })
    }
  }
}

function Bulk({ chosen, clear, decide }: { readonly chosen: readonly Mail[]; readonly clear: () => void; readonly decide: Decide }) {
  const { t } = useTranslation('intake')
  const offered = (['release', 'retry', 'drop'] as const).filter((decision) =>
    chosen.some((mail) => decisions[mail.state].includes(decision)),
  )
  return offered.map((decision) => (
    <Button
      key={decision}
      size="compact-sm"
      variant={decision === 'drop' ? 'subtle' : 'filled'}
      leftSection={decision === 'drop' ? <IconTrash size={14} /> : <IconSend size={14} className="t-along" />}
      onClick={() => void decide(chosen, decision).then(clear)}
    >
      {t(`decide.${decision}`)}
    </Button>
  ))
}

type ReadingProps = { readonly mail: Mail; readonly decides: boolean; readonly decide: Decide; readonly onClose: () => void }

function Reading({ mail, decides, decide, onClose }: ReadingProps) {
  const { t } = useTranslation('intake')
  const result = useRead(readOutgoing, { params: { id: mail.id } }, { live: ['mail'], id: mail.id })
  const reason = useReason()
  return (
    <Answer of={result}>
      {(whole) => {
        const why = reason(whole)
        return (
          <Stack gap="md">
            <Group gap="xs">
              <Badge tone={tones[whole.state]}>{t(`mail.${whole.state}`)}</Badge>
              <Text size="sm" c="dimmed">
                <Time at={whole.createdAt} />
              </Text>
            </Group>
            {why !== undefined && <Text>{why.full}</Text>}
            <Letter mail={whole} text={whole.text} />
            {whole.about !== null && whole.kind === 'acknowledgement' && (
              <Link to="/reports/$id" params={{ id: whole.about }} className={classes.about}>
                {t('outbox.about')}
              </Link>
            )}
            {decides && (
              <Group gap="xs" className="t-no-print">
                {decisions[whole.state].map((decision) => (
                  <Button
                    key={decision}
                    variant={decision === 'drop' ? 'default' : 'filled'}
                    onClick={() => void decide([whole], decision).then(onClose)}
                  >
                    {t(`decide.${decision}`)}
                  </Button>
                ))}
              </Group>
            )}
          </Stack>
        )
      }}
    </Answer>
  )
}

function Letter({ mail, text }: { readonly mail: Mail; readonly text: string }) {
  const { t } = useTranslation('intake')
  return (
    <article className={classes.letter}>
      <Facts
        facts={[
          { name: t('outbox.to'), value: <bdi>{mail.recipient}</bdi> },
          { name: t('outbox.subject'), value: <bdi>{mail.title}</bdi> },
        ]}
      />
      <p dir="auto">{text.trim()}</p>
    </article>
  )
}
