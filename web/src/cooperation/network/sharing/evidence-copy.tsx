import { Button, Group, Stack, Text } from '@mantine/core'
import { IconDownload, IconFileCertificate } from '@tabler/icons-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { CopiedBytes, CopiedEvidence, CopiedFindings } from '../../../../../src/domain/cooperation/contract/network/copied.ts'
import { FindingLines, WayText } from '../../../app/finding-panels.ts'
import { Copyable, Hash, Mono } from '../../../ui/code.tsx'
import { Facts, Timeline } from '../../../ui/facts.tsx'
import { formatNumber, formatSize } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { save } from '../../../ui/save.ts'
import { Time } from '../../../ui/time.tsx'
import classes from './sharing.module.css'

/** An item of evidence in a shared copy: what is held, since when, how it came in, what was done with it, and the proof. */
export function EvidenceBody({ body }: { readonly body: CopiedEvidence }) {
  const { t, i18n } = useTranslation(['sharing', 'evidence', 'intake'])
  const { locale } = usePreferences()
  const said = (key: string, raw: string) => (i18n.exists(key) ? t(key) : raw)
  const { channel, parent, bytes } = body
  return (
    <>
      <Facts
        facts={[
          { name: t('evidence:item.type'), value: <Mono>{body.mediaType}</Mono> },
          { name: t('evidence:column.size'), value: formatSize(body.size, locale) },
          { name: 'SHA-256', value: <Hash value={body.sha256} /> },
          { name: t('evidence:column.received'), value: <Time at={body.receivedAt} style="second" zone="UTC" /> },
          channel !== null && { name: t('sharing:evidence.channel'), value: said(`intake:kind.${channel}`, channel) },
          parent !== null && {
            name: t('sharing:evidence.parent'),
            value: (
              <>
                <Suspense fallback={null}>
                  <WayText how={parent.how} />
                </Suspense>{' '}
                <Hash value={parent.sha256} />
              </>
            ),
          },
        ]}
      />
      <section>
        <h4 className={classes.heading}>{t('evidence:custody.title')}</h4>
        <Timeline
          label={t('evidence:custody.title')}
          moments={body.custody.map(({ at, act, by }, index) => ({
            id: `${at} ${index}`,
            what: (
              <>
                <strong>{said(`evidence:act.${act}`, act)}</strong> · {said(`evidence:actor.${by}`, by)}
              </>
            ),
            when: <Time at={at} style="second" zone="UTC" />,
          }))}
        />
      </section>
      {body.seal !== null && <Seal body={body} seal={body.seal} />}
      {bytes === null ? <Text c="dimmed">{t('sharing:evidence.no-bytes')}</Text> : <BytesOf bytes={bytes} />}
    </>
  )
}

/** The place in the owner's log, as a file that `tocsin verify` and the page of the log take. */
function Seal({ body, seal }: { readonly body: CopiedEvidence; readonly seal: NonNullable<CopiedEvidence['seal']> }) {
  const { t } = useTranslation('sharing')
  const take = () =>
    save(new Blob([`${JSON.stringify(seal, null, 2)}\n`], { type: 'application/json' }), `proof-${body.sha256.slice(0, 16)}.json`)
  return (
    <section>
      <h4 className={classes.heading}>{t('evidence.seal')}</h4>
      <Text size="sm">{t('evidence.seal-means')}</Text>
      <Button mt="xs" className="t-no-print" variant="default" leftSection={<IconFileCertificate size={16} />} onClick={take}>
        {t('evidence.seal-take')}
      </Button>
    </section>
  )
}

/** What goes beside the copy, by its hash, and what was taken off it. */
function BytesOf({ bytes: { sha256, size, redacted, removed, left } }: { readonly bytes: CopiedBytes }) {
  const { t, i18n } = useTranslation(['sharing', 'evidence'])
  const { locale } = usePreferences()
  const why = (one: string) => (i18n.exists(`sharing:removed.${one}`) ? t(`sharing:removed.${one}`) : one)
  return (
    <section>
      <h4 className={classes.heading}>{t('sharing:evidence.bytes')}</h4>
      <Facts
        facts={[
          { name: 'SHA-256', value: <Hash value={sha256} /> },
          { name: t('evidence:column.size'), value: formatSize(size, locale) },
          { name: t('sharing:evidence.how'), value: t(redacted ? 'sharing:evidence.redacted' : 'sharing:evidence.as-is') },
          removed.length > 0 && {
            name: t('sharing:evidence.removed'),
            value: t('sharing:names', { these: removed.map(({ why: one, count }) => `${why(one)}: ${formatNumber(count, locale)}`) }),
          },
          left > 0 && { name: t('sharing:evidence.left'), value: formatNumber(left, locale) },
        ]}
      />
    </section>
  )
}

/** The way to the bytes, with what somebody must know before they open them. */
export function TakeBytes({ path, said }: { readonly path: `/api/${string}`; readonly said: string }) {
  const { t } = useTranslation(['sharing', 'evidence'])
  return (
    <Stack gap="xs" className="t-no-print">
      <Text size="sm">{t('evidence:take.hostile')}</Text>
      <Group gap="sm">
        <Button component="a" href={path} download variant="default" leftSection={<IconDownload size={16} />}>
          {t('sharing:evidence.take')}
        </Button>
        <Copyable text="infected" what={t('evidence:take.password')} />
      </Group>
      <Text size="sm" c="dimmed">
        {said}
      </Text>
    </Stack>
  )
}

/** What the analysis of a report found, in the reader's words. */
export function FindingsBody({ body }: { readonly body: CopiedFindings }) {
  const { t } = useTranslation('sharing')
  return (
    <>
      <Facts
        facts={[
          { name: t('evidence.report-received'), value: <Time at={body.receivedAt} style="second" zone="UTC" /> },
          { name: 'SHA-256', value: <Hash value={body.sha256} /> },
        ]}
      />
      <Suspense fallback={null}>
        <FindingLines findings={body.findings} />
      </Suspense>
    </>
  )
}
