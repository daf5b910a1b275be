import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Notice } from '../../../src/domain/directory/contract.ts'
import type { ListSource } from '../ui/list/source.ts'
import { Empty, LoadingRows, TroubleNote } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import classes from './notice-list.module.css'
import { noticeTarget } from './notice-targets.ts'

type NoticeListProps = { readonly source: ListSource<Notice>; readonly onGo: (notice: Notice) => void }

/** Notices in the reader's words (area `notices` of the catalogue, by kind), each leading to what it is about. */
export function NoticeList({ source, onGo }: NoticeListProps) {
  // the words of the notices are asked for together with the rest, so that nothing flickers
  const { t } = useTranslation(['shell', 'notices'])
  if (source.trouble !== undefined) return <TroubleNote trouble={source.trouble} />
  if (source.state === 'loading') return <LoadingRows label={t('notices.title')} />
  if (source.items.length === 0) return <Empty title={t('notices.none')} text={t('notices.none-why')} />
  return (
    <div>
      {source.items.map((notice) => (
        <Line key={notice.id} notice={notice} onGo={() => onGo(notice)} />
      ))}
      {source.more && (
        <Button variant="subtle" fullWidth radius={0} loading={source.loadingMore} onClick={source.loadMore}>
          {t('notices.earlier')}
        </Button>
      )}
    </div>
  )
}

function Line({ notice, onGo }: { readonly notice: Notice; readonly onGo: () => void }) {
  const text = useNoticeText()
  const target = noticeTarget(notice)
  const content = (
    <>
      <span>{text(notice)}</span>
      <Time at={notice.at} style="relative" />
    </>
  )
  if (target === undefined) {
    return (
      <div className={classes.notice} data-unread={!notice.read}>
        {content}
      </div>
    )
  }
  return (
    <Link {...target} className={classes.notice} data-unread={!notice.read} onClick={onGo}>
      {content}
    </Link>
  )
}

/** Roles and the like come as words of the contract; the catalogue has them in the reader's. */
function useNoticeText(): (notice: Notice) => string {
  const { t, i18n } = useTranslation(['notices', 'shell'])
  return (notice) => {
    const { role, ...params } = notice.params
    const given = { ...params, ...(typeof role === 'string' ? { role: t(`shell:role.${role}`) } : {}), count: notice.count }
    const key = `notices:${notice.kind}`
    return i18n.exists(key, given) ? t(key, given) : t('shell:notices.unknown', { kind: notice.kind })
  }
}
