import { Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignLine, listCampaigns, previewMerge } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { call } from '../../app/api.ts'
import { useRead } from '../../app/read.ts'
import { useTroubleText } from '../../app/trouble.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useCampaignActs } from './acts.ts'
import classes from './campaign.module.css'
import { useCampaignName } from './words.tsx'

type Props = {
  /** into which others go; or several of which one is chosen */
  readonly campaigns: readonly CampaignLine[]
  readonly open: boolean
  readonly onClose: (done: boolean) => void
}

/** Makes campaigns one: which goes into which, and what that will do, before it is done. */
export function MergeDialog({ campaigns, open, onClose }: Props) {
  const { t } = useTranslation('analysis')
  return (
    <Modal
      opened={open}
      onClose={() => onClose(false)}
      title={t('campaign.merge.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {open && <Body campaigns={campaigns} onClose={onClose} />}
    </Modal>
  )
}

function Body({ campaigns, onClose }: Omit<Props, 'open'>) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const nameOf = useCampaignName()
  const acts = useCampaignActs()
  const trouble = useTroubleText()
  const [running, setRunning] = useState(false)
  const largest = campaigns.toSorted((a, b) => b.reports - a.reports)[0]
  const [into, setInto] = useState(largest?.id ?? '')
  const [others, setOthers] = useState<readonly string[]>(campaigns.length > 1 ? campaigns.map(({ id }) => id) : [])
  const going = others.filter((id) => id !== into)
  const preview = useQuery({
    queryKey: [previewMerge.path, into, going],
    queryFn: ({ signal }) => call(previewMerge, { params: { id: into }, body: { campaigns: [...going] } }, { signal }),
    enabled: going.length > 0,
  })
  const merge = async () => {
    setRunning(true)
    const done = await acts.merge(into, going)
    setRunning(false)
    if (done) onClose(true)
  }
  return (
    <Stack gap="md">
      {campaigns.length > 1 ? (
        <Radio.Group label={t('campaign.merge.into')} value={into} onChange={setInto}>
          <Stack gap="xs" mt="xs">
            {campaigns.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                label={
                  <>
                    <bdi>{nameOf(one)}</bdi> · {t('campaign.reports', { count: one.reports })}
                  </>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      ) : (
        <Picker into={into} chosen={others} onChange={setOthers} />
      )}
      <div role="status" aria-live="polite">
        {going.length === 0 && <Text c="dimmed">{t('campaign.merge.none')}</Text>}
        {preview.error !== null && going.length > 0 && <Text c="red">{trouble(preview.error)}</Text>}
        {preview.data !== undefined && going.length > 0 && (
          <Stack gap="xs">
            <Text>
              {t('campaign.merge.will', { count: preview.data.others.length, reports: formatNumber(preview.data.reports, locale) })}
            </Text>
            {preview.data.apart > 0 && <p className={classes.warning}>{t('campaign.merge.apart', { count: preview.data.apart })}</p>}
            <Text size="sm" c="dimmed">
              {t('campaign.merge.undo')}
            </Text>
          </Stack>
        )}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onClose(false)}>
          {t('ui:cancel')}
        </Button>
        <Button onClick={() => void merge()} disabled={going.length === 0 || preview.data === undefined} loading={running}>
          {t('campaign.merge.act')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Others to choose from, by their name or the newest. */
function Picker({
  into,
  chosen,
  onChange,
}: {
  readonly into: string
  readonly chosen: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}) {
  const { t } = useTranslation('analysis')
  const nameOf = useCampaignName()
  const [words, setWords] = useState('')
  const [search] = useDebouncedValue(words, 250)
  const list = useRead(listCampaigns, { query: { search, limit: 20 } }, { live: ['campaign'] })
  const shown = (list.data?.items ?? []).filter(({ id }) => id !== into)
  return (
    <>
      <TextInput
        type="search"
        label={t('campaign.merge.find')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.picked}>
        {shown.map((one) => (
          <li key={one.id}>
            <Checkbox
              checked={chosen.includes(one.id)}
              onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))}
              label={
                <>
                  <bdi>{nameOf(one)}</bdi> · {t('campaign.reports', { count: one.reports })}
                </>
              }
            />
          </li>
        ))}
        {list.data !== undefined && shown.length === 0 && <li className={classes.dim}>{t('campaigns.none-found')}</li>}
      </ul>
    </>
  )
}
