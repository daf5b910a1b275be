import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconExclamationCircle, IconInbox, IconLock, IconSearchOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from './page.tsx'
import classes from './states.module.css'
import type { Trouble } from './trouble.ts'

// The states that every list and page has, drawn once.

const sign = { size: 36, stroke: 1.3, className: classes.sign, 'aria-hidden': true } as const

/** There is nothing, and what to do about it. */
export function Empty({
  title,
  text,
  action,
}: {
  readonly title: string
  readonly text?: string | undefined
  readonly action?: ReactNode
}) {
  return (
    <div className={classes.state}>
      <IconInbox {...sign} />
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  )
}

const signs = { forbidden: IconLock, missing: IconSearchOff, offline: IconCloudOff, failed: IconExclamationCircle } as const

/** Something cannot be shown: why, and the way on. */
export function TroubleNote({ trouble }: { readonly trouble: Trouble }) {
  const { t } = useTranslation('ui')
  return <Note trouble={trouble} title={<h2>{t(`trouble.${trouble.kind}`)}</h2>} />
}

/** The same in place of a whole page; `back` leads to where there is something. */
export function TroublePage({ trouble, back }: { readonly trouble: Trouble; readonly back?: ReactNode }) {
  const { t } = useTranslation('ui')
  const title = t(`trouble.${trouble.kind}`)
  usePageTitle(title)
  return <Note trouble={trouble} title={<h1>{title}</h1>} back={back} />
}

function Note({ trouble, title, back }: { readonly trouble: Trouble; readonly title: ReactNode; readonly back?: ReactNode }) {
  const { t } = useTranslation('ui')
  const Sign = signs[trouble.kind]
  return (
    <div className={classes.state} role="alert">
      <Sign {...sign} />
      {title}
      <p>{trouble.text}</p>
      {trouble.retry !== undefined && (
        <Button variant="default" mt="xs" onClick={trouble.retry}>
          {t('trouble.retry')}
        </Button>
      )}
      {back !== undefined && <div className={classes.back}>{back}</div>}
    </div>
  )
}

// uneven, as text is
const widths = [62, 48, 71, 55, 66, 43]

/** A list on its way. */
export function LoadingRows({ label }: { readonly label: string }) {
  const { t } = useTranslation('ui')
  return (
    <div className={classes.rows} role="status" aria-label={t('loading.of', { what: label })}>
      {widths.map((width) => (
        <div key={width}>
          <Skeleton height={10} width={`${width / 2}%`} />
          <Skeleton height={10} width={`${(90 - width) / 2}%`} />
        </div>
      ))}
    </div>
  )
}

/** A page on its way. */
export function LoadingPage() {
  const { t } = useTranslation('ui')
  return (
    <div role="status" aria-label={t('loading.page')} style={{ display: 'grid', gap: '0.75rem', paddingBlock: '0.5rem' }}>
      <Skeleton height={22} width="30%" />
      <Skeleton height={12} width="55%" />
      <Skeleton height={180} mt="sm" />
    </div>
  )
}
