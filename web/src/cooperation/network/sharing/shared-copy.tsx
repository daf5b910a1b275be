import { Button, Stack } from '@mantine/core'
import { IconChevronLeft, IconPrinter, IconShare } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readShared, type SharedWhole } from '../../../../../src/domain/cooperation/contract.ts'
import { LinkButton } from '../../../app/link-button.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { isAtLeast, useSession } from '../../../app/session.ts'
import { useTrouble } from '../../../app/trouble.ts'
import { defang } from '../../../ui/defang.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Page, pageClasses, Section } from '../../../ui/page.tsx'
import { LoadingPage, TroublePage } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time.tsx'
import { bytesIn } from './bytes-in.ts'
import { CopyView } from './copy-view.tsx'
import { TakeBytes } from './evidence-copy.tsx'
import { SecrecyBadges } from './marks.tsx'
import { ShareDialog } from './share-dialog.tsx'
import classes from './sharing.module.css'
import { ConfirmDeletion, Tombstone, useTombstones } from './tombstones.tsx'
import { TlpBadge } from './words.tsx'

const SharedTechnique = lazy(async () => ({ default: (await import('../techniques/shared-technique.tsx')).SharedTechnique }))
const AskOnward = lazy(async () => ({ default: (await import('./onward.tsx')).AskOnward }))
const route = getRouteApi('/shell/shared/$id')

/** A copy that another organisation shows; or what is left of it once it was called back. */
export function SharedCopy() {
  const { t } = useTranslation('sharing')
  const { id } = route.useParams()
  const result = useRead(readShared, { params: { id } }, { live: ['shared-copy', 'group'] })
  const trouble = useTrouble(result.error, () => void result.refetch())
  const tombstones = useTombstones()
  const left = tombstones.data?.items.find(({ copy }) => copy === id)
  if (left !== undefined)
    return (
      <Page title={t('tombstones.title')} lead={t('tombstones.lead')} back={<Back />} narrow>
        <Section title={t('tombstones.what')}>
          <Stack gap="sm" align="flex-start">
            <Tombstone tombstone={left} />
            {left.confirmedAt === null && tombstones.data?.may.confirm === true && <ConfirmDeletion tombstone={left} />}
          </Stack>
        </Section>
      </Page>
    )
  const back = (
    <LinkButton to="/shared" variant="default">
      {t('shared.title')}
    </LinkButton>
  )
  // a copy that is shown no more is not drawn from memory
  if (trouble !== undefined) return <TroublePage trouble={trouble} back={back} />
  return result.data === undefined ? <LoadingPage /> : <Whole copy={result.data} />
}

function Back() {
  const { t } = useTranslation('sharing')
  return (
    <Link to="/shared" className={pageClasses.back}>
      <IconChevronLeft size={15} className="t-along" aria-hidden="true" />
      {t('shared.title')}
    </Link>
  )
}

function Whole({ copy }: { readonly copy: SharedWhole }) {
  const { t } = useTranslation('sharing')
  const drafts = isAtLeast(useSession(), 'analyst')
  const [passing, setPassing] = useState(false)
  const { from, kind, tlp, secrecy, since, until, readAt } = copy
  return (
    <Page
      title={defang(copy.title)}
      back={<Back />}
      actions={
        <>
          <ProofsLink subject={copy.id} />
          {drafts && (
            <Button variant="default" leftSection={<IconShare size={16} />} onClick={() => setPassing(true)}>
              {t('shared.build-on')}
            </Button>
          )}
          <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </>
      }
      aside={
        <Section title={t('about.title')}>
          <Facts
            facts={[
              {
                name: t('field.from'),
                value: (
                  <Link to="/shared" search={{ from: from.id }} className={classes.link}>
                    <bdi>{from.name}</bdi>
                  </Link>
                ),
              },
              { name: t('field.kind'), value: t(`kind.${kind}`) },
              { name: t('field.mark'), value: <TlpBadge tlp={tlp} /> },
              { name: t('secret.menu'), value: secrecy.length === 0 ? null : <SecrecyBadges marks={secrecy} /> },
              { name: t('field.onward'), value: t(`onward.${copy.onward}`) },
              { name: t('field.since'), value: <Time at={since} /> },
              { name: t('field.until'), value: until === null ? t('no-end') : <Time at={until} /> },
              { name: t('field.read-at'), value: readAt === null ? null : <Time at={readAt} /> },
            ]}
          />
          <p className={classes.dim}>{t(`tlp.${tlp}`)}</p>
          {secrecy.length > 0 && <p className={classes.dim}>{t('secret.theirs', { name: from.name })}</p>}
        </Section>
      }
    >
      <Section title={t('shared.what')}>
        <CopyView bytes={copy.bytes} sha256={copy.sha256} />
      </Section>
      {drafts && bytesIn(copy.bytes) !== undefined && (
        <Section title={t('evidence.bytes')}>
          <TakeBytes path={`/api/shared/${copy.id}/bytes`} said={t('evidence.take-recorded')} />
        </Section>
      )}
      {copy.onward === 'ask' && (
        <Suspense fallback={null}>
          <AskOnward copy={copy} />
        </Suspense>
      )}
      {kind === 'technique' && (
        <Suspense fallback={null}>
          <SharedTechnique copy={copy} />
        </Suspense>
      )}
      <ShareDialog
        thing={passing ? { kind: 'document' } : undefined}
        restsOn={[{ id: copy.id, title: copy.title }]}
        onClose={() => setPassing(false)}
      />
    </Page>
  )
}
