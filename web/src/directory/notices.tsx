import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listNotices, readNotices } from '../../../src/domain/directory/contract.ts'
import { useAct } from '../app/act.ts'
import { NoticeList } from '../app/notice-list.tsx'
import { useList } from '../app/read.ts'
import { Page, Section } from '../ui/page.tsx'

/** All notices; where the mail digest leads. */
export function Notices() {
  const { t } = useTranslation('directory')
  const source = useList(listNotices, { query: {} }, { live: ['notice'] })
  const mark = useAct(readNotices, ['notice'])
  return (
    <Page
      narrow
      title={t('notices.title')}
      lead={t('notices.lead')}
      actions={
        <Button variant="default" leftSection={<IconChecks size={16} />} loading={mark.running} onClick={() => void mark.run({ body: {} })}>
          {t('notices.read-all')}
        </Button>
      }
    >
      <Section title={t('notices.newest')} flush>
        <NoticeList
          source={source}
          onGo={(notice) => {
            if (!notice.read) void mark.run({ body: { ids: [notice.id] } })
          }}
        />
      </Section>
    </Page>
  )
}
