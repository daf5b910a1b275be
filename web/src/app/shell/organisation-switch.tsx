import { Menu } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLive } from '../live-context.tsx'
import { actsForNetwork, useActFor, useSession } from '../session.ts'
import classes from './shell.module.css'

/** For whom the person acts. With one organisation it only says so; with more it changes it. */
export function OrganisationSwitch() {
  const { t } = useTranslation('shell')
  const session = useSession()
  const choose = useActFor()
  const live = useLive()
  const navigate = useNavigate()
  const { acting, memberships } = session
  const office = actsForNetwork(session)
  const words = (
    <span>
      <strong>
        <bdi>{acting?.organisation.name ?? t('organisation.none')}</bdi>
      </strong>
      <small>
        {acting === null ? t('organisation.operator') : t(office ? `organisation.office.${acting.role}` : `role.${acting.role}`)}
      </small>
    </span>
  )
  const others = memberships.some((one) => one.organisation.id !== acting?.organisation.id)
  if (!others) return <div className={classes.organisation}>{words}</div>
  const change = async (organisation: string) => {
    await choose(organisation)
    live.restart()
    // what is shown may not exist over there
    await navigate({ to: '/' })
  }
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <button type="button" className={classes.organisation}>
          {words}
          {/* what is seen is part of its name */}
          <span className="t-heard">{t('organisation.switch')}</span>
          <IconSelector size={16} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('organisation.act-for')}</Menu.Label>
        {memberships.map(({ organisation, unread }) => (
          <Menu.Item
            key={organisation.id}
            disabled={organisation.suspended}
            onClick={() => void change(organisation.id)}
            rightSection={
              organisation.id === acting?.organisation.id ? (
                <IconCheck size={16} aria-hidden="true" />
              ) : unread > 0 ? (
                <small>{t('organisation.unread', { count: unread })}</small>
              ) : null
            }
          >
            <bdi>{organisation.name}</bdi> {organisation.kind === 'network' && <small>{t('organisation.network')}</small>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
