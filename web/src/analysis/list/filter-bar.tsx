import { Button, MultiSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { severities } from '../../../../src/domain/analysis/contract.ts'
import { formatNumber } from '../../ui/format.ts'
import { Filters } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import type { ReportsSearch } from '../search.ts'
import classes from './list.module.css'
import { withFilter } from './with-filter.ts'

type Name = keyof ReportsSearch
type Props = { readonly search: ReportsSearch; readonly onSearch: (next: ReportsSearch) => void }

const MoreFilters = lazy(async () => ({ default: (await import('./more-filters.tsx')).MoreFilters }))

const Chips = lazy(async () => ({ default: (await import('./chips.tsx')).Chips }))

const rare = [
  'verdict',
  'form',
  'state',
  'country',
  'channel',
  'finding',
  'asn',
  'language',
  'brand',
  'from',
  'until',
  'utc',
  'added',
] as const

/** The filters of the list: words and severity at hand, the others a click away, and everything in force as a chip that takes it off. */
export function FilterBar({ search, onSearch }: Props) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const shown = (['q', 'severity', ...rare] as const).filter((name) => search[name] !== undefined)
  const [open, toggle] = useDisclosure(false)
  const change = (name: Name, value: string | null) => onSearch(withFilter(search, name, value))
  const inForce = rare.filter((name) => search[name] !== undefined).length
  return (
    <>
      <Filters label={t('filter.label')}>
        <SearchWords search={search} onSearch={onSearch} />
        <MultiSelect
          label={t('filter.severity')}
          placeholder={
            search.severity === undefined
              ? t('filter.any')
              : search.severity
                  .split(',')
                  .map((one) => t(`ui:severity.${one}`))
                  .join(', ')
          }
          classNames={{ pill: classes.unseen ?? '' }}
          data={[...severities].reverse().map((one) => ({ value: one, label: t(`ui:severity.${one}`) }))}
          value={search.severity?.split(',') ?? []}
          onChange={(values) => change('severity', values.join(','))}
          clearable
          className={classes.severity ?? ''}
        />
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          onClick={toggle.toggle}
          aria-expanded={open}
          aria-controls="more-filters"
        >
          {inForce === 0 ? t('filter.more') : t('filter.more-in-force', { inForce: formatNumber(inForce, locale) })}
        </Button>
      </Filters>
      <div id="more-filters" hidden={!open}>
        {open && (
          <Suspense>
            <MoreFilters search={search} change={change} />
          </Suspense>
        )}
      </div>
      {(inForce > 0 || search.q !== undefined || search.severity !== undefined) && (
        <Suspense>
          <Chips search={search} names={shown} onSearch={onSearch} />
        </Suspense>
      )}
    </>
  )
}

function SearchWords({ search, onSearch }: Props) {
  const { t } = useTranslation('analysis')
  const [words, setWords] = useState(search.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const later = useDebouncedCallback((value: string) => onSearch(withFilter(search, 'q', value.trim())), 350)
  // the address was changed by another hand: a chip, the palette, the way back
  useEffect(() => setWords((shown) => (shown.trim() === (search.q ?? '') ? shown : (search.q ?? ''))), [search.q])
  useHotkeys([['/', () => field.current?.focus()]])
  return (
    <TextInput
      ref={field}
      type="search"
      label={t('filter.words')}
      placeholder={t('filter.words-hint')}
      leftSection={<IconSearch size={16} />}
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
      flex="1 1 14rem"
    />
  )
}
