import { Button } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type HoldView, type ItemDetail, liftHold, setHold } from '../../../src/domain/evidence/contract.ts'
import { useAct } from '../app/act.ts'
import { isAtLeast, useSession } from '../app/session.ts'
import { Time } from '../ui/time.tsx'
import classes from './panel.module.css'
import { ReasonDialog } from './reason-dialog.tsx'

/** The holds that keep the item from being destroyed, its own and those on what it came out of. */
export function Holds({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const [setting, setSetting] = useState(false)
  const act = useAct(setHold, ['item', 'hold'])
  if (detail.heldBy.length === 0 && !detail.may.hold) return null
  return (
    <div className={classes.part}>
      <h3>{t('hold.title')}</h3>
      {detail.heldBy.map((hold) => (
        <HoldNote key={hold.id} hold={hold} own={hold.item === detail.item.id} />
      ))}
      {detail.heldBy.length === 0 && <p className={classes.lead}>{t('hold.none')}</p>}
      {detail.may.hold && (
        <Button
          mt={detail.heldBy.length === 0 ? 0 : 'xs'}
          variant="default"
          size="compact-sm"
          className="t-no-print"
          leftSection={<IconGavel size={14} />}
          onClick={() => setSetting(true)}
        >
          {t('hold.set')}
        </Button>
      )}
      <ReasonDialog
        open={setting}
        onClose={() => setSetting(false)}
        title={t('hold.set')}
        lead={t('hold.set-lead')}
        act={t('hold.set')}
        running={act.running}
        failure={act.failure}
        onReason={async (reason) => (await act.run({ params: { id: detail.item.id }, body: { reason } })) !== undefined}
      />
    </div>
  )
}

function HoldNote({ hold, own }: { readonly hold: HoldView; readonly own: boolean }) {
  const { t } = useTranslation('evidence')
  return (
    <div className={classes.hold}>
      <div>
        <p>
          <bdi>{hold.reason}</bdi>
        </p>
        <small>
          {own ? t('hold.own') : t('hold.above')} · <bdi>{hold.setByName ?? t('actor.person')}</bdi> · <Time at={hold.since} zone="UTC" />
        </small>
      </div>
      <Lift hold={hold} />
    </div>
  )
}

/** Lifts a hold, with the reason for it. */
export function Lift({ hold }: { readonly hold: HoldView }) {
  const { t } = useTranslation('evidence')
  const session = useSession()
  const [lifting, setLifting] = useState(false)
  const act = useAct(liftHold, ['item', 'hold'])
  if (!isAtLeast(session, 'manager') || hold.endedAt !== null) return null
  return (
    <>
      <Button variant="subtle" size="compact-sm" className="t-no-print" onClick={() => setLifting(true)}>
        {t('hold.lift')}
      </Button>
      <ReasonDialog
        open={lifting}
        onClose={() => setLifting(false)}
        title={t('hold.lift')}
        lead={t('hold.lift-lead')}
        act={t('hold.lift')}
        running={act.running}
        failure={act.failure}
        onReason={async (reason) => (await act.run({ params: { id: hold.id }, body: { reason } })) !== undefined}
      />
    </>
  )
}
