import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { confirmRecall, listReleases, type ReleaseView } from '../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../app/act.ts'
import { useList } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import formClasses from '../forms.module.css'
import { Recipient } from '../words.tsx'
import classes from './release.module.css'

const mails = ['waiting', 'held', 'sent', 'failed', 'dropped'] as const

/** Of a letter that was called back after it went: whether its recipient was reached, and said that it is deleted. */
export function RecallPart({ release: { id, recall, recipient, case: of, may } }: { readonly release: ReleaseView }) {
  const { t } = useTranslation('cooperation')
  const confirm = useConfirm()
  const act = useQuickAct(confirmRecall, ['release'])
  if (recall === null) return null
  const mail = mails.find((one) => one === recall.mail)
  const ask = async () => {
    const sure = await confirm({ title: t('recall.confirm'), consequence: t('recall.confirm-means'), act: t('recall.confirm') })
    if (sure) await act({ params: { id } }, t('recall.noted'))
  }
  return (
    <Section
      title={t('recall.title')}
      actions={
        may.confirm && (
          <Button size="compact-sm" variant="default" className="t-no-print" onClick={() => void ask()}>
            {t('recall.confirm')}
          </Button>
        )
      }
    >
      <ul className={formClasses.rows}>
        <li>
          <span>
            <Recipient release={{ recipient }} />{' '}
            <small>
              {t('recall.asked')} <Time at={recall.at} />
            </small>
          </span>
          {recall.confirmedAt === null ? (
            <Badge tone="warn">{t('recall.waits')}</Badge>
          ) : (
            <span>
              <Badge tone="good">{t('recall.confirmed')}</Badge> <Time at={recall.confirmedAt} />
            </span>
          )}
        </li>
      </ul>
      {recall.confirmedAt === null && mail !== undefined && (
        <Text size="sm" c={mail === 'failed' || mail === 'dropped' ? 'red' : 'dimmed'}>
          {t(`recall.mail.${mail}`)}
        </Text>
      )}
      {recall.confirmedAt === null && recall.reply !== null && (
        <Text size="sm">
          {t('recall.answered')}{' '}
          {of !== null && (
            <Link to="/cases/$id" params={{ id: of }} className={classes.link}>
              {t('recall.case')}
            </Link>
          )}
        </Text>
      )}
    </Section>
  )
}

/** Letters that were called back and whose recipients have not confirmed, beside what was shared and called back; nothing where there is none. */
export function OpenRecalls() {
  const { t } = useTranslation('cooperation')
  const source = useList(listReleases, { query: { recall: 'open', limit: 20 } }, { live: ['release'] })
  if (source.items.length === 0) return null
  return (
    <Section
      title={t('recall.list')}
      lead={t('recall.list-lead')}
      actions={
        <Link to="/releases" search={{ recall: 'all' }} className={classes.link}>
          {t('recall.all')}
        </Link>
      }
    >
      <ul className={formClasses.rows}>
        {source.items.map((one) => (
          <li key={one.id}>
            <span>
              <Link to="/releases/$id" params={{ id: one.id }} className={classes.link}>
                <bdi>{one.title}</bdi>
              </Link>{' '}
              <small>
                <Recipient release={one} />
              </small>
            </span>
            <span>
              <Badge tone="warn">{t('recall.waits')}</Badge> {one.recall !== null && <Time at={one.recall.at} style="date" />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
