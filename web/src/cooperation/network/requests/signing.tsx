import { Button, FileButton, Popover, Stack, Text } from '@mantine/core'
import { IconSignature } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { saveText } from '../../../app/save-text.ts'
import { CodeBlock } from '../../../ui/code.tsx'

/** for whoever uses GnuPG; any other program that makes detached signatures will do */
const command = 'gpg --armor --detach-sign request.json'

type SigningProps = { readonly bytes: string; readonly signature: string | undefined; onSignature(signature: string | undefined): void }

/** What is to be signed elsewhere, with the key on the card; and the signature, which goes with the request. */
export function Signing({ bytes, signature, onSignature }: SigningProps) {
  const { t } = useTranslation('requests')
  const take = async (file: File | null) => onSignature(file === null || file.size > 20_000 ? undefined : await file.text())
  return (
    <Popover width={340} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconSignature size={16} aria-hidden="true" />}>
          {t(signature === undefined ? 'sign.act' : 'sign.signed')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">{t('sign.lead')}</Text>
          <Button variant="default" onClick={() => saveText(bytes, 'request.json', 'application/json')}>
            {t('sign.save')}
          </Button>
          <CodeBlock text={command} />
          <FileButton onChange={(file) => void take(file)} accept=".asc,.sig">
            {(props) => (
              <Button {...props} variant="default">
                {t('sign.choose')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" role="status">
            {t(signature === undefined ? 'sign.none' : 'sign.ready')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
