import { useDisclosure } from '@mantine/hooks'
import { IconMenu2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../../../src/domain/directory/contract.ts'
import { LiveProvider } from '../live-context.tsx'
import { type NavItem, navItems, standsAlone } from '../navigation.ts'
import { sessionQuery } from '../session.ts'
import { ChooseOrganisation } from './choose-organisation.tsx'
import { Header } from './header.tsx'
import { Mark } from './mark.tsx'
import { NavList } from './nav-list.tsx'
import { OrganisationSwitch } from './organisation-switch.tsx'
import { PersonPreferences } from './person-preferences.tsx'
import classes from './shell.module.css'

const MoreSheet = lazy(async () => ({ default: (await import('./more-sheet.tsx')).MoreSheet }))

/** What surrounds every page of somebody who is signed in; the door for everybody else, whenever that turns out. */
export function Shell() {
  const { data: session } = useQuery(sessionQuery)
  const router = useRouter()
  const out = session === null
  useEffect(() => {
    if (!out) return
    const { href } = router.state.location
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { next: href }, replace: true })
  }, [out, router])
  return session === null || session === undefined ? null : <Frame session={session} />
}

function Frame({ session }: { readonly session: SessionState }) {
  const { t } = useTranslation('shell')
  const router = useRouter()
  const items = navItems(router, session)
  const main = useRef<HTMLElement>(null)
  useFocusOnArrival(main)
  // their own account is everybody's, also of those who belong nowhere
  const path = useLocation({ select: ({ pathname }) => pathname })
  const homeless = session.acting === null && !session.operator && path !== '/account'
  return (
    <PersonPreferences person={session.person}>
      <LiveProvider>
        <a className="t-skip" href="#content">
          {t('skip')}
        </a>
        <div className={classes.shell}>
          <nav className={classes.side} aria-label={t('nav.label')}>
            <Link to="/" className={classes.brand}>
              <Mark />
              Tocsin
            </Link>
            <OrganisationSwitch />
            <NavList items={items} />
          </nav>
          <Header items={items} />
          <main id="content" className={classes.main} ref={main} tabIndex={-1}>
            {session.demo && <p className={classes.demo}>{t('demo')}</p>}
            {homeless ? <ChooseOrganisation /> : <Outlet />}
          </main>
          <Tabs items={items} />
        </div>
      </LiveProvider>
    </PersonPreferences>
  )
}

/** Somebody who does not see that the page changed hears it: the focus moves into the new one. Never on the first page. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>): void {
  const path = useLocation({ select: (location) => location.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path, main])
}

/** The foot of a phone: the first pages by thumb, the others behind the last. */
function Tabs({ items }: { readonly items: readonly NavItem[] }) {
  const { t } = useTranslation()
  const [open, sheet] = useDisclosure(false)
  const [wanted, setWanted] = useState(false)
  const more = () => {
    setWanted(true)
    sheet.open()
  }
  return (
    <nav className={`${classes.tabs} t-no-print`} aria-label={t('shell:nav.label')}>
      {items.slice(0, 4).map((item) => (
        <Link key={item.to} to={item.to} activeOptions={{ exact: standsAlone(item, items) }} className={classes.tab}>
          <item.icon size={22} stroke={1.5} />
          <span>{t(item.label)}</span>
        </Link>
      ))}
      <button type="button" className={classes.tab} onClick={more} aria-haspopup="dialog">
        <IconMenu2 size={22} stroke={1.5} />
        <span>{t('shell:nav.more')}</span>
      </button>
      <Suspense>{wanted && <MoreSheet items={items} open={open} onClose={sheet.close} />}</Suspense>
    </nav>
  )
}
