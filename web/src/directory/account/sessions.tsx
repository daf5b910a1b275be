import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { endSession, endSessions, listSessions, type Session } from '../../../../src/platform/auth/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { ended } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './rows.module.css'

/** Where this person is signed in, and the way to end that. */
export function Sessions() {
  const { t } = useTranslation('directory')
  const state = useRead(listSessions, {}, { live: ['own-session'] })
  return (
    <Section title={t('sessions.title')} lead={t('sessions.lead')} actions={<EndButtons others={(state.data?.items.length ?? 0) > 1} />}>
      <Answer of={state}>
        {({ items }) => (
          <ul className={classes.rows}>
            {items.map((one) => (
              <Row key={one.id} session={one} />
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  )
}

function Row({ session }: { readonly session: Session }) {
  const { t } = useTranslation('directory')
  const end = useQuickAct(endSession, ['own-session'])
  const device = [session.browser, session.system].filter((word) => word !== null)
  return (
    <li>
      <div>
        {device.length === 0 ? t('sessions.unknown') : <bdi>{device.join(' · ')}</bdi>}{' '}
        {session.current && <Badge tone="good">{t('sessions.this')}</Badge>}
        <small>
          {session.network !== null && <Mono>{session.network}</Mono>} {t('sessions.seen')} <Time at={session.lastSeen} style="relative" />
        </small>
      </div>
      {!session.current && (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          onClick={() => void end({ params: { id: session.id } }, t('sessions.ended'))}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}

function EndButtons({ others }: { readonly others: boolean }) {
  const { t } = useTranslation('directory')
  const queries = useQueryClient()
  const router = useRouter()
  const confirm = useConfirm()
  const end = useQuickAct(endSessions, ['own-session'])
  const everywhere = async () => {
    if (
      !(await confirm({
        title: t('sessions.end-all'),
        consequence: t('sessions.end-all-consequence'),
        act: t('sessions.end-all'),
        grave: true,
      }))
    )
      return
    if (!(await end({ body: { which: 'all' } }, t('sessions.ended')))) return
    await ended(queries, () => router.navigate({ to: '/sign-in', search: {} }))
  }
  return (
    <Group gap="xs">
      {others && (
        <Button variant="default" onClick={() => void end({ body: { which: 'others' } }, t('sessions.ended'))}>
          {t('sessions.end-others')}
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={() => void everywhere()}>
        {t('sessions.end-all')}
      </Button>
    </Group>
  )
}
