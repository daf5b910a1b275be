import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  announceLeaving,
  confirmLeaving,
  type LeavingState,
  readLeaving,
  undoLeaving,
} from '../../../../src/domain/cooperation/contract/leaving.ts'
import { useAct, useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { PasswordDialog } from '../../app/password-dialog.tsx'
import { useRead } from '../../app/read.ts'
import { useSession } from '../../app/session.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatNumber, formatSize } from '../../ui/format.ts'
import { Page, pageClasses, Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Takeouts } from './takeouts.tsx'

/** For administrators: all that is the organisation's own in one archive, and the end of its work on this node. */
export function LeavingPage() {
  const { t } = useTranslation('leaving')
  const session = useSession()
  const state = useRead(readLeaving, {}, { live: ['leaving'] })
  const name = session.acting?.organisation.name ?? ''
  return (
    <Page narrow title={t('title')} lead={t('lead')} back={<Back />}>
      <Takeouts />
      <Section title={t('leave')} lead={t('leave-lead')} id="leave">
        <Answer of={state}>{(said) => <Leave said={said} name={name} />}</Answer>
      </Section>
    </Page>
  )
}

function Back() {
  const { t } = useTranslation('leaving')
  return (
    <Link to="/organisation" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('back')}
    </Link>
  )
}

type Part = { readonly said: LeavingState }

function Leave({ said, name }: Part & { readonly name: string }) {
  const { t } = useTranslation('leaving')
  return (
    <Stack gap="md">
      {said.leaving !== null && <Standing leaving={said.leaving} days={said.days} />}
      <Consequences said={said} />
      <Against said={said} />
      <Acts said={said} name={name} />
      {!said.may.announce && said.leaving === null && <Text c="dimmed">{t('network-stays')}</Text>}
    </Stack>
  )
}

function Standing({ leaving, days }: { readonly leaving: NonNullable<LeavingState['leaving']>; readonly days: number }) {
  const { t } = useTranslation('leaving')
  const step = leaving.state === 'announced' ? 'announced' : 'cooling'
  return (
    <Alert variant="light" color="petrol" icon={<IconInfoCircle size={18} aria-hidden="true" />} title={t(`state.${step}`)}>
      <Stack gap={4}>
        <Text size="sm">{step === 'announced' ? t('state-why.announced', { count: days }) : t('state-why.cooling')}</Text>
        <Facts
          facts={[
            { name: t('announced'), value: <Time at={leaving.announcedAt} /> },
            { name: t('announced-by'), value: <bdi>{leaving.announcedBy.name ?? '…'}</bdi> },
            leaving.confirmedBy !== null && { name: t('confirmed-by'), value: <bdi>{leaving.confirmedBy.name ?? '…'}</bdi> },
            leaving.dueAt !== null && { name: t('due'), value: <Time at={leaving.dueAt} /> },
            leaving.reason !== '' && { name: t('reason'), value: <bdi>{leaving.reason}</bdi> },
          ]}
        />
      </Stack>
    </Alert>
  )
}

/** What would be deleted, what is called back, and what stays for others. */
function Consequences({ said }: Part) {
  const { t } = useTranslation('leaving')
  const { locale } = usePreferences()
  const { own } = said
  const number = (value: number) => formatNumber(value, locale)
  return (
    <Stack gap="xs">
      <Facts
        facts={[
          { name: t('own.reports'), value: number(own.reports) },
          { name: t('own.originals'), value: `${number(own.originals)} · ${formatSize(own.bytes, locale)}` },
          { name: t('own.cases'), value: number(own.cases) },
          { name: t('own.shares'), value: number(own.shares) },
          { name: t('own.groups'), value: number(own.groups) },
          { name: t('own.requests'), value: number(own.requests) },
          { name: t('own.people'), value: number(own.people) },
        ]}
      />
      <List size="sm" spacing={4}>
        {said.member && <List.Item>{t('then.network')}</List.Item>}
        <List.Item>{t('then.shares')}</List.Item>
        <List.Item>{t('then.deleted')}</List.Item>
        <List.Item>{t('then.requests')}</List.Item>
        <List.Item>{t('then.people')}</List.Item>
        <List.Item>{t('then.log')}</List.Item>
        <List.Item>{t('then.backups')}</List.Item>
      </List>
    </Stack>
  )
}

const roomOf = { hold: '/evidence', office: '/network', request: '/requests', joint: '/joint-cases' } as const

/** What has to be ended first; nothing where there is nothing. */
function Against({ said }: Part) {
  const { t } = useTranslation('leaving')
  if (said.against.length === 0) return null
  return (
    <Alert variant="light" color="red" title={t('against')}>
      <List size="sm" spacing={4}>
        {said.against.map(({ what, count, named }) => (
          <List.Item key={what}>
            <Link to={roomOf[what]}>{t(`against-what.${what}`, { count })}</Link>
            {named.length > 0 && (
              <>
                {': '}
                <bdi>{named.join(' · ')}</bdi>
              </>
            )}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

function Acts({ said, name }: Part & { readonly name: string }) {
  const { t } = useTranslation('leaving')
  const confirm = useConfirm()
  const [asking, ask] = useState<'announce' | 'confirm'>()
  const announce = useAct(announceLeaving, ['leaving'])
  const agree = useAct(confirmLeaving, ['leaving'])
  const undo = useQuickAct(undoLeaving, ['leaving'])
  const { leaving, may } = said
  const stay = async () => {
    if (leaving === null) return
    const sure = await confirm({ title: t('undo-title', { name }), consequence: t('undo-consequence'), act: t('undo') })
    if (sure) await undo({ params: { id: leaving.id } }, t('undone'))
  }
  const go = async (password: string) => {
    const done =
      asking === 'announce' || leaving === null
        ? await announce.run({ body: { password } })
        : await agree.run({ params: { id: leaving.id }, body: { password } })
    if (done === undefined) return
    toast(t(asking === 'announce' ? 'announced-done' : 'confirmed-done'))
    ask(undefined)
  }
  const act = asking === 'announce' ? announce : agree
  return (
    <Group gap="xs">
      {may.announce && (
        <Button color="red" variant="default" onClick={() => ask('announce')}>
          {t('announce')}
        </Button>
      )}
      {may.confirm && (
        <Button color="red" onClick={() => ask('confirm')}>
          {t('confirm')}
        </Button>
      )}
      {may.undo && (
        <Button variant="default" onClick={() => void stay()}>
          {t('undo')}
        </Button>
      )}
      {asking !== undefined && (
        <PasswordDialog
          title={t(`${asking}-title`, { name })}
          text={t(said.administrators > 1 && asking === 'announce' ? 'announce-two' : 'announce-text', { count: said.days })}
          act={t(asking)}
          grave
          running={act.running}
          failure={act.failure}
          onClose={() => ask(undefined)}
          onPassword={(password) => void go(password)}
        />
      )}
    </Group>
  )
}
