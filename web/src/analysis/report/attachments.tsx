import { IconFile, IconFileZip, IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { Hash, Mono } from '../../ui/code.tsx'
import { formatSize } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import type { Tone } from '../../ui/tone.ts'
import { unmasked } from '../../ui/unmasked.ts'
import type { Attachment, FileReading, Member, MessageReading } from '../reading.ts'
import classes from './attachments.module.css'
import { Address, CopyAddress } from './links.tsx'
import { useSpot } from './pointing.tsx'

const harmless = new Set(['archive', 'html', 'empty'])
const odd = new Set([
  'encrypted',
  'embedded-object',
  'embedded-file',
  'javascript',
  'onenote',
  'archive-damaged',
  'archive-truncated',
  'archive-opaque',
  'type-contradicts-name',
  'polyglot',
  'html-script',
])

function toneOf(feature: string): Tone {
  return harmless.has(feature) ? 'plain' : odd.has(feature) ? 'warn' : 'bad'
}

/** What hangs on a message: by what it is, not by what it is called. */
export function Attachments({ reading }: { readonly reading: MessageReading }) {
  const { t } = useTranslation('analysis')
  return (
    <Section title={t('attachments.title', { count: reading.attachments.length })} id="attachments" flush>
      <ul className={classes.files}>
        {reading.attachments.map((attachment) => (
          <AttachmentOf key={attachment.index} attachment={attachment} />
        ))}
      </ul>
    </Section>
  )
}

function AttachmentOf({ attachment }: { readonly attachment: Attachment }) {
  const { t } = useTranslation('analysis')
  const spot = useSpot<HTMLLIElement>(`attachment:${attachment.index}`)
  return (
    <li className={classes.file} {...spot}>
      <FileLine {...attachment} encrypted={attachment.features.includes('encrypted')} declared={attachment.declaredType} />
      <div className={classes.marks}>
        {attachment.inline && <Badge>{t('attachments.inline')}</Badge>}
        <FileFeatures features={attachment.features} />
      </div>
      <Members members={attachment.members} />
    </li>
  )
}

type FileLineProps = {
  readonly name: string | null
  readonly type: string | null
  readonly size: number
  readonly sha256: string | null
  readonly encrypted: boolean
  readonly declared?: string
}

function FileLine({ name, type, size, sha256, encrypted, declared }: FileLineProps) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const Sign = encrypted ? IconLock : type !== null && /zip|archive|compressed|x-tar|gzip|rar|7z/.test(type) ? IconFileZip : IconFile
  const differs = declared !== undefined && declared !== '' && type !== null && declared.toLowerCase() !== type.toLowerCase()
  return (
    <div className={classes.line}>
      <Sign size={18} stroke={1.5} aria-hidden="true" />
      <div className={classes.words}>
        <bdi className={classes.name}>{name === null ? t('attachments.unnamed') : unmasked(name)}</bdi>
        <span className={classes.facts}>
          <span>{type === null ? t('attachments.not-opened') : <Mono>{type}</Mono>}</span>
          {differs && (
            <span>
              {t('attachments.declared')} <Mono>{declared}</Mono>
            </span>
          )}
          <span>{formatSize(size, locale)}</span>
        </span>
        {sha256 !== null && sha256 !== '' && (
          <span className={classes.facts}>
            SHA-256 <Hash value={sha256} length={10} />
          </span>
        )}
      </div>
    </div>
  )
}

function FileFeatures({ features }: { readonly features: readonly string[] }) {
  const { t, i18n } = useTranslation('analysis')
  return features.map((feature) => (
    <Badge key={feature} tone={toneOf(feature)}>
      {i18n.exists(`analysis:file-feature.${feature}`) ? t(`file-feature.${feature}`) : feature}
    </Badge>
  ))
}

/** What is inside of an archive, as a tree. */
function Members({ members }: { readonly members: readonly Member[] }) {
  const { t } = useTranslation('analysis')
  if (members.length === 0) return null
  return (
    <ul className={classes.members} aria-label={t('attachments.members')}>
      {members.map((member, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stored reading does not change, and names in an archive may repeat
        <li key={at}>
          <FileLine {...member} />
          <div className={classes.marks}>
            <FileFeatures features={member.features} />
          </div>
          <Members members={member.members} />
        </li>
      ))}
    </ul>
  )
}

/** A lone file that was reported. */
export function FileSection({ reading, name }: { readonly reading: FileReading; readonly name: string | null }) {
  const { t } = useTranslation('analysis')
  const { sha256, sha1, md5 } = reading.hashes
  return (
    <Section title={t('file.title')} id="file">
      <FileLine name={name} type={reading.type} size={reading.size} sha256={sha256} encrypted={reading.features.includes('encrypted')} />
      <div className={classes.marks}>
        <FileFeatures features={reading.features} />
      </div>
      {(sha1 !== null || md5 !== null) && (
        <div className={classes.hashes}>
          {sha1 !== null && (
            <span>
              SHA-1 <Hash value={sha1} length={10} />
            </span>
          )}
          {md5 !== null && (
            <span>
              MD5 <Hash value={md5} length={16} />
            </span>
          )}
        </div>
      )}
      <Members members={reading.members} />
      {reading.urls.length > 0 && (
        <>
          <h3>{t('file.urls')}</h3>
          <ul className={classes.urls}>
            {reading.urls.map((url) => (
              <li key={url}>
                <Address url={url} host={null} domain={null} /> <CopyAddress url={url} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
