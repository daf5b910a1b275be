import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './outcomes.module.css'
import type { OutcomesSearch } from './search.ts'

type Order = NonNullable<OutcomesSearch['order']>

/** The head of a column by which the table can be put in order; pressed again, the other way round. */
export function SortHead({ order, search }: { readonly order: Order; readonly search: OutcomesSearch }) {
  const { t } = useTranslation('outcomes')
  const now = (search.order ?? 'notices') === order
  const { up: _, ...rest } = search
  const turned = now && search.up !== true
  const Arrow = search.up === true ? IconArrowUp : IconArrowDown
  return (
    <Link
      to="/outcomes"
      search={{ ...rest, order, ...(turned ? { up: true } : {}) }}
      replace
      className={styles.sort}
      title={t(turned ? `order-up.${order}` : `order.${order}`)}
    >
      {t(`column.${order}`)}
      {now && <Arrow size={13} aria-hidden="true" />}
    </Link>
  )
}
