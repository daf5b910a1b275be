import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listReleases, type ReleaseLine } from '../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../app/link-button.tsx'
import { useList } from '../app/read.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { ListView } from '../ui/list/list-view.tsx'
import { Section } from '../ui/page.tsx'
import { useReleaseColumns } from './words.tsx'

const idOf = (one: ReleaseLine) => one.id

/** For the page of a case: what its actions would send, sent, and what came of it. */
export function CaseReleases({ id }: { readonly id: string }) {
  const { t } = useTranslation('cooperation')
  const navigate = useNavigate()
  const session = useSession()
  const source = useList(listReleases, { query: { case: id, limit: 20 } }, { live: ['release', 'mail'] })
  // a case has less room than a page of its own, and the title says the kind
  const columns = useReleaseColumns().filter((column) => column.id !== 'kind')
  return (
    <Section
      title={t('case.title')}
      flush
      actions={
        session.network !== null &&
        isAtLeast(session, 'analyst') && (
          <LinkButton to="/requests/new" search={{ case: id }} size="compact-sm" variant="subtle">
            {t('case.ask-help')}
          </LinkButton>
        )
      }
    >
      <ListView
        bare
        label={t('case.title')}
        source={source}
        columns={columns}
        idOf={idOf}
        nameOf={(one) => one.title}
        onOpen={(one) => void navigate({ to: '/releases/$id', params: { id: one.id } })}
        empty={{ title: t('case.none'), text: t('case.none-why') }}
      />
    </Section>
  )
}
