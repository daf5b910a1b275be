import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CampaignLine, renameCampaign } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { useQuickAct } from '../../app/act.ts'

type Props = { readonly campaign: CampaignLine; readonly open: boolean; readonly onClose: () => void }

/** Calls a campaign by a name; left empty it goes by what its reports are called. */
export function RenameDialog({ campaign, open, onClose }: Props) {
  const { t } = useTranslation('analysis')
  return (
    <Modal opened={open} onClose={onClose} title={t('campaign.rename.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {open && <Body campaign={campaign} onClose={onClose} />}
    </Modal>
  )
}

function Body({ campaign, onClose }: Omit<Props, 'open'>) {
  const { t } = useTranslation('analysis')
  const act = useQuickAct(renameCampaign, ['campaign', 'report'])
  const [name, setName] = useState(campaign.name ?? '')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await act({ params: { id: campaign.id }, body: { name: name.trim() === '' ? null : name.trim() } }, t('campaign.done.renamed')))
      onClose()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={t('campaign.rename.name')}
          description={t('campaign.rename.hint')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
          <Button type="submit">{t('ui:save')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
