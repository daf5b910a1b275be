import { Button, Group, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listReleases, referReport } from '../../../src/domain/cooperation/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote } from '../app/form.tsx'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import formClasses from './forms.module.css'
import releaseClasses from './release/release.module.css'
import { WaySelect } from './ways/way-select.tsx'
import { Recipient, StateBadge } from './words.tsx'

/** A withheld report: the way to refer it to a hotline, and whether that was done. Where it lay and when it was reported goes, and nothing else. */
export function ReferralPanel({ report }: { readonly report: string }) {
  const { t } = useTranslation('samples')
  const navigate = useNavigate()
  const may = isAtLeast(useSession(), 'analyst')
  const done = useList(listReleases, { query: { object: report, kind: ['hotline'] } }, { live: ['release'] }).items
  const act = useAct(referReport, ['release'])
  const [hotline, setHotline] = useState<string | null>(null)
  const go = async () => {
    const made = await act.run({ body: { report, ...(hotline === null ? {} : { hotline }) } })
    if (made !== undefined) void navigate({ to: '/releases/$id', params: { id: made.answer.release } })
  }
  return (
    <Section title={t('referral.title')} lead={t('referral.lead')}>
      <Stack gap="sm">
        {done.length > 0 && (
          <ul className={formClasses.rows}>
            {done.map((one) => (
              <li key={one.id}>
                <Link to="/releases/$id" params={{ id: one.id }} className={releaseClasses.link}>
                  <Recipient release={one} />
                </Link>
                <span>
                  <StateBadge release={one} /> <Time at={one.settledAt ?? one.decidedAt ?? one.createdAt} style="relative" />
                </span>
              </li>
            ))}
          </ul>
        )}
        {may && (
          <>
            <FormNote failure={act.failure} />
            <Group align="end" gap="sm" className="t-no-print">
              <WaySelect what="hotline" value={hotline} onChange={setHotline} />
              <Button loading={act.running} onClick={() => void go()}>
                {t('referral.act')}
              </Button>
            </Group>
            <Text size="sm" c="dimmed">
              {t('referral.next')}{' '}
              <Link to="/hotlines" className={releaseClasses.link}>
                {t('hotlines.title')}
              </Link>
            </Text>
          </>
        )}
      </Stack>
    </Section>
  )
}
