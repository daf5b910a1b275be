import { Button, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback, useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { verdictFilters } from '../../../../src/domain/analysis/contract/names.ts'
import { severities } from '../../../../src/domain/analysis/contract.ts'
import { listChannels, reportForms, reportStates } from '../../../../src/domain/intake/contract.ts'
import { countryCodes } from '../../../../src/formats/iso3166.ts'
import { useRead } from '../../app/read.ts'
import { countryName, formatInstant, formatNumber, languageName } from '../../ui/format.ts'
import { Filters } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { useFindingText, useFindingTitles } from '../finding-text.ts'
import type { ReportsSearch } from '../search.ts'
import classes from './list.module.css'

type Name = keyof ReportsSearch
type Props = { readonly search: ReportsSearch; readonly onSearch: (next: ReportsSearch) => void }

const rare = ['verdict', 'form', 'state', 'country', 'channel', 'finding', 'asn', 'language', 'brand', 'from', 'until', 'utc'] as const

/** The filters of the list: words and severity at hand, the others a click away, and everything in force as a chip that takes it off. */
export function FilterBar({ search, onSearch }: Props) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const chipText = useChipText()
  const [open, toggle] = useDisclosure(false)
  const change = (name: Name, value: string | null) => onSearch(withFilter(search, name, value))
  const inForce = rare.filter((name) => search[name] !== undefined).length
  return (
    <>
      <Filters label={t('filter.label')}>
        <SearchWords search={search} onSearch={onSearch} />
        <MultiSelect
          label={t('filter.severity')}
          placeholder={search.severity === undefined ? t('filter.any') : chipText('severity', search.severity)}
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
        {open && <MoreFilters search={search} change={change} />}
      </div>
      <Chips search={search} onSearch={onSearch} />
    </>
  )
}

function withFilter(search: ReportsSearch, name: Name, value: string | null): ReportsSearch {
  const { [name]: _, ...others } = search
  return value === null || value === '' ? others : { ...others, [name]: value }
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

function MoreFilters({ search, change }: { readonly search: ReportsSearch; readonly change: (name: Name, value: string | null) => void }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const chipText = useChipText()
  const channels = useRead(listChannels, {}, { live: ['channel'], staleFor: 60_000 })
  const titles = useFindingTitles()
  const order = new Intl.Collator(locale)
  const several = (name: 'verdict' | 'form' | 'state' | 'country', label: string, data: readonly { value: string; label: string }[]) => (
    <MultiSelect
      label={label}
      placeholder={search[name] === undefined ? t('filter.any') : chipText(name, search[name])}
      classNames={{ pill: classes.unseen ?? '' }}
      data={data}
      value={search[name]?.split(',') ?? []}
      onChange={(values) => change(name, values.join(','))}
      searchable={data.length > 12}
      limit={60}
      clearable
    />
  )
  return (
    <div className={classes.more}>
      {several(
        'verdict',
        t('filter.verdict'),
        verdictFilters.map((one) => ({ value: one, label: t(one === 'none' ? 'filter.no-verdict' : `verdict.kind.${one}`) })),
      )}
      {several(
        'form',
        t('filter.form'),
        reportForms.map((one) => ({ value: one, label: t(`form.${one}`) })),
      )}
      {several(
        'state',
        t('filter.state'),
        reportStates.map((one) => ({ value: one, label: t(`state.${one}`) })),
      )}
      {several(
        'country',
        t('filter.country'),
        countryCodes
          .map((code) => ({ value: code, label: countryName(code, locale) }))
          .sort((one, other) => order.compare(one.label, other.label)),
      )}
      <Select
        label={t('filter.channel')}
        placeholder={t('filter.any')}
        data={(channels.data?.items ?? []).map((one) => ({
          value: one.id,
          label: one.kind === 'mail' ? one.name : t(`channel.${one.kind}`),
        }))}
        value={search.channel ?? null}
        onChange={(value) => change('channel', value)}
        clearable
      />
      <Select
        label={t('filter.finding')}
        placeholder={t('filter.any')}
        data={titles.map((one) => ({ value: one.code, label: one.title }))}
        value={search.finding ?? null}
        onChange={(value) => change('finding', value)}
        searchable
        limit={120}
        clearable
      />
      {(['asn', 'language', 'brand'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`filter.${name}`)}
          placeholder={t(`filter.${name}-hint`)}
          defaultValue={search[name] ?? ''}
          onBlur={(event) => change(name, readAs(name, event.currentTarget.value))}
          onKeyDown={(event) => event.key === 'Enter' && change(name, readAs(name, event.currentTarget.value))}
        />
      ))}
      <TextInput
        label={t('filter.from')}
        type="date"
        value={search.from ?? ''}
        onChange={(event) => change('from', event.currentTarget.value)}
      />
      <TextInput
        label={t('filter.until')}
        type="date"
        value={search.until ?? ''}
        onChange={(event) => change('until', event.currentTarget.value)}
      />
    </div>
  )
}

/** A network as people write it: 64496 or AS64496. */
function readAs(name: 'asn' | 'language' | 'brand', text: string): string {
  const said = text.trim()
  return name === 'asn' ? (/^(?:AS)?(\d{1,10})$/i.exec(said)?.[1] ?? '') : name === 'language' ? said.toLowerCase() : said
}

function Chips({ search, onSearch }: Props) {
  const { t } = useTranslation('analysis')
  const value = useChipText()
  const names = (['q', 'severity', ...rare] as const).filter((name) => search[name] !== undefined)
  if (names.length === 0) return null
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

function useChipText(): (name: Name, value: string) => string {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const channels = useRead(listChannels, {}, { live: ['channel'], staleFor: 60_000 })
  const finding = useFindingText()
  const each = (value: string, tell: (one: string) => string) =>
    new Intl.ListFormat(locale, { type: 'disjunction' }).format(value.split(',').map(tell))
  return (name, value) => {
    if (name === 'severity') return each(value, (one) => t(`ui:severity.${one}`))
    if (name === 'verdict') return each(value, (one) => t(one === 'none' ? 'filter.no-verdict' : `verdict.kind.${one}`))
    if (name === 'language') return languageName(value, locale)
    if (name === 'asn') return `\u2068AS${value}\u2069`
    if (name === 'utc') return t('filter.utc-days')
    if (name === 'form') return each(value, (one) => t(`form.${one}`))
    if (name === 'state') return each(value, (one) => t(`state.${one}`))
    if (name === 'country') return each(value, (one) => countryName(one, locale))
    if (name === 'finding') return finding({ code: value }).title
    if (name === 'from' || name === 'until') return formatInstant(new Date(`${value}T00:00:00Z`), locale, 'UTC', 'date')
    if (name === 'channel') return channels.data?.items.find((one) => one.id === value)?.name ?? '…'
    return `\u2068${value}\u2069`
  }
}
