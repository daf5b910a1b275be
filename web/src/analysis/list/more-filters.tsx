import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { verdictFilters } from '../../../../src/domain/analysis/contract/names.ts'
import { listChannels, reportForms, reportStates } from '../../../../src/domain/intake/contract.ts'
import { countryCodes } from '../../../../src/formats/iso3166.ts'
import { useRead } from '../../app/read.ts'
import { countryName } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { useFindingTitles } from '../finding-text.ts'
import type { ReportsSearch } from '../search.ts'
import { useChipText } from './chip-text.ts'
import classes from './list.module.css'

type MoreProps = {
  readonly search: ReportsSearch
  readonly change: (name: keyof ReportsSearch, value: string | null) => void
}

/** The filters that are a click away; apart, since most who come to the list never ask for them. */
export function MoreFilters({ search, change }: MoreProps) {
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
      <Checkbox
        label={t('filter.added')}
        checked={search.added === true}
        onChange={(event) => change('added', event.currentTarget.checked ? 'true' : null)}
      />
    </div>
  )
}

/** A network as people write it: 64496 or AS64496. */
function readAs(name: 'asn' | 'language' | 'brand', text: string): string {
  const said = text.trim()
  return name === 'asn' ? (/^(?:AS)?(\d{1,10})$/i.exec(said)?.[1] ?? '') : name === 'language' ? said.toLowerCase() : said
}
