import { Alert, Button, Group, List, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { confirmSecondFactor } from '../../../../src/platform/auth/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../app/form.tsx'
import { Copy, Copyable, Mono } from '../../ui/code.tsx'
import { QrCode } from './qr-code.tsx'

export type Enrolment = { readonly uri: string; readonly secret: string; readonly recoveryCodes: readonly string[] }

type EnrolStepsProps = { readonly enrolment: Enrolment; readonly onDone: () => void; readonly onCancel: () => void }

/** First the recovery codes, then the code of the authenticator: whoever finishes has both. */
export function EnrolSteps({ enrolment, onDone, onCancel }: EnrolStepsProps) {
  const { t } = useTranslation('directory')
  const [kept, setKept] = useState(false)
  const act = useAct(confirmSecondFactor, ['second-factor'])
  const form = useFields({ code: '' }, { code: useChecks().code }, act.failure)
  if (!kept) return <RecoveryCodes codes={enrolment.recoveryCodes} onDone={() => setKept(true)} />
  const submit = form.onSubmit(async ({ code }) => {
    if ((await act.run({ body: { code: code.trim() } })) !== undefined) onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <List type="ordered" spacing="md">
          <List.Item>
            <Text mb="xs">{t('totp.scan')}</Text>
            <QrCode text={enrolment.uri} label={t('totp.qr')} />
            <Text size="sm" c="dimmed" mt="xs">
              {t('totp.or-type')} <Copyable text={enrolment.secret} />
            </Text>
          </List.Item>
          <List.Item>
            <Text mb="xs">{t('totp.then-code')}</Text>
            <FormNote failure={act.failure} />
            <TextInput
              label={t('code.label')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              maw={220}
              dir="ltr"
              autoFocus
              {...form.props('code')}
            />
          </List.Item>
        </List>
        <Group gap="xs">
          <Button type="submit" loading={act.running}>
            {t('totp.confirm')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('ui:cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The way back in without the authenticator; shown this once. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation('directory')
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }))
    link.download = 'tocsin-recovery-codes.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Alert variant="light" color="amber" title={t('totp.codes')}>
      <Stack gap="sm">
        <Text>{t('totp.codes-keep')}</Text>
        <SimpleGrid cols={2} spacing={4} maw={360}>
          {codes.map((code) => (
            <Mono key={code}>{code}</Mono>
          ))}
        </SimpleGrid>
        <Group gap="xs">
          <Button onClick={onDone}>{t('totp.codes-kept')}</Button>
          <Button variant="default" onClick={save}>
            {t('totp.codes-save')}
          </Button>
          <Copy text={codes.join('\n')} />
        </Group>
      </Stack>
    </Alert>
  )
}
