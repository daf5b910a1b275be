import { Button } from '@mantine/core'
import { IconArrowBackUp, IconBriefcase, IconEyeOff, IconPackage, IconRefresh } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportLine } from '../../../../src/domain/analysis/contract.ts'
import { OpenCaseDialog, PackageDialog } from '../../app/panels.ts'
import { isAtLeast, useSession } from '../../app/session.ts'
import { useReportActs } from '../acts.tsx'
import { useTitleOf } from './columns.tsx'

/** as many as one package is about */
const packagedAtOnce = 1_000

/** What can be done with the chosen reports, as far as the person may. */
export function BulkActs({ chosen, onDone }: { readonly chosen: readonly ReportLine[]; readonly onDone: () => void }) {
  const { t } = useTranslation('analysis')
  const session = useSession()
  const acts = useReportActs()
  const ids = chosen.map((line) => line.id)
  const [opening, setOpening] = useState(false)
  const title = useTitleOf()
  const [first] = chosen
  const then = (done: boolean) => {
    if (done) onDone()
  }
  const [packaging, setPackaging] = useState(false)
  if (!isAtLeast(session, 'analyst')) return null
  return (
    <>
      <Button size="compact-sm" variant="subtle" leftSection={<IconBriefcase size={14} />} onClick={() => setOpening(true)}>
        {t('act.case')}
      </Button>
      {opening && first !== undefined && (
        <Suspense fallback={null}>
          <OpenCaseDialog
            open
            reports={ids}
            title={title(first)}
            kind={first.summary?.verdict?.kind ?? null}
            onClose={() => setOpening(false)}
          />
        </Suspense>
      )}
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
      {ids.length <= packagedAtOnce && (
        <Button size="compact-sm" variant="subtle" leftSection={<IconPackage size={14} />} onClick={() => setPackaging(true)}>
          {t('act.package')}
        </Button>
      )}
      {packaging && (
        <Suspense fallback={null}>
          <PackageDialog about={{ kind: 'report', subjects: ids }} open onClose={() => setPackaging(false)} />
        </Suspense>
      )}
      <Button size="compact-sm" variant="subtle" leftSection={<IconEyeOff size={14} />} onClick={() => void acts.withhold(ids).then(then)}>
        {t('act.withhold')}
      </Button>
    </>
  )
}
