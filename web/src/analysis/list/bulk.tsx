import { Button } from '@mantine/core'
import { IconArrowBackUp, IconEyeOff, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReportLine } from '../../../../src/domain/analysis/contract.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { useReportActs } from '../acts.tsx'

/** What can be done with the chosen reports, as far as the person may. */
export function BulkActs({ chosen, onDone }: { readonly chosen: readonly ReportLine[]; readonly onDone: () => void }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const acts = useReportActs()
  const ids = chosen.map((line) => line.id)
  const then = (done: boolean) => {
    if (done) onDone()
  }
  if (!isAtLeast(session, 'analyst')) return null
  return (
    <>
      <Button size="compact-sm" leftSection={<IconRefresh size={14} />} onClick={() => void acts.analyse(ids).then(then)}>
        {t('act.analyse')}
      </Button>
      {isAtLeast(session, 'manager') && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowBackUp size={14} className="t-along" />}
          onClick={() => void acts.withdraw(ids).then(then)}
        >
          {t('act.withdraw')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" leftSection={<IconEyeOff size={14} />} onClick={() => void acts.withhold(ids).then(then)}>
        {t('act.withhold')}
      </Button>
    </>
  )
}
