import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconKeyboard, IconLanguage, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { changeProfile } from '../../../../src/domain/directory/contract.ts'
import { toastTrouble } from '../../ui/toast.tsx'
import { call } from '../api.ts'
import { speak } from '../i18n.ts'
import { type LanguageTag, languages } from '../languages.ts'
import { leave, useSession } from '../session.ts'
import { useTroubleText } from '../trouble.ts'
import classes from './shell.module.css'

/** The person: their account, how the console looks and speaks, the way out. */
export function UserMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { t, i18n } = useTranslation('shell')
  const { person } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const queries = useQueryClient()
  const router = useRouter()
  const trouble = useTroubleText()
  const changeLanguage = async (tag: LanguageTag) => {
    await speak(tag)
    await call(changeProfile, { body: { locale: tag } }).catch((failure: unknown) => toastTrouble(trouble(failure)))
  }
  const goOut = async () => {
    try {
      await leave(queries, () => router.navigate({ to: '/sign-in', search: {} }))
    } catch (failure) {
      toastTrouble(trouble(failure))
    }
  }
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon aria-label={t('user.menu', { name: person.name })} radius="xl">
          <span className={classes.avatar} data-initials={initialsOf(person.name)} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--t-text)" size="md">
            <bdi>{person.name}</bdi>
          </Text>
          <bdi>{person.email}</bdi>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>
          {t('user.account')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts} visibleFrom="sm">
          {t('user.shortcuts')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('scheme.label')}</Menu.Label>
        {schemes.map(({ scheme, icon: Sign }) => (
          <Choice key={scheme} sign={<Sign size={16} />} chosen={colorScheme === scheme} onChoose={() => setColorScheme(scheme)}>
            {t(`scheme.${scheme}`)}
          </Choice>
        ))}
        <Menu.Label>{t('language.label')}</Menu.Label>
        {languages.map((language) => (
          <Choice
            key={language.tag}
            sign={<IconLanguage size={16} />}
            chosen={i18n.language === language.tag}
            onChoose={() => void changeLanguage(language.tag)}
          >
            <bdi lang={language.tag}>{language.name}</bdi>
          </Choice>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} className="t-along" />} onClick={() => void goOut()}>
          {t('user.sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const schemes = [
  { scheme: 'auto', icon: IconDeviceDesktop },
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
] as const

type ChoiceProps = { readonly sign: ReactNode; readonly chosen: boolean; readonly onChoose: () => void; readonly children: ReactNode }

/** One of several, of which one holds. */
function Choice({ sign, chosen, onChoose, children }: ChoiceProps) {
  return (
    <Menu.RadioItem
      value=""
      checked={chosen}
      checkIcon={<IconCheck size={16} />}
      rightSection={sign}
      fw={chosen ? 600 : undefined}
      onChange={onChoose}
    >
      {children}
    </Menu.RadioItem>
  )
}

/** Up to two letters for a round sign: of the first and last word, or the first character of a name without spaces. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u)
  const first = [...(words[0] ?? '')][0] ?? ''
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}
