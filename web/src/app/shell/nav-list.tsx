import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type NavItem, navGroups, standsAlone } from '../navigation.ts'
import classes from './shell.module.css'

/** The pages that somebody is offered, in their groups. */
export function NavList({ items, onGo }: { readonly items: readonly NavItem[]; readonly onGo?: () => void }) {
  const { t } = useTranslation()
  return navGroups.map((group) => {
    const mine = items.filter((item) => item.group === group)
    if (mine.length === 0) return null
    return (
      <div key={group}>
        {group !== 'work' && <h2 className={classes.groupTitle}>{t(`shell:nav.group.${group}`)}</h2>}
        <ul className={classes.group}>
          {mine.map((item) => (
            <li key={item.to}>
              <Link
                to={item.to}
                activeOptions={{ exact: standsAlone(item, items) }}
                className={classes.item}
                {...(onGo === undefined ? {} : { onClick: onGo })}
              >
                <item.icon size={18} stroke={1.6} />
                {t(item.label)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}
