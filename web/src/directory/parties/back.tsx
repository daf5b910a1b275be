import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pageClasses } from '../../ui/page.tsx'

/** The way back to all parties. */
export function BackToParties() {
  const { t } = useTranslation('directory')
  return (
    <Link to="/parties" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('parties.title')}
    </Link>
  )
}
