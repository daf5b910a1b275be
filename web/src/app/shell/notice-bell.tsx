import { ActionIcon, Button, Group, Popover, ScrollArea, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listNotices, readNotices } from '../../../../src/domain/directory/contract.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useAct } from '../act.ts'
import { LinkButton } from '../link-button.tsx'
import { NoticeList } from '../notice-list.tsx'
import { useList } from '../read.ts'
import { useSession } from '../session.ts'
import classes from './shell.module.css'

/** What happened that this person should know, in the acting organisation. */
export function NoticeBell() {
  const { t } = useTranslation('shell')
  const session = useSession()
  const { locale } = usePreferences()
  const [open, popover] = useDisclosure(false)
  const unread = session.memberships.find((one) => one.organisation.id === session.acting?.organisation.id)?.unread ?? 0
  if (session.acting === null) return null
  const label = t('notices.label', { count: unread })
  return (
    <Popover
      opened={open}
      onChange={(next) => !next && popover.close()}
      position="bottom-end"
      width={360}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon className={classes.bell ?? ''} aria-label={label} title={label} onClick={popover.toggle}>
          <IconBell size={18} stroke={1.6} />
          {unread > 0 && (
            <span className={classes.unread} aria-hidden="true">
              {unread > 99 ? `${formatNumber(99, locale)}+` : formatNumber(unread, locale)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('notices.title')}>
        {open && <Notices unread={unread} onGo={popover.close} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Notices({ unread, onGo }: { readonly unread: number; readonly onGo: () => void }) {
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
