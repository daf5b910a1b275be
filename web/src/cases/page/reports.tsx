import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import { addCaseReports, type CaseView, listCaseReports, removeCaseReports } from '../../../../src/domain/cases/contract.ts'
import { useList } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import { useTallied } from './tally.ts'

type CaseReport = AnswerOf<typeof listCaseReports>['items'][number]
const idOf = (report: CaseReport) => report.id

/** The reports of a case: one fact, however often it was told. */
export function CaseReports({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation(['cases', 'analysis'])
  const source = useList(listCaseReports, { params: { id: view.id }, query: {} }, { live: ['case', 'report'] })
  const columns: readonly Column<CaseReport>[] = [
    {
      id: 'reference',
      head: t('reports.reference'),
      priority: 1,
      width: 'minmax(8rem, 2fr)',
      cell: (report) => (
        <Link to="/reports/$id" params={{ id: report.id }} className={classes.link}>
          <bdi>{report.reference}</bdi>
        </Link>
      ),
    },
    { id: 'form', head: t('reports.form'), priority: 2, width: 'max-content', cell: (report) => t(`analysis:form.${report.form}`) },
    {
      id: 'way',
      head: t('reports.way'),
      priority: 2,
      width: 'max-content',
      cell: (report) =>
        report.campaign === null ? <Badge tone="accent">{t('reports.by-itself')}</Badge> : <Badge>{t('reports.by-campaign')}</Badge>,
    },
    {
      id: 'received',
      head: t('reports.received'),
      priority: 2,
      width: 'max-content',
      align: 'end',
      cell: (report) => <Time at={report.receivedAt} style="relative" />,
    },
  ]
  return (
    <Section title={t('reports.title')} id="reports" lead={t('reports.lead', { count: view.reports })} flush>
      <ListView
        bare
        label={t('reports.title')}
        source={source}
        columns={columns}
        idOf={idOf}
        bulk={view.may.close ? (chosen, clear) => <RemoveReports view={view} chosen={chosen} onDone={clear} /> : undefined}
        empty={{ title: t('reports.none'), text: t('reports.none-why') }}
      />
    </Section>
  )
}

type RemoveProps = { readonly view: CaseView; readonly chosen: readonly CaseReport[]; readonly onDone: () => void }

function RemoveReports({ view, chosen, onDone }: RemoveProps) {
  const { t } = useTranslation('cases')
  const remove = useTallied(removeCaseReports, addCaseReports)
  const own = chosen.filter((report) => report.campaign === null)
  const run = async () => {
    const ids = own.map((report) => report.id)
    if (await remove(view.id, ids, (count) => t('reports.removed', { count }))) onDone()
  }
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconX size={14} />}
      disabled={own.length === 0}
      title={own.length < chosen.length ? t('reports.of-campaign') : undefined}
      onClick={() => void run()}
    >
      {t('reports.remove', { count: own.length })}
    </Button>
  )
}
