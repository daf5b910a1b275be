import { IconChevronLeft } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemDetail, readEvidence } from '../../../src/domain/evidence/contract.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { ItemSharing } from '../app/share-panels.ts'
import { Badge } from '../ui/badge.tsx'
import { Hash, Mono } from '../ui/code.tsx'
import { Facts } from '../ui/facts.tsx'
import { formatSize } from '../ui/format.ts'
import { Page, pageClasses, Section } from '../ui/page.tsx'
import { usePreferences } from '../ui/preferences.tsx'
import { Time } from '../ui/time.tsx'
import { useItemName } from './item-text.ts'
import { EvidencePanel } from './panel.tsx'

const route = getRouteApi('/shell/evidence/$id')

/** One piece of evidence. */
export function EvidenceItem() {
  const { id } = route.useParams()
  const result = useRead(readEvidence, { params: { id } }, { live: ['item'] })
  return (
    <Answer whole of={result} back={<Back />}>
      {(detail) => <ItemPage key={id} detail={detail} />}
    </Answer>
  )
}

/** From a piece that is not there to those that are. */
function Back() {
  const { t } = useTranslation('evidence')
  return (
    <LinkButton to="/evidence" variant="default">
      {t('list.title')}
    </LinkButton>
  )
}

function ItemPage({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const { item } = detail
  return (
    <Page
      title={useItemName()(item)}
      back={
        <Link to="/evidence" className={pageClasses.back}>
          <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
          {t('list.title')}
        </Link>
      }
      actions={
        <LinkButton to="/reports" search={{ q: item.sha256 }} variant="default">
          {t('item.reports')}
        </LinkButton>
      }
      aside={
        <>
          <Section title={t('item.facts')}>
            <Facts
              facts={[
                { name: t('item.state'), value: <Badge tone={item.state === 'kept' ? 'good' : 'warn'}>{t(`state.${item.state}`)}</Badge> },
                item.destroyedWhy !== null && { name: t('column.why'), value: t(`why.${item.destroyedWhy}`) },
                item.destroyedAt !== null && { name: t('column.gone'), value: <Time at={item.destroyedAt} style="second" zone="UTC" /> },
                { name: t('item.origin'), value: t(`origin.${item.origin}`) },
                { name: t('item.type'), value: <Mono>{item.mediaType}</Mono> },
                { name: t('column.size'), value: formatSize(item.size, locale) },
                { name: 'SHA-256', value: <Hash value={item.sha256} /> },
                item.handedBy !== null && { name: t('column.by'), value: <bdi>{item.handedBy}</bdi> },
                { name: t('column.received'), value: <Time at={item.receivedAt} style="second" zone="UTC" /> },
              ]}
            />
          </Section>
          <Suspense fallback={null}>
            <ItemSharing item={item.id} message={item.mediaType.startsWith('message/')} kept={item.state === 'kept'} />
          </Suspense>
        </>
      }
    >
      <Section title={t('item.title')}>
        <EvidencePanel item={item.id} />
      </Section>
    </Page>
  )
}
