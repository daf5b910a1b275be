import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pageClasses } from '../../ui/page.tsx'

/** The way back to all members. */
export function BackToMembers() {
  const { t } = useTranslation('network')
  return (
    <Link to="/network/members" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('members.title')}
    </Link>
  )
}

/** The way back to the network's own page. */
export function BackToNetwork() {
  const { t } = useTranslation('network')
  return (
    <Link to="/network" className={pageClasses.back}>
      <IconArrowLeft size={15} className="t-along" aria-hidden="true" />
      {t('ties.back')}
    </Link>
  )
}
