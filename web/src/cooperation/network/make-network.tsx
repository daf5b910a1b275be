import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { makeNetwork } from '../../../../src/domain/cooperation/contract/network/network.ts'
import type { NodeOrganisation } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { CountryField, likelyCountry } from '../../app/place-fields.tsx'
import { toast } from '../../ui/toast.tsx'

type MakeProps = { readonly organisations: readonly NodeOrganisation[] }

/** Lets the operator of a node without a network make it. */
export function MakeNetwork({ organisations }: MakeProps) {
  const { t } = useTranslation('network')
  const [making, make] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconWorld size={16} />} onClick={make.open}>
        {t('make.do')}
      </Button>
      <Modal opened={making} onClose={make.close} title={t('make.do')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <MakeForm organisations={organisations} onDone={make.close} />
      </Modal>
    </>
  )
}

function MakeForm({ organisations, onDone }: MakeProps & { readonly onDone: () => void }) {
  const { t } = useTranslation('network')
  const act = useAct(makeNetwork, ['organisation', 'network'])
  const { required } = useChecks()
  const form = useFields(
    { name: '', country: likelyCountry(navigator.languages) ?? '', holder: '' },
    { name: required, country: required, holder: required },
    act.failure,
  )
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ body })) === undefined) return
    toast(t('make.done', { name: body.name }))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Text>{t('make.what')}</Text>
        <TextInput label={t('make.name')} maxLength={200} autoComplete="off" data-autofocus {...form.props('name')} />
        <CountryField {...form.props('country')} />
        <Select
          label={t('make.holder')}
          description={t('make.holder-hint')}
          searchable
          allowDeselect={false}
          data={organisations.filter(({ suspended }) => !suspended).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.props('holder')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('make.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
