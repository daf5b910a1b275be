import { useTranslation } from 'react-i18next'
import { Mono } from '../ui/code.tsx'
import { formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import classes from './channels.module.css'
import type { MailboxView } from './mailbox-form.tsx'
import { TroubleText } from './mailbox-trouble.tsx'

/** How a mailbox does: where it is, when its server last answered, and what is wrong. */
export function MailboxHealth({ mailbox }: { readonly mailbox: MailboxView | undefined }) {
  const { t } = useTranslation('intake')
  const { locale } = usePreferences()
  if (mailbox === undefined) return <p>{t('mailbox.removed')}</p>
  return (
    <>
      <div className={classes.address}>
        <Mono>{`${mailbox.username} · ${mailbox.host}:${mailbox.port} · ${mailbox.folder}`}</Mono>
      </div>
      {mailbox.trouble !== null && <TroubleText trouble={mailbox.trouble} />}
      {mailbox.tooLarge > 0 && <p>{t('mailbox.too-large', { count: mailbox.tooLarge })}</p>}
      <dl>
        <div>
          <dt>{t('mailbox.contact')}</dt>
          <dd>{mailbox.contactAt === null ? t('channels.never') : <Time at={mailbox.contactAt} style="relative" />}</dd>
        </div>
        <div>
          <dt>{t('mailbox.taken')}</dt>
          <dd>{formatNumber(mailbox.taken, locale)}</dd>
        </div>
        {mailbox.trouble !== null && (
          <div>
            <dt>{t('mailbox.since')}</dt>
            <dd>
              <Time at={mailbox.trouble.at} style="relative" />
            </dd>
          </div>
        )}
      </dl>
    </>
  )
}
