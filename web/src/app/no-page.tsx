import { useTranslation } from 'react-i18next'
import { Page } from '../ui/page.tsx'
import { LinkButton } from './link-button.tsx'

/** An address that leads nowhere. */
export function NoPage() {
  const { t } = useTranslation('shell')
  return (
    <Page narrow title={t('missing.title')} lead={t('missing.lead')}>
      <div>
        <LinkButton to="/" variant="default">
          {t('missing.home')}
        </LinkButton>
      </div>
    </Page>
  )
}
