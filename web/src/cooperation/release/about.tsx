import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReleaseView } from '../../../../src/domain/cooperation/contract.ts'
import { Hash, Mono } from '../../ui/code.tsx'
import { Facts, Timeline } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { Recipient, StateBadge } from '../words.tsx'
import { faultOf } from './preview.tsx'
import classes from './release.module.css'

const doubts = [
  'typed-by-hand',
  'looked-up',
  'mailbox-of-anybody',
  'own-address',
  'is-concerned',
  'is-reporter',
  'language-unknown',
  'left-behind',
  'no-evidence',
  'many-things',
  'entries-refused',
  'names-reporter',
  'sender-unproven',
  'words-name-reporter',
  'marks-contradict',
  'share-over',
  'terms-ground',
  'marked-secret',
  'wider-wider',
  'wider-audience',
  'wider-onward',
  'wider-gone',
] as const

/** What is unusual about it, and why it waits; nothing where all is as usual. */
export function Doubts({ release }: { readonly release: ReleaseView }) {
  const { t } = useTranslation('cooperation')
  const found = doubts.filter((one) => release.warnings.includes(one))
  return (
    <Stack gap="xs">
      {found.length > 0 && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
          <Text fw={600}>{t('doubt.title')}</Text>
          <ul className={classes.list}>
            {found.map((one) => (
              <li key={one}>{t(`doubt.${one}`)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {release.fault !== null && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />}>
          {t(`fault.${faultOf(release.fault)}`, { code: release.fault })}
        </Alert>
      )}
      {release.waitsFor !== null && (
        <Alert variant="light" icon={<IconClock size={18} />}>
          {t(`waits.${release.waitsFor}`)}{' '}
          {release.notBefore !== null && release.waitsFor === 'not-before' && <Time at={release.notBefore} />}
        </Alert>
      )}
    </Stack>
  )
}

/** To whom, why, on what ground, until when, by whom. */
export function About({ release }: { readonly release: ReleaseView }) {
  const { t } = useTranslation(['cooperation', 'directory'])
  const by = release.rule === null ? release.decidedBy?.name : t('field.by-rule')
  const { answer } = release.receipt
  const named = namedBy(release)
  return (
    <Section title={t('about.title')}>
      <Facts
        facts={[
          { name: t('column.state'), value: <StateBadge release={release} /> },
          { name: t('column.to'), value: <Recipient release={release} /> },
          { name: t('field.address'), value: <Mono>{release.recipient.value}</Mono> },
          {
            name: t('field.named-by'),
            value:
              named === undefined ? null : (
                <>
                  {t(`directory:lookup.source.${named.source}`)} · <Time at={named.date} style="date" />
                </>
              ),
          },
          { name: t('column.kind'), value: t(`kind.${release.kind}`) },
          {
            name: t('field.cases'),
            value:
              release.codes.length === 0 ? null : release.case === null ? (
                release.codes.join(', ')
              ) : (
                <Link to="/cases/$id" params={{ id: release.case }} className={classes.link}>
                  <Mono>{release.codes.join(', ')}</Mono>
                </Link>
              ),
          },
          { name: t('field.ground'), value: <bdi>{release.ground === 'by-hand' ? t('field.by-hand') : release.ground}</bdi> },
          { name: 'TLP', value: release.terms === null ? <Mono>{release.tlp.toUpperCase()}</Mono> : null },
          { name: t('field.profile'), value: release.draft?.redaction.profile ?? t('field.profile-default') },
          { name: t('field.decided-by'), value: by === undefined || by === null ? null : <bdi>{by}</bdi> },
          { name: t('field.until'), value: release.until === null ? null : <Time at={release.until} /> },
          { name: 'SHA-256', value: release.sha256 === null ? null : <Hash value={release.sha256} /> },
          { name: t('field.receipt'), value: typeof answer === 'string' && answer !== '' ? <Mono>{answer}</Mono> : null },
        ]}
      />
    </Section>
  )
}

/** Who says that the recipient answers for it, and of when that is, where the directory named them. */
function namedBy({ receipt }: ReleaseView): { readonly source: (typeof sources)[number]; readonly date: string } | undefined {
  const { source, date } = (receipt['proposed'] ?? {}) as { readonly source?: unknown; readonly date?: unknown }
  const known = sources.find((one) => one === source)
  return known === undefined || typeof date !== 'string' ? undefined : { source: known, date }
}

const sources = ['customers', 'radius', 'dhcp', 'nat', 'http', 'rdap', 'whois', 'offline', 'stated'] as const

export function History({ release }: { readonly release: ReleaseView }) {
  const { t } = useTranslation('cooperation')
  return (
    <Section title={t('history.title')}>
      <Timeline
        label={t('history.title')}
        moments={release.history.map((one) => ({
          id: one.id,
          what: (
            <>
              {t(`history.${one.what}`)} {one.by.name !== null && <bdi>{one.by.name}</bdi>}
            </>
          ),
          when: <Time at={one.at} />,
          more:
            one.leaf === null ? undefined : (
              <Link to="/log" className={classes.link}>
                {t('history.in-log')}
              </Link>
            ),
        }))}
      />
    </Section>
  )
}
