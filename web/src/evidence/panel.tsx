import { Alert } from '@mantine/core'
import { IconShieldX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type ItemDetail, readEvidence } from '../../../src/domain/evidence/contract.ts'
import { Answer } from '../app/answer.tsx'
import { useRead } from '../app/read.ts'
import { Time } from '../ui/time.tsx'
import { Custody } from './custody.tsx'
import { Handles } from './handles.tsx'
import { Holds } from './item-holds.tsx'
import classes from './panel.module.css'
import { Tree } from './tree.tsx'
import { Verify } from './verify.tsx'

/** A piece of evidence: its proof, what it came out of and what came out of it, who holds it, and who did what with it. */
export function EvidencePanel({ item }: { readonly item: string }) {
  const result = useRead(readEvidence, { params: { id: item } }, { live: ['item'] })
  return (
    <Answer of={result}>
      {(detail) => (
        <div className={classes.panel}>
          <Alarm detail={detail} />
          <Verify key={item} item={item} bytes={detail.item.state === 'kept'} />
          <Handles detail={detail} />
          <Holds detail={detail} />
          <Tree detail={detail} />
          <Custody detail={detail} />
        </div>
      )}
    </Answer>
  )
}

/** That the stored bytes were found to be others, until they are found to be right again: nobody should have to read the custody for it. */
function Alarm({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const last = detail.custody.findLast(({ act }) => act === 'altered' || act === 'verified')
  if (last?.act !== 'altered' || detail.item.state !== 'kept') return null
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconShieldX size={18} />}
      title={
        <>
          {t('act.altered')} · <Time at={last.at} zone="UTC" />
        </>
      }
      role="note"
    >
      {t('verify.altered-why')}
    </Alert>
  )
}
