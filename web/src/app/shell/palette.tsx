import { createSpotlight, Spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useMantineColorScheme } from '@mantine/core'
import { IconBuilding, IconLanguage, IconMoon, IconSearch, IconSun, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { speak } from '../i18n.ts'
import { languages } from '../languages.ts'
import { useLive } from '../live-context.tsx'
import type { NavItem } from '../navigation.ts'
import { useActFor, useSession } from '../session.ts'

const [store, spotlight] = createSpotlight()

// a page that is called what was typed comes before a search for it
const groups = ['pages', 'commands', 'search'] as const

type Command = {
  readonly id: string
  readonly label: string
  readonly group: (typeof groups)[number]
  readonly icon: ComponentType<{ size?: number }>
  run(): void
}

type PaletteProps = {
  readonly items: readonly NavItem[]
  readonly open: boolean
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly onClose: () => void
}

/** Pages, commands and search from the keyboard. */
export function Palette({ items, open, query, onQuery, onClose }: PaletteProps) {
  const { t } = useTranslation('shell')
  const commands = useCommands(items, query.trim())
  const words = query.trim().toLocaleLowerCase().split(/\s+/u)
  const shown = commands.filter((one) => one.group === 'search' || words.every((word) => one.label.toLocaleLowerCase().includes(word)))
  const [first] = groups.flatMap((group) => shown.filter((one) => one.group === group))
  useEffect(() => {
    if (!open) return spotlight.close()
    spotlight.open()
  }, [open])
  return (
    <Spotlight.Root
      store={store}
      onSpotlightClose={onClose}
      query={query}
      onQueryChange={onQuery}
      // what was typed while it came is kept
      clearQueryOnClose={false}
      shortcut={null}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      // the field stays where it is while what is found below it grows and shrinks, and takes the first key that is typed
      centered={false}
      yOffset="12dvh"
      transitionProps={{ duration: 0 }}
      closeOnActionTrigger
      scrollable
      maxHeight="min(26rem, 70dvh)"
    >
      <Spotlight.Search placeholder={t('find.hint')} aria-label={t('find.label')} leftSection={<IconSearch size={18} />} />
      <Spotlight.ActionsList>
        {shown.length === 0 && <Spotlight.Empty>{t('find.nothing')}</Spotlight.Empty>}
        {groups.map((group) => {
          const mine = shown.filter((one) => one.group === group)
          if (mine.length === 0) return null
          return (
            <Spotlight.ActionsGroup key={group} label={t(`find.group.${group}`)}>
              {mine.map((one) => (
                <Spotlight.Action
                  key={one.id}
                  label={one.label}
                  // what Enter does, also when the words were there before the field was
                  data-selected={query !== '' && one === first ? true : undefined}
                  leftSection={<one.icon size={18} />}
                  onClick={() => {
                    onClose()
                    one.run()
                  }}
                />
              ))}
            </Spotlight.ActionsGroup>
          )
        })}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function useCommands(items: readonly NavItem[], query: string): readonly Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const session = useSession()
  const choose = useActFor()
  const live = useLive()
  const { setColorScheme } = useMantineColorScheme()
  const go = (to: string, search: Record<string, string> = {}) => void navigate({ to, search })
  const others = session.memberships.filter((one) => one.organisation.id !== session.acting?.organisation.id && !one.organisation.suspended)
  return [
    ...items.flatMap((item): readonly Command[] =>
      item.searches === true && query !== ''
        ? [
            {
              id: `search ${item.to}`,
              group: 'search',
              icon: IconSearch,
              label: t('shell:find.in', { page: t(item.label), query }),
              run: () => go(item.to, { q: query }),
            },
          ]
        : [],
    ),
    ...items.map(
      (item): Command => ({
        id: item.to,
        group: 'pages',
        icon: item.icon as Command['icon'],
        label: t(item.label),
        run: () => go(item.to),
      }),
    ),
    { id: 'account', group: 'pages', icon: IconUser, label: t('shell:user.account'), run: () => go('/account') },
    ...others.map(
      ({ organisation }): Command => ({
        id: organisation.id,
        group: 'commands',
        icon: IconBuilding,
        label: t('shell:find.act-for', { name: organisation.name }),
        run: () =>
          void choose(organisation.id).then(() => {
            live.restart()
            go('/')
          }),
      }),
    ),
    { id: 'light', group: 'commands', icon: IconSun, label: t('shell:scheme.to-light'), run: () => setColorScheme('light') },
    { id: 'dark', group: 'commands', icon: IconMoon, label: t('shell:scheme.to-dark'), run: () => setColorScheme('dark') },
    ...languages.map(
      (language): Command => ({
        id: language.tag,
        group: 'commands',
        icon: IconLanguage,
        label: language.name,
        run: () => void speak(language.tag),
      }),
    ),
  ]
}
