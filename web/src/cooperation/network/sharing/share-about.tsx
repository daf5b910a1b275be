import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ShareWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts, Timeline } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { bytesIn } from './bytes-in.ts'
import { SecrecyBadges } from './marks.tsx'
import classes from './sharing.module.css'
import { ShareState, TlpBadge, useRecipientName } from './words.tsx'

type Props = { readonly share: ShareWhole }

/** Of what, to whom, by whom, until when. */
export function About({ share }: Props) {
  const { t } = useTranslation('sharing')
  const nameOf = useRecipientName()
  return (
    <Section title={t('about.title')}>
      <Facts
        facts={[
          { name: t('field.state'), value: <ShareState state={share.state} /> },
          { name: t('field.kind'), value: t(`kind.${share.kind}`) },
          { name: t('field.source'), value: share.source === null ? null : <Source kind={share.kind} source={share.source} /> },
          { name: t('field.mark'), value: <TlpBadge tlp={share.tlp} /> },
          { name: t('secret.menu'), value: share.secrecy.length === 0 ? null : <SecrecyBadges marks={share.secrecy} /> },
          {
            name: t('field.to'),
            value: (
              <ul className={classes.names}>
                {share.recipients.map((one) => (
                  <li key={`${one.kind} ${one.value}`}>
                    <bdi>{nameOf(one)}</bdi>
                  </li>
                ))}
              </ul>
            ),
          },
          { name: t('field.until'), value: share.until === null ? t('no-end') : <Time at={share.until} /> },
          { name: t('field.drafted-by'), value: share.draftedBy.name === null ? null : <bdi>{share.draftedBy.name}</bdi> },
          { name: t('field.decided-by'), value: share.decidedBy?.name == null ? null : <bdi>{share.decidedBy.name}</bdi> },
        ]}
      />
    </Section>
  )
}

const pages = {
  case: '/cases/$id',
  campaign: '/campaigns/$id',
  technique: '/techniques/$id',
  evidence: '/evidence/$id',
  finding: '/reports/$id',
} as const

function Source({ kind, source }: { readonly kind: ShareWhole['kind']; readonly source: string }) {
  const { t } = useTranslation('sharing')
  if (kind === 'indicator' || kind === 'document') return null
  return (
    <Link to={pages[kind]} params={{ id: source }} className={classes.link}>
      {t(`source.${kind}`)}
    </Link>
  )
}

/** Who sees it, or would if it were approved now. */
export function Audience({ share: { state, audience, grows } }: Props) {
  const { t } = useTranslation('sharing')
  if (state !== 'draft' && state !== 'shared') return null
  return (
    <Section title={t(`audience.${state}`, { count: audience.length })} {...(grows ? { lead: t('audience.grows') } : {})}>
      {audience.length === 0 ? (
        <Text c="dimmed">{t('audience.none')}</Text>
      ) : (
        <ul className={classes.names}>
          {audience.map(({ member, name, country, kind }) => (
            <li key={member}>
              <Link to="/network/members/$id" params={{ id: member }} className={classes.link}>
                <bdi>{name}</bdi>
              </Link>{' '}
              <small>
                <Country code={country} /> · {t(`member.${kind}`)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Which organisations have read it, and when first. */
export function Receipts({ share: { receipts, state } }: Props) {
  const { t } = useTranslation('sharing')
  if (state === 'draft' || state === 'refused') return null
  return (
    <Section title={t('receipts.title')} lead={t('receipts.lead')}>
      {receipts.length === 0 ? (
        <Text c="dimmed">{t('receipts.none')}</Text>
      ) : (
        <ul className={classes.names}>
          {receipts.map(({ name, at }) => (
            <li key={`${name} ${at}`}>
              <bdi>{name}</bdi>{' '}
              <small>
                <Time at={at} />
              </small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Each time that somebody fetched the bytes that go with it. */
export function Fetches({ share: { fetches, bytes, state } }: Props) {
  const { t } = useTranslation('sharing')
  if (fetches.length === 0 && (state !== 'shared' || bytesIn(bytes) === undefined)) return null
  return (
    <Section title={t('fetches.title')} lead={t('fetches.lead')}>
      {fetches.length === 0 ? (
        <Text c="dimmed">{t('fetches.none')}</Text>
      ) : (
        <ul className={classes.names}>
          {fetches.map(({ name, at }) => (
            <li key={`${name} ${at}`}>
              <bdi>{name}</bdi>{' '}
              <small>
                <Time at={at} />
              </small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Of what was called back: who was asked to delete it, and who has not said so yet, those first. */
export function Deletions({ share: { state, deletions } }: Props) {
  const { t } = useTranslation('sharing')
  if (state !== 'recalled') return null
  const open = deletions.filter(({ confirmedAt }) => confirmedAt === null).length
  return (
    <Section
      title={t('deletions.title')}
      lead={deletions.length === 0 ? t('deletions.nobody') : open > 0 ? t('deletions.open', { count: open }) : t('deletions.all')}
    >
      {deletions.length > 0 && (
        <ul className={formClasses.rows}>
          {deletions.map(({ name, read, confirmedAt }) => (
            <li key={name}>
              <span>
                <bdi>{name}</bdi> <small>{t(read ? 'deletions.had-read' : 'deletions.had-not-read')}</small>
              </span>
              {confirmedAt === null ? (
                <Badge tone="warn">{t('deletions.waits')}</Badge>
              ) : (
                <span>
                  <Badge tone="good">{t('deletions.confirmed')}</Badge> <Time at={confirmedAt} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

export function History({ share: { history } }: Props) {
  const { t } = useTranslation('sharing')
  return (
    <Section title={t('history.title')}>
      <Timeline
        label={t('history.title')}
        moments={history.map((one) => ({
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
