import { Button, Menu } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type secrecyKinds, secrecyMarks } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import {
  liftSecret,
  listSecrecyMarks,
  markSecret,
  type SecrecyMarkView,
} from '../../../../../src/domain/cooperation/contract/network/secrecy.ts'
import { useQuickAct } from '../../../app/act.ts'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Time } from '../../../ui/time.tsx'
import classes from './sharing.module.css'

type Name = SecrecyMarkView['mark']
const live = ['secrecy-mark', 'share', 'request', 'release']

/** Marks of secrecy that stand on something of one's own; undefined while they are read. */
export function useMarks(id: string) {
  return useRead(listSecrecyMarks, { params: { id } }, { live: ['secrecy-mark'] }).data
}

/** What something is kept by, as badges. */
export function SecrecyBadges({ marks }: { readonly marks: readonly Name[] }) {
  const { t } = useTranslation('sharing')
  return marks.map((one) => (
    <Badge key={one} tone="bad">
      {t(`secret.${one}`)}
    </Badge>
  ))
}

type MenuProps = {
  readonly kind: Exclude<(typeof secrecyKinds)[number], 'indicator'>
  readonly id: string
  readonly marks: readonly Name[]
  /** whether a way to all shares of it stands beneath */
  readonly shares?: boolean
}

/** The ways to keep something of one's own to oneself. */
export function MarkMenu({ kind, id, marks, shares = false }: MenuProps) {
  const { t } = useTranslation('sharing')
  const navigate = useNavigate()
  const set = useQuickAct(markSecret, live)
  const free = secrecyMarks.filter((one) => !marks.includes(one))
  if (free.length === 0 && !shares) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" className="t-no-print" leftSection={<IconLock size={14} />}>
          {t('secret.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {free.map((mark) => (
          <Menu.Item key={mark} onClick={() => void set({ params: { id }, body: { kind, mark } }, t('secret.done'))}>
            {t(`secret.set.${mark}`)}
          </Menu.Item>
        ))}
        {shares && <Menu.Item onClick={() => void navigate({ to: '/shares', search: { source: id } })}>{t('object.all')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

/** One mark: by whom, since when, and for an administrator the way to take it away. */
export function Mark({ mark, lifts }: { readonly mark: SecrecyMarkView; readonly lifts: boolean }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const lift = useQuickAct(liftSecret, live)
  const ask = async () => {
    const sure = await confirm({ title: t('secret.lift'), consequence: t('secret.lift-means'), act: t('secret.lift') })
    if (sure) await lift({ params: { id: mark.id } }, t('secret.lifted'))
  }
  return (
    <div>
      <SecrecyBadges marks={[mark.mark]} />{' '}
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
