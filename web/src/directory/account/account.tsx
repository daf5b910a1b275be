import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'
import { Address } from './address.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { Look } from './look.tsx'
import { NoticeSettings } from './notice-settings.tsx'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

/** The person's own: name, language and zone, how they sign in, where they are signed in, what they are told. */
export function Account() {
  const { t } = useTranslation('directory')
  const { person, memberships } = useSession()
  return (
    <Page narrow title={t('account.title')} lead={<bdi>{person.email}</bdi>}>
      <Profile />
      <Look />
      <NoticeSettings />
      {memberships.length > 0 && <Address />}
      <Password />
      <SecondFactor />
      <Passkeys />
      <Sessions />
      <DeleteAccount />
    </Page>
  )
}
