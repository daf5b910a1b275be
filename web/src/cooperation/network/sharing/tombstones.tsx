import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { confirmDeleted, listTombstones, type TombstoneView } from '../../../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../../../app/act.ts'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Hash } from '../../../ui/code.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import formClasses from '../../forms.module.css'

const live = ['shared-copy']

export function useTombstones() {
  return useRead(listTombstones, {}, { live })
}

/** What others called back: that its deletion is still to be confirmed here, or when it was. Nothing where nobody called anything back. */
export function Tombstones() {
  const { t } = useTranslation('sharing')
  const { data } = useTombstones()
  if (data === undefined || data.items.length === 0) return null
  const open = data.items.filter(({ confirmedAt }) => confirmedAt === null)
  const done = data.items.filter(({ confirmedAt }) => confirmedAt !== null)
  return (
    <Section title={t('tombstones.title')} lead={open.length === 0 ? t('tombstones.all-done') : t('tombstones.lead')}>
      {open.length > 0 && <Rows tombstones={open} may={data.may.confirm} />}
      {done.length > 0 && (
        <details>
          <summary>{t('tombstones.done', { count: done.length })}</summary>
          <Rows tombstones={done} may={false} />
        </details>
      )}
    </Section>
  )
}

function Rows({ tombstones, may }: { readonly tombstones: readonly TombstoneView[]; readonly may: boolean }) {
  return (
    <ul className={formClasses.rows}>
      {tombstones.map((one) => (
        <li key={one.id}>
          <Tombstone tombstone={one} />
          {may && <ConfirmDeletion tombstone={one} />}
        </li>
      ))}
    </ul>
  )
}

/** What is left of a copy that was called back: whose it was, its kind, when, its hash, and those of the bytes that were fetched, by which what was kept is found. */
export function Tombstone({ tombstone }: { readonly tombstone: TombstoneView }) {
  const { t } = useTranslation('sharing')
  const { kind, from, sharedAt, recalledAt, hadRead, confirmedAt, sha256, fetched } = tombstone
  return (
    <div>
      <div>
        {t(`tombstones.was.${kind}`)} <bdi>{from}</bdi>{' '}
        {confirmedAt !== null && (
          <Badge tone="good">
            {t('deletions.confirmed')} <Time at={confirmedAt} style="date" />
          </Badge>
        )}
      </div>
      <small>
        {t('tombstones.shared')} <Time at={sharedAt} />, {t('tombstones.recalled')} <Time at={recalledAt} />
        {'. '}
        {t(hadRead ? 'tombstones.had-read' : 'tombstones.had-not-read')}
      </small>
      <div>
        <Hash value={sha256} />
      </div>
      {fetched.length > 0 && (
        <div>
          <small>{t('tombstones.fetched')}</small>{' '}
          {fetched.map((one) => (
            <Hash key={one} value={one} />
          ))}
        </div>
      )}
    </div>
  )
}

export function ConfirmDeletion({ tombstone: { id } }: { readonly tombstone: TombstoneView }) {
  const { t } = useTranslation('sharing')
  const confirm = useConfirm()
  const act = useQuickAct(confirmDeleted, live)
  const ask = async () => {
    const sure = await confirm({ title: t('tombstones.ask'), consequence: t('tombstones.means'), act: t('tombstones.confirm') })
    if (sure) await act({ params: { id } }, t('done.deleted'))
  }
  return (
    <Button size="compact-sm" variant="default" className="t-no-print" onClick={() => void ask()}>
      {t('tombstones.confirm')}
    </Button>
  )
}
