import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { speak } from '../app/i18n.ts'
import { languages, ownZone } from '../app/languages.ts'
import { Mark } from '../app/shell/mark.tsx'
import { PersonPreferences } from '../app/shell/person-preferences.tsx'
import { useTrouble } from '../app/trouble.ts'
import { usePageTitle } from '../ui/page.tsx'
import { LoadingPage } from '../ui/states.tsx'
import classes from './door.module.css'

const here = { timeZone: ownZone() }

/** What surrounds the pages of somebody who is not signed in. */
export function Door() {
  const { t, i18n } = useTranslation('directory')
  return (
    <PersonPreferences person={here}>
      <div className={classes.door}>
        <Rings />
        <main className={classes.middle}>
          <div className={classes.brand}>
            <Mark size={36} />
            Tocsin
          </div>
          <Outlet />
        </main>
        <nav className={classes.foot} aria-label={t('door.languages')}>
          {languages.map((language) => (
            <Button
              key={language.tag}
              lang={language.tag}
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-current={i18n.language === language.tag ? 'true' : undefined}
              onClick={() => void speak(language.tag)}
            >
              {language.name}
            </Button>
          ))}
        </nav>
      </div>
    </PersonPreferences>
  )
}

const radii = [120, 190, 270, 360, 460, 570]

/** The sound of the bell. */
function Rings() {
  return (
    <svg className={classes.rings} viewBox="-600 -600 1200 1200" aria-hidden="true">
      {radii.map((radius, index) => (
        <circle key={radius} r={radius} fill="none" stroke="currentColor" strokeWidth={2.4 - index * 0.35} opacity={1 - index * 0.13} />
      ))}
    </svg>
  )
}

type DoorCardProps = { readonly title: string; readonly lead?: ReactNode; readonly wide?: boolean; readonly children?: ReactNode }

/** One thing to do before one is in. */
export function DoorCard({ title, lead, wide, children }: DoorCardProps) {
  usePageTitle(title)
  return (
    <div className={`${classes.card} ${wide === true ? classes.wide : ''}`}>
      <h1>{title}</h1>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {children}
    </div>
  )
}

/** Draws what was read, or in its place a card that says why not. */
export function DoorAnswer<T>({ of, children }: { readonly of: UseQueryResult<T, Error>; readonly children: (data: T) => ReactNode }) {
  const { t } = useTranslation('ui')
  const trouble = useTrouble(of.data === undefined ? of.error : undefined, () => void of.refetch())
  if (of.data !== undefined) return children(of.data)
  if (trouble === undefined) return <LoadingPage />
  return (
    <DoorCard title={t(`trouble.${trouble.kind}`)} lead={<span role="alert">{trouble.text}</span>}>
      {trouble.retry !== undefined && (
        <Button size="md" fullWidth onClick={trouble.retry}>
          {t('trouble.retry')}
        </Button>
      )}
    </DoorCard>
  )
}

export { classes as doorClasses }
