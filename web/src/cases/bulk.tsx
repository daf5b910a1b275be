import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readBulk } from '../../../src/domain/cases/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { Page, pageClasses, Section } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { BulkRunView } from './queue/bulk-run.tsx'
import { By } from './words.tsx'

const route = getRouteApi('/shell/cases/bulk/$id')

/** One act on many cases, for whoever comes back to it by a notice. */
export function BulkPage() {
  const { id } = route.useParams()
  const { t } = useTranslation('cases')
  const run = useRead(readBulk, { params: { id } }, { live: ['bulk'], id })
  const back = (
    <LinkButton to="/cases" variant="default">
      {t('queue.title')}
    </LinkButton>
  )
  return (
    <Answer whole of={run} back={back}>
      {(found) => (
        <Page
          narrow
          title={t(`bulk.title.${found.act.kind}`)}
          lead={
            <>
              <By who={found.by} /> · <Time at={found.at} />
            </>
          }
          back={
            <Link to="/cases" className={pageClasses.back}>
              <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
              {t('queue.title')}
            </Link>
          }
        >
          <Section title={t('bulk.results')}>
            <BulkRunView id={id} />
          </Section>
        </Page>
      )}
    </Answer>
  )
}
