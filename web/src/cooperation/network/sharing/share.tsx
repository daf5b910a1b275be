import { Stack } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { readShare } from '../../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { defang } from '../../../ui/defang.ts'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { Laws } from '../questionnaire/laws.tsx'
import { bytesIn } from './bytes-in.ts'
import { CopyView } from './copy-view.tsx'
import { TakeBytes } from './evidence-copy.tsx'
import { About, Audience, Deletions, Fetches, History, Receipts } from './share-about.tsx'
import { Guards, ShareActs } from './share-acts.tsx'

const OnwardAsks = lazy(async () => ({ default: (await import('./onward.tsx')).OnwardAsks }))
const route = getRouteApi('/shell/shares/$id')

/** One share: the very copy, who sees it or would, what stands in the way, and what became of it. */
export function SharePage() {
  const { t } = useTranslation('sharing')
  const { id } = route.useParams()
  const result = useRead(readShare, { params: { id } }, { live: ['share', 'shared-copy', 'group', 'member', 'sharing-rule'] })
  return (
    <Answer
      of={result}
      whole
      back={
        <LinkButton to="/shares" variant="default">
          {t('shares.title')}
        </LinkButton>
      }
    >
      {(share) => (
        <Page
          title={defang(share.title)}
          back={
            <Link to="/shares" className={pageClasses.back}>
              <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
              {t('shares.title')}
            </Link>
          }
          aside={
            <>
              <About share={share} />
              <Audience share={share} />
              <Receipts share={share} />
              <Fetches share={share} />
              <History share={share} />
              {share.state !== 'draft' && <ProofsLink subject={share.id} />}
            </>
          }
        >
          <Stack gap="md" miw={0}>
            <Guards share={share} />
            {share.state === 'draft' && <Laws others={share.audience} as="recipient" />}
            <ShareActs key={share.revision} share={share} />
            {share.state === 'shared' && (
              <Suspense fallback={null}>
                <OnwardAsks share={share} />
              </Suspense>
            )}
            <Deletions share={share} />
            <Section title={t('copy.title')} lead={t('copy.lead')}>
              <CopyView bytes={share.bytes} sha256={share.sha256} />
            </Section>
            {bytesIn(share.bytes) !== undefined && (share.may.change || share.state === 'shared') && (
              <Section title={t('evidence.bytes')}>
                <TakeBytes path={`/api/shares/${share.id}/bytes`} said={t('evidence.take-previewed')} />
              </Section>
            )}
          </Stack>
        </Page>
      )}
    </Answer>
  )
}
