import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CopiedBody, CopiedIndicator, CopyContent } from '../../../../../src/domain/cooperation/contract/network/copied.ts'
import { CodeBlock, Hash, Mono } from '../../../ui/code.tsx'
import { Country } from '../../../ui/country.tsx'
import { defang } from '../../../ui/defang.ts'
import { type Fact, Facts } from '../../../ui/facts.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
import { TechniqueBody } from '../techniques/technique-body.tsx'
import { EvidenceBody, FindingsBody } from './evidence-copy.tsx'
import { SecrecyBadges } from './marks.tsx'
import classes from './sharing.module.css'
import { TlpBadge } from './words.tsx'

type CopyProps = {
  /** canonical JSON, as its owner approved it; null where its words are gone */
  readonly bytes: string | null
  readonly sha256: string
}

/** A shared copy as a person reads it, and below to the byte: what is approved, and what a recipient gets, is drawn by the same lines. */
export function CopyView({ bytes, sha256 }: CopyProps) {
  const { t } = useTranslation('sharing')
  if (bytes === null) return <Text c="dimmed">{t('copy.gone')}</Text>
  const content = JSON.parse(bytes) as CopyContent
  return (
    <Stack gap="md" miw={0}>
      <article className={classes.copy}>
        <h3 className={classes.copyTitle}>
          <bdi>{defang(content.body.title)}</bdi>
        </h3>
        <Body body={content.body} />
        <TermsOf content={content} />
      </article>
      <details>
        <summary>{t('copy.bytes')}</summary>
        <Stack gap="xs" pt="xs" miw={0}>
          <Facts facts={[{ name: 'SHA-256', value: <Hash value={sha256} /> }]} />
          <CodeBlock text={bytes} height="24rem" />
        </Stack>
      </details>
    </Stack>
  )
}

function TermsOf({ content: { from, terms } }: { readonly content: CopyContent }) {
  const { t } = useTranslation('sharing')
  return (
    <div className={classes.terms}>
      <Facts
        facts={[
          {
            name: t('field.from'),
            value: (
              <>
                <bdi>{from.name}</bdi>, <Country code={from.country} />
              </>
            ),
          },
          { name: t('field.mark'), value: <TlpBadge tlp={terms.tlp} /> },
          { name: t('secret.menu'), value: (terms.secrecy ?? []).length === 0 ? null : <SecrecyBadges marks={terms.secrecy ?? []} /> },
          { name: t('field.permitted'), value: t(`permitted.${terms.permitted}`) },
          { name: t('field.onward'), value: t(`onward.${terms.onward}`) },
          { name: t('field.ground'), value: <bdi>{terms.ground}</bdi> },
          { name: t('field.purpose'), value: <bdi>{terms.purpose}</bdi> },
          { name: t('field.until'), value: terms.until === null ? t('no-end') : <Time at={terms.until} /> },
        ]}
      />
    </div>
  )
}

function Body({ body }: { readonly body: CopiedBody }) {
  if (body.kind === 'document')
    return (
      <p className={classes.words} dir="auto" lang={body.language}>
        {body.text}
      </p>
    )
  if (body.kind === 'indicator')
    return (
      <>
        <Indicators indicators={[body.indicator]} />
        {body.note !== '' && (
          <p className={classes.words} dir="auto">
            {body.note}
          </p>
        )}
      </>
    )
  if (body.kind === 'technique') return <TechniqueBody body={body} />
  if (body.kind === 'evidence') return <EvidenceBody body={body} />
  if (body.kind === 'finding') return <FindingsBody body={body} />
  return (
    <>
      <Figures body={body} />
      {body.kind === 'case' && body.campaigns.length > 0 && <Campaigns campaigns={body.campaigns} />}
      <Indicators indicators={body.indicators} />
    </>
  )
}

function Figures({ body }: { readonly body: Extract<CopiedBody, { kind: 'case' | 'campaign' }> }) {
  const { t, i18n } = useTranslation(['sharing', 'cases', 'analysis'])
  const { locale } = usePreferences()
  const said = (key: string, raw: string) => (i18n.exists(key) ? t(key) : raw)
  const counted = (value: number | undefined) => (value === undefined ? null : formatNumber(value, locale))
  const dated = (value: string | null | undefined) => (value == null ? null : <Time at={value} />)
  const reports: Fact = { name: t('sharing:field.reports'), value: counted(body.reports) }
  const left: Fact = { name: t('sharing:parts.left'), value: body.left?.map((one) => t(`sharing:parts.${one}`)).join(', ') ?? null }
  if (body.kind === 'case')
    return (
      <Facts
        facts={[
          { name: t('sharing:field.code'), value: <Mono>{body.code}</Mono> },
          { name: t('sharing:field.of'), value: said(`cases:kind.${body.of}`, body.of) },
          { name: t('sharing:field.state'), value: said(`cases:state.${body.state}`, body.state) },
          { name: t('sharing:field.harm'), value: counted(body.harm) },
          reports,
          { name: t('sharing:field.opened'), value: dated(body.openedAt) },
          { name: t('sharing:field.closed'), value: dated(body.closedAt) },
          left,
        ]}
      />
    )
  return (
    <Facts
      facts={[
        { name: t('sharing:field.of'), value: said(`analysis:verdict.kind.${body.of}`, body.of) },
        { name: t('sharing:field.state'), value: said(`analysis:campaign.state.${body.state}`, body.state) },
        { name: t('sharing:field.brand'), value: body.brand == null ? null : <bdi>{body.brand}</bdi> },
        reports,
        { name: t('sharing:field.first'), value: dated(body.firstAt) },
        { name: t('sharing:field.last'), value: dated(body.lastAt) },
        left,
      ]}
    />
  )
}

function Campaigns({ campaigns }: { readonly campaigns: readonly { readonly name: string; readonly reports?: number }[] }) {
  const { t } = useTranslation('sharing')
  return (
    <section>
      <h4 className={classes.heading}>{t('field.campaigns')}</h4>
      <ul className={formClasses.rows}>
        {campaigns.map(({ name, reports }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change, of names that may be the same
          <li key={at}>
            <bdi>{defang(name)}</bdi>
            {reports !== undefined && <small>{t('reports', { count: reports })}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Indicators({ indicators }: { readonly indicators: readonly CopiedIndicator[] }) {
  const { t } = useTranslation('sharing')
  if (indicators.length === 0) return null
  return (
    <section>
      <h4 className={classes.heading}>{t('field.indicators')}</h4>
      <ul className={formClasses.rows}>
        {indicators.map(({ kind, value, reports, lastAt }) => (
          <li key={`${kind} ${value}`}>
            <span>
              <small>{t(`indicator.${kind}`)}</small> <Mono>{kind === 'file' ? value : defang(value)}</Mono>
            </span>
            <small>
              {reports !== undefined && t('reports', { count: reports })} {lastAt !== undefined && <Time at={lastAt} style="date" />}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
