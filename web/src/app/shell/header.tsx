import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../live-context.tsx'
import type { NavItem } from '../navigation.ts'
import { useSession } from '../session.ts'
import { Mark } from './mark.tsx'
import { NoticeBell } from './notice-bell.tsx'
import classes from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }))
const Shortcuts = lazy(async () => ({ default: (await import('./shortcuts.tsx')).Shortcuts }))

// what the page itself needs comes first
const afterAll = 2_500
const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The bar on top: search and commands, what is new, the person. */
export function Header({ items }: { readonly items: readonly NavItem[] }) {
  const { t } = useTranslation('shell')
  const { acting } = useSession()
  const [finding, palette] = useDisclosure(false)
  const [helping, help] = useDisclosure(false)
  // loaded when first wanted, and kept
  const [wanted, setWanted] = useState({ palette: false, help: false })
  const [query, setQuery] = useState('')
  const find = () => {
    setWanted((before) => ({ ...before, palette: true }))
    setQuery('')
    palette.open()
  }
  useEffect(() => (finding ? typedAnyway((text) => setQuery((before) => before + text)) : undefined), [finding])
  const showHelp = () => {
    setWanted((before) => ({ ...before, help: true }))
    help.open()
  }
  // so that it is there at once when it is asked for
  useEffect(() => {
    // where that fails it is asked for again when it is wanted, and the failure told
    const timer = setTimeout(() => void loadPalette().catch(() => {}), afterAll)
    return () => clearTimeout(timer)
  }, [])
  useHotkeys([
    ['mod+K', find],
    ['/', find],
    ['shift+?', showHelp],
  ])
  return (
    <header className={`${classes.bar} t-no-print`}>
      <Link to="/" className={classes.barBrand}>
        <Mark size={26} />
        <span>
          <bdi>{acting?.organisation.name ?? 'Tocsin'}</bdi>
        </span>
      </Link>
      <button type="button" className={classes.find} onClick={find} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={16} />
        <span>{t('find.hint')}</span>
        <kbd>{apple ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={classes.gap} />
      <LiveHint />
      <NoticeBell />
      <SchemeSwitch />
      <UserMenu onShortcuts={showHelp} />
      <Suspense>
        {wanted.palette && <Palette items={items} open={finding} query={query} onQuery={setQuery} onClose={palette.close} />}
        {wanted.help && <Shortcuts open={helping} onClose={help.close} />}
      </Suspense>
    </header>
  )
}

/** Hears what is typed until a field has the focus: the palette may be on its way yet, and no letter of it is to move about in a list. */
function typedAnyway(onText: (text: string) => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
    event.preventDefault()
    event.stopImmediatePropagation()
    onText(event.key)
  }
  window.addEventListener('keydown', onKey, { capture: true })
  return () => window.removeEventListener('keydown', onKey, { capture: true })
}

/** Says so when changes do not arrive by themselves, and nothing otherwise. */
function LiveHint() {
  const { t } = useTranslation('shell')
  const { link } = useLiveState()
  return (
    <span role="status">
      {link === 'polling' && (
        <Tooltip label={t('live.why')} multiline w={260}>
          <span className={classes.hint}>
            <span>{t('live.not')}</span>
          </span>
        </Tooltip>
      )}
    </span>
  )
}

function SchemeSwitch() {
  const { t } = useTranslation('shell')
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const label = dark ? t('scheme.to-light') : t('scheme.to-dark')
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')} visibleFrom="sm">
        {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  )
}
