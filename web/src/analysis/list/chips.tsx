import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReportsSearch } from '../search.ts'
import { useChipText } from './chip-text.ts'
import classes from './list.module.css'
import { withFilter } from './with-filter.ts'

type ChipsProps = {
  readonly search: ReportsSearch
  readonly names: readonly (keyof ReportsSearch)[]
  readonly onSearch: (next: ReportsSearch) => void
}

/** Every filter in force, each taken off by a press. */
export function Chips({ search, names, onSearch }: ChipsProps) {
  const { t } = useTranslation('analysis')
  const value = useChipText()
  return (
    <div className={classes.chips}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className={classes.chip}
          onClick={() => onSearch(withFilter(search, name, null))}
          title={t('filter.remove', { what: t(`filter.of.${name}`) })}
        >
          <span>
            {t(`filter.of.${name}`)}: <b>{value(name, String(search[name] ?? ''))}</b>
          </span>
          <IconX size={14} aria-hidden="true" />
        </button>
      ))}
      {names.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onSearch({})}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}
