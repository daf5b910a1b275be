import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './cases.module.css'
import { harmless } from './words.tsx'

/** The way to a campaign. It may have no name: then it is called by what it is. */
export function CampaignLink({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation('cases')
  return (
    <Link to="/campaigns/$id" params={{ id }} className={classes.link} dir="auto">
      {name === '' ? t('campaigns.nameless') : harmless(name)}
    </Link>
  )
}
