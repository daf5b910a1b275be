import { ActionIcon, Progress, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from './format.ts'
import { usePreferences } from './preferences.tsx'
import classes from './progress.module.css'

type ProgressRowProps = {
  readonly name: string
  /** 0 to 1, or null while nobody can say */
  readonly part: number | null
  /** instead of the bar, once it is over */
  readonly result?: ReactNode
  onCancel?(): void
}

/** One thing on its way: its name, how far it is, and at the end what became of it. */
export function ProgressRow({ name, part, result, onCancel }: ProgressRowProps) {
  const { t } = useTranslation('ui')
  const { locale } = usePreferences()
  return (
    <div className={classes.row}>
      <bdi className={classes.name} title={name}>
        {name}
      </bdi>
      {result !== undefined ? (
        <div className={classes.result}>{result}</div>
      ) : (
        <>
          <Progress value={part === null ? 100 : part * 100} animated={part === null} aria-label={name} className={classes.bar ?? ''} />
          <span className={classes.figure}>{part === null ? '' : formatNumber(part, locale, { style: 'percent' })}</span>
          {onCancel !== undefined && (
            <Tooltip label={t('progress.cancel')}>
              <ActionIcon size="sm" aria-label={t('progress.cancel')} onClick={onCancel}>
                <IconX size={14} />
              </ActionIcon>
            </Tooltip>
          )}
        </>
      )}
    </div>
  )
}
