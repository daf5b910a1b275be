import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { disableSecondFactor, enrolSecondFactor, readSecondFactor, renewRecoveryCodes } from '../../../../src/platform/auth/contract.ts'
import { useAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { PasswordDialog } from '../../app/password-dialog.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Enrolment, EnrolSteps, RecoveryCodes } from './enrol-steps.tsx'

type Asking = 'enrol' | 'disable' | 'renew'

/** The code of an authenticator as a second step of signing in. */
export function SecondFactor() {
  const { t } = useTranslation('directory')
  const state = useRead(readSecondFactor, {}, { live: ['second-factor'] })
  const [asking, setAsking] = useState<Asking>()
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <Section title={t('totp.title')} lead={t('totp.lead')}>
      <Answer of={state}>
        {({ enabled }) => (
          <Stack gap="md">
            <Group justify="space-between">
              {enabled ? <Badge tone="good">{t('totp.on')}</Badge> : <Badge>{t('totp.off')}</Badge>}
              {enabled ? (
                <Group gap="xs">
                  <Button variant="default" onClick={() => setAsking('renew')}>
                    {t('totp.renew')}
                  </Button>
                  <Button variant="subtle" color="red" onClick={() => setAsking('disable')}>
                    {t('totp.disable')}
                  </Button>
                </Group>
              ) : (
                enrolment === undefined && <Button onClick={() => setAsking('enrol')}>{t('totp.enrol')}</Button>
              )}
            </Group>
            {!enabled && enrolment !== undefined && (
              <EnrolSteps
                enrolment={enrolment}
                onCancel={() => setEnrolment(undefined)}
                onDone={() => {
                  setEnrolment(undefined)
                  toast(t('totp.enabled'))
                }}
              />
            )}
            {codes !== undefined && <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
            {!enabled && enrolment === undefined && <Text c="dimmed">{t('totp.why')}</Text>}
          </Stack>
        )}
      </Answer>
      <Ask asking={asking} onClose={() => setAsking(undefined)} onEnrol={setEnrolment} onCodes={setCodes} />
    </Section>
  )
}

type AskProps = {
  readonly asking: Asking | undefined
  readonly onClose: () => void
  readonly onEnrol: (enrolment: Enrolment) => void
  readonly onCodes: (codes: readonly string[]) => void
}

/** Each of these acts wants the password once more. */
function Ask({ asking, onClose, onEnrol, onCodes }: AskProps) {
  const { t } = useTranslation('directory')
  const enrol = useAct(enrolSecondFactor, [])
  const disable = useAct(disableSecondFactor, ['second-factor'])
  const renew = useAct(renewRecoveryCodes, [])
  const acts = { enrol, disable, renew }
  const go = async (password: string) => {
    if (asking === 'enrol') {
      const done = await enrol.run({ body: { password } })
      if (done !== undefined) onEnrol(done.answer)
      return done !== undefined
    }
    if (asking === 'renew') {
      const done = await renew.run({ body: { password } })
      if (done !== undefined) onCodes(done.answer.recoveryCodes)
      return done !== undefined
    }
    return (await disable.run({ body: { password } })) !== undefined
  }
  if (asking === undefined) return null
  return (
    <PasswordDialog
      title={t(`totp.${asking}`)}
      text={t(`totp.${asking}-consequence`)}
      act={t(`totp.${asking}`)}
      grave={asking === 'disable'}
      running={acts[asking].running}
      failure={acts[asking].failure}
      onClose={() => {
        acts[asking].reset()
        onClose()
      }}
      onPassword={async (password) => {
        if (await go(password)) onClose()
      }}
    />
  )
}
