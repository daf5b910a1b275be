import { Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn, verifyCode, verifyRecoveryCode } from '../../../src/platform/auth/contract.ts'
import { useAct } from '../app/act.ts'
import { FormNote, useChecks, useFields } from '../app/form.tsx'
import { enter } from '../app/session.ts'
import { DoorCard, doorClasses } from './door.tsx'
import { passkeysWork, signInWithPasskey } from './passkey.ts'

const route = getRouteApi('/door/sign-in')

/** Signing in: by password and, where it is asked for, a code; or by a passkey. */
export function SignIn() {
  const [step, setStep] = useState<'password' | 'code' | 'recovery'>('password')
  const done = useEntered()
  if (step === 'code') return <CodeStep onDone={done} onRecovery={() => setStep('recovery')} />
  if (step === 'recovery') return <RecoveryStep onDone={done} onCode={() => setStep('code')} />
  return <PasswordStep onDone={done} onCode={() => setStep('code')} />
}

/** Goes where the person wanted to go before the door was shown. */
function useEntered(): () => Promise<void> {
  const { next } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  return async () => {
    await enter(queries)
    router.history.push(next ?? '/')
  }
}

function PasswordStep({ onDone, onCode }: { readonly onDone: () => Promise<void>; readonly onCode: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(signIn, [])
  const checks = useChecks()
  const form = useFields({ email: '', password: '', remember: true }, { email: checks.email, password: checks.required }, act.failure)
  const submit = form.onSubmit(async ({ email, password, remember }) => {
    const done = await act.run({ body: { email, password, remember } })
    if (done === undefined) return form.set('password', '')
    return done.answer.next === 'second-factor' ? onCode() : onDone()
  })
  return (
    <DoorCard title={t('sign-in.title')} lead={t('sign-in.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <TextInput
            label={t('sign-in.email')}
            type="email"
            autoComplete="username webauthn"
            dir="ltr"
            autoFocus
            {...form.props('email')}
          />
          <PasswordInput label={t('sign-in.password')} autoComplete="current-password" {...form.props('password')} />
          <Checkbox label={t('sign-in.remember')} {...form.checked('remember')} />
          <Button type="submit" size="md" loading={act.running} fullWidth mt="xs">
            {t('sign-in.enter')}
          </Button>
          {passkeysWork() && <PasskeyButton onDone={onDone} />}
          <p className={doorClasses.lost}>{t('sign-in.lost')}</p>
        </Stack>
      </form>
    </DoorCard>
  )
}

function PasskeyButton({ onDone }: { readonly onDone: () => Promise<void> }) {
  const { t } = useTranslation('directory')
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const go = async () => {
    setRunning(true)
    setFailure(null)
    try {
      if (await signInWithPasskey()) await onDone()
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)))
    } finally {
      setRunning(false)
    }
  }
  return (
    <>
      <div className={doorClasses.or}>{t('sign-in.or')}</div>
      <FormNote failure={failure} />
      <Button variant="default" size="md" fullWidth leftSection={<IconKey size={18} />} loading={running} onClick={() => void go()}>
        {t('sign-in.passkey')}
      </Button>
    </>
  )
}

function CodeStep({ onDone, onRecovery }: { readonly onDone: () => Promise<void>; readonly onRecovery: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(verifyCode, [])
  const form = useFields({ code: '' }, { code: useChecks().code })
  const submit = form.onSubmit(async ({ code }) => {
    if ((await act.run({ body: { code: code.trim() } })) === undefined) return form.set('code', '')
    return onDone()
  })
  return (
    <DoorCard title={t('code.title')} lead={t('code.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <TextInput
            label={t('code.label')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            dir="ltr"
            autoFocus
            styles={{ input: { fontFamily: 'var(--t-mono)', letterSpacing: '0.3em', fontSize: '1.125rem' } }}
            {...form.props('code')}
          />
          <Button type="submit" size="md" loading={act.running} fullWidth>
            {t('sign-in.enter')}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={onRecovery}>
            {t('code.use-recovery')}
          </Button>
        </Stack>
      </form>
    </DoorCard>
  )
}

function RecoveryStep({ onDone, onCode }: { readonly onDone: () => Promise<void>; readonly onCode: () => void }) {
  const { t } = useTranslation('directory')
  const act = useAct(verifyRecoveryCode, [])
  const form = useFields({ code: '' }, { code: useChecks().required })
  const submit = form.onSubmit(async ({ code }) => {
    if ((await act.run({ body: { code: code.trim() } })) === undefined) return
    return onDone()
  })
  return (
    <DoorCard title={t('recovery.title')} lead={t('recovery.lead')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormNote failure={act.failure} />
          <TextInput
            label={t('recovery.label')}
            autoComplete="off"
            dir="ltr"
            autoFocus
            styles={{ input: { fontFamily: 'var(--t-mono)' } }}
            {...form.props('code')}
          />
          <Button type="submit" size="md" loading={act.running} fullWidth>
            {t('sign-in.enter')}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={onCode}>
            {t('recovery.use-code')}
          </Button>
        </Stack>
      </form>
    </DoorCard>
  )
}
