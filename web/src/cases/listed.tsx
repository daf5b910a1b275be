import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListSource } from '../ui/list/source.ts'
import { LoadingRows, TroubleNote } from '../ui/states.tsx'
import classes from './cases.module.css'

type Props<T> = {
  readonly source: ListSource<T>
  readonly label: string
  /** what is said when there is nothing */
  readonly none: ReactNode
  idOf(item: T): string
  row(item: T): ReactNode
  /** of what is on the page; the server's where not given */
  order?: (one: T, other: T) => number
}

/** What belongs to a case, a few lines of each kind: plain rows with whatever can be done in them. */
export function Listed<T>({ source, label, none, idOf, row, order }: Props<T>) {
  const { t } = useTranslation('cases')
  if (source.state === 'trouble' && source.trouble !== undefined) return <TroubleNote trouble={source.trouble} />
  if (source.state === 'loading') return <LoadingRows label={label} />
  if (source.items.length === 0) return <p className={classes.none}>{none}</p>
  const items = order === undefined ? source.items : source.items.toSorted(order)
  return (
    <>
      <ul className={classes.listed} aria-label={label}>
        {items.map((item) => (
          <li key={idOf(item)}>{row(item)}</li>
        ))}
      </ul>
      {source.more && (
        <Button variant="subtle" size="compact-sm" loading={source.loadingMore} onClick={() => source.loadMore()}>
          {t('ui:list.more')}
        </Button>
      )}
    </>
  )
}
