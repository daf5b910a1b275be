import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconArrowRight, IconCopyOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { Copy, Mono } from '../../ui/code.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { defang } from '../../ui/defang.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Tone } from '../../ui/tone.ts'
import type { Link, MessageReading, UrlReading } from '../reading.ts'
import classes from './links.module.css'
import { usePointedNumber, useSpot } from './pointing.tsx'

const shownFirst = 12

const grave = new Set(['ip-obscured', 'mixed-script', 'look-alike', 'userinfo', 'script', 'file', 'executable'])
const odd = new Set([
  'ip-literal',
  'punycode',
  'shortener',
  'data',
  'odd-port',
  'many-subdomains',
  'private-address',
  'backslash',
  'control-characters',
  'ipfs',
  'onion',
  'nested-url',
  'hosted-by-anyone',
  'malformed',
])

function toneOf(feature: string): Tone {
  return grave.has(feature) ? 'bad' : odd.has(feature) ? 'warn' : 'plain'
}

/** The links of a message, none of them to be followed from here. */
export function Links({ reading }: { readonly reading: MessageReading }) {
  const { t } = useTranslation('analysis')
  const pictures = reading.links.some((link) => isPicture(link))
  const [withPictures, setWithPictures] = useState(false)
  const [all, setAll] = useState(false)
  const pointed = usePointedNumber('link')
  const numbered = reading.links.map((link, index) => ({ link, index }))
  // what is pointed at is shown, whatever else is hidden
  const kept = numbered.filter(({ link, index }) => withPictures || !isPicture(link) || index === pointed)
  const shown = all ? kept : kept.filter(({ index }, at) => at < shownFirst || index === pointed)
  const hosts = [...new Set(kept.flatMap(({ link }) => (link.host === null ? [] : [defang(link.host)])))]
  return (
    <Section
      title={t('links.title', { count: reading.links.length })}
      id="links"
      flush
      actions={
        <div className={classes.actions}>
          {pictures && (
            <Checkbox
              size="xs"
              label={t('links.pictures')}
              checked={withPictures}
              onChange={(event) => setWithPictures(event.currentTarget.checked)}
            />
          )}
          {hosts.length > 1 && <CopyAll text={hosts.join('\n')} count={hosts.length} />}
        </div>
      }
    >
      {shown.length === 0 ? (
        <p className={classes.none}>{pictures ? t('links.only-pictures') : t('links.none')}</p>
      ) : (
        <ol className={classes.links}>
          {shown.map(({ link, index }) => (
            <LinkOf key={index} link={link} index={index} />
          ))}
        </ol>
      )}
      {kept.length > shown.length && (
        <div className={classes.foot}>
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            {t('links.all', { count: kept.length })}
          </Button>
        </div>
      )}
    </Section>
  )
}

function isPicture(link: Link): boolean {
  return link.where === 'img' || link.where === 'css'
}

function CopyAll({ text, count }: { readonly text: string; readonly count: number }) {
  const { t } = useTranslation('analysis')
  const clipboard = useClipboard()
  const copy = () => {
    clipboard.copy(text)
    toast(t('links.hosts-copied', { count }))
  }
  return (
    <Button variant="subtle" size="compact-sm" onClick={copy}>
      {t('links.copy-hosts')}
    </Button>
  )
}

function LinkOf({ link, index }: { readonly link: Link; readonly index: number }) {
  const { t, i18n } = useTranslation('analysis')
  const spot = useSpot<HTMLLIElement>(`link:${index}`)
  const where = i18n.exists(`analysis:links.where.${link.where}`) ? t(`links.where.${link.where}`) : link.where
  const differs = link.shown !== null && looksLikeAddress(link.shown) && !sameHost(link.shown, link)
  return (
    <li className={classes.link} {...spot}>
      <div className={classes.target}>
        <Address url={link.url} host={link.host} domain={link.domain} />
        <CopyAddress url={link.url} />
      </div>
      {link.shown !== null && (
        <div className={classes.shown} data-differs={differs}>
          <span className={classes.label}>{differs ? t('links.shown-but') : t('links.shown')}</span>
          <bdi>{looksLikeAddress(link.shown) ? defang(link.shown) : link.shown}</bdi>
        </div>
      )}
      <Wrappers wrappers={link.wrappers} />
      <div className={classes.marks}>
        <Badge>{where}</Badge>
        <Features features={link.features} />
      </div>
    </li>
  )
}

/** The chain of redirectors around a link, outermost first. */
export function Wrappers({ wrappers }: { readonly wrappers: Link['wrappers'] }) {
  const { t, i18n } = useTranslation('analysis')
  if (wrappers.length === 0) return null
  return (
    <div className={classes.wrappers}>
      <span className={classes.label}>{t('links.wrapped')}</span>
      {wrappers.map((wrapper) => (
        <span key={wrapper.url} className={classes.wrapper} title={defang(wrapper.url)}>
          {i18n.exists(`analysis:wrapper.${wrapper.kind}`) ? t(`wrapper.${wrapper.kind}`) : <Mono>{wrapper.kind}</Mono>}
          <Copy text={defang(wrapper.url)} what={t('links.wrapper-address')} />
          <IconArrowRight size={13} className="t-along" aria-hidden="true" />
        </span>
      ))}
      <span>{t('links.target')}</span>
    </div>
  )
}

export function Features({ features }: { readonly features: readonly string[] }) {
  const { t, i18n } = useTranslation('analysis')
  return features.map((feature) => (
    <Badge key={feature} tone={toneOf(feature)}>
      {i18n.exists(`analysis:url-feature.${feature}`) ? t(`url-feature.${feature}`) : feature}
    </Badge>
  ))
}

/** A URL, defanged, with the part that says whose it is standing out. */
export function Address({ url, host, domain }: Pick<UrlReading, 'url' | 'host' | 'domain'>) {
  const safe = defang(url)
  const whose = domain === null ? (host === null ? null : defang(host)) : defang(domain)
  const at = whose === null ? -1 : safe.indexOf(whose)
  if (whose === null || at < 0) return <Mono>{safe}</Mono>
  return (
    <Mono>
      <span className={classes.faint}>{safe.slice(0, at)}</span>
      <b>{whose}</b>
      <span className={classes.faint}>{safe.slice(at + whose.length)}</span>
    </Mono>
  )
}

/** Copies an address harmless, or after a warning as it is. */
export function CopyAddress({ url }: { readonly url: string }) {
  const { t } = useTranslation('analysis')
  const confirm = useConfirm()
  const clipboard = useClipboard()
  const copyRaw = async () => {
    const sure = await confirm({
      title: t('links.raw-title'),
      consequence: t('links.raw-consequence'),
      act: t('links.raw-act'),
      grave: true,
    })
    if (!sure) return
    clipboard.copy(url)
    toast(t('links.raw-copied'))
  }
  return (
    <span className={`${classes.copies} t-no-print`}>
      <Copy text={defang(url)} what={t('links.defanged')} />
      <Tooltip label={t('links.copy-raw')}>
        <ActionIcon size="sm" aria-label={t('links.copy-raw')} onClick={() => void copyRaw()}>
          <IconCopyOff size={14} />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}

function looksLikeAddress(text: string): boolean {
  return /^(?:https?:\/\/|www\.)\S+$|^\S+\.\S{2,}\/?\S*$/i.test(text.trim())
}

function sameHost(shown: string, link: Link): boolean {
  const text = shown.trim().toLowerCase()
  return [link.host, link.domain].some(
    (host) => host !== null && new RegExp(`^(?:https?://)?(?:www\\.)?${literally(host)}(?:[:/?#]|$)`, 'i').test(text),
  )
}

function literally(text: string): string {
  return text
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
