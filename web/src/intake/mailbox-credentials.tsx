import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { mailboxAuth } from '../../../src/domain/intake/contract.ts'
import type { Fields } from '../app/form.tsx'
import type { MailboxFields } from './mailbox-fields.ts'

type Secret = 'password' | 'clientSecret' | 'refreshToken'

/** What opens a mailbox. `kept`: there is something already, which an empty field leaves as it is. */
export function CredentialFields({ form, kept }: { readonly form: Fields<MailboxFields>; readonly kept: boolean }) {
  const { t } = useTranslation('intake')
  const secret = (name: Secret) => ({
    ...form.props(name),
    autoComplete: 'off',
    dir: 'ltr' as const,
    ...(kept ? { placeholder: t('mailbox.kept') } : {}),
  })
  return (
    <>
      <Select
        label={t('mailbox.auth')}
        data={mailboxAuth.map((value) => ({ value, label: t(`mailbox.auths.${value}`) }))}
        allowDeselect={false}
        value={form.values.auth}
        onChange={(value) => form.set('auth', (value ?? 'password') as MailboxFields['auth'])}
      />
      {form.values.auth === 'password' ? (
        <PasswordInput label={t('mailbox.password')} description={t('mailbox.password-hint')} {...secret('password')} />
      ) : (
        <>
          <TextInput label={t('mailbox.token-url')} type="url" autoComplete="off" dir="ltr" {...form.props('tokenUrl')} />
          <TextInput label={t('mailbox.client-id')} autoComplete="off" dir="ltr" {...form.props('clientId')} />
          <PasswordInput label={t('mailbox.client-secret')} {...secret('clientSecret')} />
          <PasswordInput label={t('mailbox.refresh-token')} description={t('mailbox.refresh-token-hint')} {...secret('refreshToken')} />
          <TextInput label={t('mailbox.scope')} autoComplete="off" dir="ltr" {...form.props('scope')} />
        </>
      )}
    </>
  )
}
