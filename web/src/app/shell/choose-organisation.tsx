import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { LinkButton } from '../link-button.tsx'
import { useLive } from '../live-context.tsx'
import { useActFor, useSession } from '../session.ts'

/** For somebody who acts for nobody: the choice, or the news that there is none. */
export function ChooseOrganisation() {
  const { t } = useTranslation('shell')
  const { memberships } = useSession()
  const choose = useActFor()
  const live = useLive()
  const open = memberships.filter((one) => !one.organisation.suspended)
  return (
    <Page narrow title={t('choose.title')} lead={open.length === 0 ? t('choose.nothing') : t('choose.lead')}>
      <Stack gap="xs" align="flex-start">
        {open.map(({ organisation }) => (
          <Button key={organisation.id} variant="default" onClick={() => void choose(organisation.id).then(() => live.restart())}>
            <bdi>{organisation.name}</bdi>
          </Button>
        ))}
        {memberships.length === 0 && (
          <LinkButton to="/account" variant="default">
            {t('user.account')}
          </LinkButton>
        )}
      </Stack>
    </Page>
  )
}
