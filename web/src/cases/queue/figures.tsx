import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readCaseFigures } from '../../../../src/domain/cases/contract.ts'
import { useRead } from '../../app/read.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import classes from '../cases.module.css'
import type { CasesSearch } from '../search.ts'

const shown = [
  ['open', { state: 'open' }],
  ['acting', { state: 'acting' }],
  ['waiting', { state: 'waiting' }],
  ['mine', { assignee: 'me' }],
  ['unassigned', { assignee: 'none' }],
  ['toDecide', { decide: true }],
  ['answered', { answered: true }],
  ['late', { late: true }],
] as const satisfies readonly (readonly [string, CasesSearch])[]

const words = {
  open: 'open',
  acting: 'acting',
  waiting: 'waiting',
  mine: 'mine',
  unassigned: 'unassigned',
  toDecide: 'to-decide',
  answered: 'answered',
  late: 'late',
} as const

/** What there is to do, in figures; each leads to the cases behind it. */
export function CaseFigures({ search }: { readonly search: CasesSearch }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const { data } = useRead(readCaseFigures, {}, { live: ['case'] })
  return (
    <nav className={classes.figures} aria-label={t('figures.label')} aria-busy={data === undefined}>
      {shown.map(([name, to]) => (
        <Link
          key={name}
          to="/cases"
          search={to}
          className={classes.figure}
          data-late={name === 'late' && (data?.late ?? 0) > 0}
          aria-current={isSame(search, to) ? 'true' : undefined}
          activeProps={{}}
        >
          <strong>{data === undefined ? '–' : formatNumber(data[name], locale)}</strong>
          <span>{t(`figures.${words[name]}`)}</span>
        </Link>
      ))}
    </nav>
  )
}

function isSame(one: CasesSearch, other: CasesSearch): boolean {
  const said = ({ order: _, ...rest }: CasesSearch) => JSON.stringify(Object.entries(rest).sort())
  return said(one) === said(other)
}
