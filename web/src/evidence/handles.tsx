import { Button, Menu, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconFileCertificate, IconFileText, IconLock, IconLockPassword } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportOriginal, exportSealedOriginal, type ItemDetail, readCustody, readProof } from '../../../src/domain/evidence/contract.ts'
import { addressOf } from '../app/api.ts'
import { download } from '../app/download.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { useTroubleText } from '../app/trouble.ts'
import { Copyable } from '../ui/code.tsx'
import { toastTrouble } from '../ui/toast.tsx'
import classes from './panel.module.css'

/** the customary password of archives that hold hostile files; the server writes it into every archive */
const password = 'infected'

/** Takes a file out of the node. Says why not where it is refused. */
export function useDownload(): (address: string, name: string, body?: unknown) => Promise<boolean> {
  const trouble = useTroubleText()
  const queries = useQueryClient()
  return async (address, name, body) => {
    try {
      await download(address, name, body)
      return true
    } catch (failure) {
      toastTrouble(trouble(failure))
      return false
    } finally {
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] === '/api/evidence/:id' })
    }
  }
}

/** What can be taken out: the original for analysts, custody and proof for everybody who may read it. */
export function Handles({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const session = useSession()
  const take = useDownload()
  const { item, may } = detail
  const params = { id: item.id }
  const sealed = item.state === 'sealed' && isAtLeast(session, 'manager')
  return (
    <div className={`${classes.buttons} t-no-print`}>
      {may.export && <Original detail={detail} />}
      {sealed && (
        <Button
          variant="default"
          leftSection={<IconLock size={16} />}
          onClick={() => void take(addressOf(exportSealedOriginal.path, params, {}), 'original.sealed')}
        >
          {t('take.sealed')}
        </Button>
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {t('take.papers')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileCertificate size={16} />}
            onClick={() => void take(addressOf(readProof.path, params, {}), 'proof.json')}
          >
            {t('take.proof')}
          </Menu.Item>
          {(['json', 'csv'] as const).map((form) => (
            <Menu.Item
              key={form}
              leftSection={<IconFileText size={16} />}
              onClick={() => void take(addressOf(readCustody.path, params, { form }), `custody.${form}`)}
            >
              {t(`take.custody-${form}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

function Original({ detail: { item } }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const take = useDownload()
  const [asking, ask] = useDisclosure(false)
  const [taking, setTaking] = useState(false)
  const go = async () => {
    setTaking(true)
    await take(addressOf(exportOriginal.path, { id: item.id }, {}), `${item.sha256.slice(0, 16)}.zip`)
    setTaking(false)
    ask.close()
  }
  return (
    <>
      <Button variant="default" leftSection={<IconLockPassword size={16} />} onClick={ask.open}>
        {t('take.original')}
      </Button>
      <Modal opened={asking} onClose={ask.close} title={t('take.original')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        <Stack gap="md">
          <Text>{t('take.hostile')}</Text>
          <div>
            <Text size="sm" c="dimmed">
              {t('take.password')}
            </Text>
            <Copyable text={password} what={t('take.password')} />
          </div>
          <Text size="sm" c="dimmed">
            {t('take.recorded')}
          </Text>
          <Button onClick={() => void go()} loading={taking} data-autofocus>
            {t('take.go')}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
