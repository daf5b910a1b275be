import { Alert, Button, Loader } from '@mantine/core'
import { IconArchiveOff, IconArrowBackUp, IconEyeOff, IconHeartBroken, IconServerCog } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../../../src/domain/analysis/contract.ts'

/** What a reader must know before all else: that it is not read yet, or that its bytes are gone, and why. */
export function StateNote({ report, onAnalyse }: { readonly report: ReportView; readonly onAnalyse: (() => void) | undefined }) {
  const { t } = useTranslation('analysis')
  const notes: ReactNode[] = []
  if (report.state === 'received') notes.push(note('received', <Loader size={18} />, 'petrol'))
  if (report.state === 'withdrawn') notes.push(note('withdrawn', <IconArrowBackUp size={18} />, 'gray'))
  if (report.state === 'withheld') notes.push(note('withheld', <IconEyeOff size={18} />, 'red'))
  if (report.state === 'expired') notes.push(note('expired', <IconArchiveOff size={18} />, 'gray'))
  const again =
    onAnalyse === undefined ? undefined : (
      <Button size="compact-sm" variant="default" mt="xs" onClick={onAnalyse}>
        {t('act.analyse')}
      </Button>
    )
  if (report.findingList.some((finding) => finding.code === 'report.reader-died'))
    notes.push(note('reader-died', <IconHeartBroken size={18} />, 'amber', again))
  // of use to those alone who can have it read again
  else if (report.systemsChanged && again !== undefined) notes.push(note('systems-changed', <IconServerCog size={18} />, 'gray', again))
  return notes

  function note(code: string, icon: ReactNode, color: string, action?: ReactNode) {
    return (
      <Alert
        key={code}
        variant="light"
        color={color}
        icon={icon}
        title={t(`note.${code}.title`)}
        role={code === 'received' ? 'status' : 'note'}
      >
        {t(`note.${code}.text`)}
        {action !== undefined && <div>{action}</div>}
      </Alert>
    )
  }
}
