import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewSplit } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { call } from '../../app/api.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useCampaignActs } from './acts.ts'
import classes from './campaign.module.css'

type Props = {
  readonly campaign: string
  readonly reports: readonly string[]
  readonly open: boolean
  readonly onClose: (done: boolean) => void
}

/** Takes reports out of a campaign: where to, and what both sides still share, before it is done. */
export function SplitDialog(props: Props) {
  const { t } = useTranslation('analysis')
  return (
    <Modal
      opened={props.open}
      onClose={() => props.onClose(false)}
      title={t('campaign.split.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {props.open && <Body {...props} />}
    </Modal>
  )
}

function Body({ campaign, reports, onClose }: Props) {
  const { t } = useTranslation(['analysis', 'analysis-problems'])
  const { locale } = usePreferences()
  const acts = useCampaignActs()
  const trouble = useTroubleText()
  const [to, setTo] = useState<'new' | 'alone'>('new')
  const [name, setName] = useState('')
  const [running, setRunning] = useState(false)
  const preview = useQuery({
    queryKey: [previewSplit.path, campaign, reports],
    queryFn: ({ signal }) => call(previewSplit, { params: { id: campaign }, body: { reports: [...reports] } }, { signal }),
  })
  const split = async () => {
    setRunning(true)
    const done = await acts.split(campaign, { reports, to, name: to === 'new' && name.trim() !== '' ? name.trim() : null })
    setRunning(false)
    if (done !== undefined) onClose(true)
  }
  const data = preview.data
  return (
    <Stack gap="md">
      <Radio.Group label={t('campaign.split.to')} value={to} onChange={(value) => setTo(value as typeof to)}>
        <Stack gap="xs" mt="xs">
          <Radio value="new" label={t('campaign.split.new')} />
          <Radio value="alone" label={t('campaign.split.alone')} />
        </Stack>
      </Radio.Group>
      {to === 'new' && (
        <TextInput label={t('campaign.split.name')} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      )}
      <div role="status" aria-live="polite">
        {preview.error !== null && <Text c="red">{trouble(preview.error)}</Text>}
        {data !== undefined && (
          <Stack gap="xs">
            <Text>{t('campaign.split.will', { count: data.going, staying: formatNumber(data.staying, locale) })}</Text>
            {data.staying <= 0 && <p className={classes.warning}>{t('analysis-problems:analysis.nothing-to-split')}</p>}
            {data.shared.length > 0 && data.staying > 0 && (
              <>
                <Text size="sm">{t('campaign.split.shared')}</Text>
                <ul className={classes.picked}>
                  {data.shared.slice(0, 8).map((one) => (
                    <li key={`${one.kind} ${one.value}`} className={classes.dim}>
                      {t(`campaign.kind.${one.kind}`)}: <bdi>{defang(one.value).slice(0, 120)}</bdi>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <Text size="sm" c="dimmed">
              {t('campaign.split.after')}
            </Text>
          </Stack>
        )}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onClose(false)}>
          {t('ui:cancel')}
        </Button>
        <Button onClick={() => void split()} disabled={data === undefined || data.going === 0 || data.staying <= 0} loading={running}>
          {t('campaign.split.act')}
        </Button>
      </Group>
    </Stack>
  )
}
