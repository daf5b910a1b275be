import { Button, SegmentedControl, Skeleton, useComputedColorScheme } from '@mantine/core'
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewReport } from '../../../../src/domain/analysis/contract.ts'
import { addressOf, failureOf } from '../../app/api.ts'
import { useTrouble } from '../../app/trouble.ts'
import { TroubleNote } from '../../ui/states.tsx'
import classes from './content.module.css'

const pictures = ['hidden', 'blurred', 'shown'] as const

/**
 * The message as a harmless page in a frame without rights: no scripts, no network, no origin. Pictures are blurred until somebody asks
 * for them.
 */
export function Preview({ report, position }: { readonly report: string; readonly position: number }) {
  const { t } = useTranslation('analysis')
  const scheme = useComputedColorScheme('light')
  const [images, setImages] = useState<(typeof pictures)[number]>('blurred')
  const [large, setLarge] = useState(false)
  const address = addressOf(previewReport.path, { id: report }, { position, images, scheme })
  // a frame cannot say why it stayed empty, so the server is asked first
  const asked = useQuery({
    queryKey: [previewReport.path, report, position],
    queryFn: async ({ signal }) => {
      const answer = await fetch(address, { signal, credentials: 'same-origin' })
      if (!answer.ok) throw failureOf(answer.status, await answer.text())
      return true
    },
    staleTime: 300_000,
  })
  const trouble = useTrouble(asked.error, () => void asked.refetch())
  if (trouble !== undefined) return <TroubleNote trouble={trouble} />
  return (
    <div className={classes.preview}>
      <div className={classes.bar}>
        <span>{t('preview.harmless')}</span>
        <span style={{ display: 'flex', gap: '0.5rem', flexWrap: 'wrap' }}>
          <SegmentedControl
            size="xs"
            aria-label={t('preview.pictures')}
            value={images}
            onChange={(value) => setImages(value as typeof images)}
            data={pictures.map((one) => ({ value: one, label: t(`preview.${one}`) }))}
          />
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={large ? <IconArrowsMinimize size={14} /> : <IconArrowsMaximize size={14} />}
            aria-pressed={large}
            onClick={() => setLarge(!large)}
          >
            {large ? t('preview.smaller') : t('preview.larger')}
          </Button>
        </span>
      </div>
      {asked.data === undefined ? (
        <Skeleton height="24rem" radius={0} />
      ) : (
        <iframe
          key={address}
          className={classes.frame}
          data-large={large}
          title={t('preview.title')}
          sandbox=""
          referrerPolicy="no-referrer"
          src={address}
        />
      )}
    </div>
  )
}
