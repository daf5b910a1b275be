import { Button, Group, ScrollArea, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listNotices, readNotices } from '../../../../src/domain/directory/contract.ts'
import { useAct } from '../act.ts'
import { LinkButton } from '../link-button.tsx'
import { NoticeList } from '../notice-list.tsx'
import { useList } from '../read.ts'

/** The newest notices, under the bell. */
export function NoticesPanel({ unread, onGo }: { readonly unread: number; readonly onGo: () => void }) {
  const { t } = useTranslation('shell')
  const source = useList(listNotices, { query: {} }, { live: ['notice'] })
  const mark = useAct(readNotices, ['notice'])
  return (
    <div>
      <Group justify="space-between" px="sm" py="xs">
        <Text fw={600}>{t('notices.title')}</Text>
        {unread > 0 && (
          <Button variant="subtle" size="compact-sm" loading={mark.running} onClick={() => void mark.run({ body: {} })}>
            {t('notices.read-all')}
          </Button>
        )}
      </Group>
      <ScrollArea.Autosize mah="min(28rem, 70dvh)">
        <NoticeList
          source={source}
          onGo={(notice) => {
            if (!notice.read) void mark.run({ body: { ids: [notice.id] } })
            onGo()
          }}
        />
      </ScrollArea.Autosize>
      <LinkButton to="/notices" variant="subtle" fullWidth radius={0} onClick={onGo}>
        {t('notices.all')}
      </LinkButton>
    </div>
  )
}
