import { useTranslation } from 'react-i18next'
import { readOwnApplication } from '../../../../src/domain/cooperation/contract/network/joining.ts'
import { LinkButton } from '../../app/link-button.tsx'
import { useRead } from '../../app/read.ts'
import { useSession } from '../../app/session.ts'
import { Section } from '../../ui/page.tsx'

/** For an organisation that is no member: that there is a network which lets itself be asked. Nothing where there is none, or it does not. */
export function JoinNetwork() {
  const { t } = useTranslation('network')
  const { network: mine } = useSession()
  const { data } = useRead(readOwnApplication, {}, { live: ['proposal'], enabled: mine === null })
  if (mine !== null || data === undefined || data.network === null) return null
  return (
    <Section title={t('join.title')} lead={t('join.lead', { network: data.network.name })} id="join">
      <LinkButton to="/network/apply" variant="default">
        {t(data.applications.length > 0 ? 'join.see' : 'join.ask')}
      </LinkButton>
    </Section>
  )
}
