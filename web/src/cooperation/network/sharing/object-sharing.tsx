import { Button, Menu, Stack, Text } from '@mantine/core'
import { IconLock, IconShare } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listJointCases } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { secrecyMarks } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import {
  liftSecret,
  listSecrecyMarks,
  listShares,
  markSecret,
  type SecrecyMarkView,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../../app/act.ts'
import { useList, useRead } from '../../../app/read.ts'
import { actsForNetwork, useSession } from '../../../app/session.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'
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
  const marks = useRead(listSecrecyMarks, { params: { id } }, { live: ['secrecy-mark'] }).data
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
            {marks?.may.set === true && <MarkMenu kind={kind} id={id} marks={marks.items} />}
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

type MarkMenuProps = { readonly kind: 'case' | 'campaign'; readonly id: string; readonly marks: readonly SecrecyMarkView[] }

function MarkMenu({ kind, id, marks }: MarkMenuProps) {
  const { t } = useTranslation('sharing')
  const navigate = useNavigate()
  const set = useQuickAct(markSecret, ['secrecy-mark', 'share'])
  const free = secrecyMarks.filter((one) => !marks.some(({ mark }) => mark === one))
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" leftSection={<IconLock size={14} />}>
          {t('secret.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {free.map((mark) => (
          <Menu.Item key={mark} onClick={() => void set({ params: { id }, body: { kind, mark } }, t('secret.done'))}>
            {t(`secret.set.${mark}`)}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void navigate({ to: '/shares', search: { source: id } })}>{t('object.all')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Mark({ mark, lifts }: { readonly mark: SecrecyMarkView; readonly lifts: boolean }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const lift = useQuickAct(liftSecret, ['secrecy-mark', 'share'])
  const ask = async () => {
    const sure = await confirm({ title: t('secret.lift'), consequence: t('secret.lift-means'), act: t('secret.lift') })
    if (sure) await lift({ params: { id: mark.id } }, t('secret.lifted'))
  }
  return (
    <div>
      <Badge tone="bad">{t(`secret.${mark.mark}`)}</Badge>{' '}
      <small className={classes.dim}>
        {mark.by.name !== null && <bdi>{mark.by.name}</bdi>} <Time at={mark.since} style="date" />
      </small>{' '}
      {lifts && (
        <Button size="compact-xs" variant="subtle" className="t-no-print" onClick={() => void ask()}>
          {t('secret.lift')}
        </Button>
      )}
    </div>
  )
}
