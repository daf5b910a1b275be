import { Button, Stack, Text } from '@mantine/core'
import { IconShare } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listJointCases } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { listShares } from '../../../../../src/domain/cooperation/contract/network/shares.ts'
import { useList, useRead } from '../../../app/read.ts'
import { actsForNetwork, useSession } from '../../../app/session.ts'
import { Section } from '../../../ui/page.tsx'
import formClasses from '../../forms.module.css'
import { Mark, MarkMenu, useMarks } from './marks.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { ShareRow } from './share-row.tsx'
import classes from './sharing.module.css'

type Props = { readonly kind: 'case' | 'campaign'; readonly id: string; readonly writes: boolean }

/** On the page of a case or campaign: to whom a copy of it is shown, the way to show one, and marks that forbid it. For members of the network. */
export function ObjectSharing(props: Props) {
  const session = useSession()
  return session.network === null || actsForNetwork(session) ? null : <Part {...props} />
}

export function CaseSharing({ id, writes }: { readonly id: string; readonly writes: boolean }) {
  return <ObjectSharing kind="case" id={id} writes={writes} />
}

export function CampaignSharing({ campaign }: { readonly campaign: string }) {
  return <ObjectSharing kind="campaign" id={campaign} writes />
}

function Part({ kind, id, writes }: Props) {
  const { t } = useTranslation('sharing')
  const marks = useMarks(id)
  const source = useList(listShares, { query: { source: id, limit: 20 } }, { live: ['share', 'shared-copy'] })
  const may = useRead(listShares, { query: { source: id, limit: 1 } }, { live: ['share'] }).data?.may.draft === true
  const [open, setOpen] = useState(false)
  const secret = (marks?.items.length ?? 0) > 0
  return (
    <Section
      title={t('object.title')}
      id="sharing"
      actions={
        writes && (
          <>
            {marks?.may.set === true && <MarkMenu kind={kind} id={id} marks={marks.items.map(({ mark }) => mark)} shares />}
            {may && !secret && (
              <Button size="compact-sm" variant="default" leftSection={<IconShare size={14} />} onClick={() => setOpen(true)}>
                {t('object.share')}
              </Button>
            )}
          </>
        )
      }
    >
      <Stack gap="sm">
        {marks?.items.map((one) => (
          <Mark key={one.id} mark={one} lifts={marks.may.lift} />
        ))}
        {source.items.length > 0 ? (
          <ul className={formClasses.rows}>
            {source.items.map((one) => (
              <ShareRow key={one.id} share={one} />
            ))}
          </ul>
        ) : (
          source.state === 'ready' && (
            <Text size="sm" c="dimmed">
              {t(secret ? 'object.secret' : `object.none-${kind}`)}
            </Text>
          )
        )}
      </Stack>
      {kind === 'case' && <JointOf id={id} />}
      <ShareDialog thing={open ? { kind, id } : undefined} onClose={() => setOpen(false)} />
    </Section>
  )
}

/** With which joint cases our case goes. */
function JointOf({ id }: { readonly id: string }) {
  const { t } = useTranslation('joint')
  const joint = useRead(listJointCases, { query: { case: id, limit: 20 } }, { live: ['joint-case'] }).data?.items ?? []
  if (joint.length === 0) return null
  return (
    <>
      <h3 className={classes.heading}>{t('title')}</h3>
      <ul className={classes.list}>
        {joint.map((one) => (
          <li key={one.id}>
            <Link to="/joint-cases/$id" params={{ id: one.id }} className={classes.link}>
              <bdi>{one.title ?? one.code}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
