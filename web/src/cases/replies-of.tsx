import { useTranslation } from 'react-i18next'
import { listReplies } from '../../../src/domain/intake/contract.ts'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Section } from '../ui/page.tsx'
import { Listed } from './listed.tsx'
import { ReplyRow } from './page/conversation.tsx'

/** What a reporter added to a report or answered to its acknowledgement; nothing is drawn where there is none. */
export function RepliesOf({ report }: { readonly report: string }) {
  const { t } = useTranslation('cases')
  const session = useSession()
  const source = useList(listReplies, { query: { about: report } }, { live: ['reply'] })
  if (source.state === 'ready' && source.items.length === 0) return null
  return (
    <Section title={t('conversation.of-report')} id="added">
      <Listed
        source={source}
        label={t('conversation.of-report')}
        none={null}
        idOf={(reply) => reply.id}
        row={(reply) => <ReplyRow reply={reply} writes={isAtLeast(session, 'analyst')} />}
      />
    </Section>
  )
}
