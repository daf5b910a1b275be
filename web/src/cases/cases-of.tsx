import { Button } from '@mantine/core'
import { IconBriefcase } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCases } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Section } from '../ui/page.tsx'
import classes from './cases.module.css'
import { HarmBar } from './harm-bar.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { CaseStateBadge, harmless } from './words.tsx'

type Props = {
  readonly report?: string
  readonly campaign?: string
  /** as a case for it may be called, and of which kind it may be */
  readonly title?: string
  readonly kind?: string | null
  /** false: nothing more is done with it, so no case is opened for it */
  readonly open?: boolean
}

/** The cases of a report or a campaign, on its own page; where there is none, the way to open one. */
export function CasesOf({ report, campaign, title, kind, open = true }: Props) {
  const { t } = useTranslation('cases')
  const session = useSession()
  const [opening, setOpening] = useState(false)
  const about = { ...(report === undefined ? {} : { report }), ...(campaign === undefined ? {} : { campaign }) }
  const cases = useRead(listCases, { query: { ...about, state: 'open,acting,waiting,closed', limit: 10 } }, { live: ['case'] })
  return (
    <Section title={t('of.title')} id="cases">
      <Answer of={cases}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className={classes.none}>{t('of.none')}</p>}
            {items.length > 0 && (
              <ul className={classes.listed} aria-label={t('of.title')}>
                {items.map((one) => (
                  <li key={one.id}>
                    <div className={classes.line}>
                      <div>
                        <Link to="/cases/$id" params={{ id: one.code }} className={classes.link} dir="auto">
                          {harmless(one.title)}
                        </Link>
                        <small>
                          <bdi className={classes.code}>{one.code}</bdi> <CaseStateBadge state={one.state} />
                        </small>
                      </div>
                      <HarmBar id={one.id} code={one.code} harm={one.harm} />
                    </div>
                  </li>
                ))}
              </ul>
            )}
            {items.length === 0 && open && isAtLeast(session, 'analyst') && (
              <Button variant="default" leftSection={<IconBriefcase size={16} />} onClick={() => setOpening(true)}>
                {t('open.for')}
              </Button>
            )}
          </>
        )}
      </Answer>
      <OpenDialog
        open={opening}
        onClose={() => setOpening(false)}
        {...(report === undefined ? {} : { reports: [report] })}
        {...(campaign === undefined ? {} : { campaigns: [campaign] })}
        {...(title === undefined ? {} : { title })}
        {...(kind === undefined ? {} : { kind })}
      />
    </Section>
  )
}
