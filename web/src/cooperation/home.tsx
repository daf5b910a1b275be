import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listReleases } from '../../../src/domain/cooperation/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { boardClasses as board } from '../ui/board.tsx'
import { Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { Recipient } from './words.tsx'

const shown = 5

/** What waits for somebody to let it go, and what could not be delivered. */
export function ToApprove() {
  const { t } = useTranslation('cooperation')
  const drafts = useRead(listReleases, { query: { state: ['draft'], limit: shown } }, { live: ['release'] })
  const failed = useRead(listReleases, { query: { state: ['failed'], limit: shown } }, { live: ['release'] })
  return (
    <Section
      title={t('home.title')}
      actions={
        <LinkButton to="/approvals" variant="subtle" size="compact-sm">
          {t('home.all')}
        </LinkButton>
      }
      flush
    >
      <Answer of={drafts}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={board.nothing}>{t('home.none')}</p>
          ) : (
            <ul className={board.lines}>
              {items.map((one) => (
                <li key={one.id}>
                  <Link to="/approvals" search={{ id: one.id }} className={board.line}>
                    <span className={board.name}>
                      <bdi>{one.title}</bdi>
                      <small>
                        {t(`kind.${one.kind}`)} · <Recipient release={one} />
                      </small>
                    </span>
                    <span className={board.side}>
                      <Time at={one.createdAt} style="relative" />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {(failed.data?.items.length ?? 0) > 0 && (
        <p className={board.foot}>
          <Link to="/releases" search={{ state: 'failed' }}>
            {t('home.failed')}
          </Link>
        </p>
      )}
    </Section>
  )
}
