import { Select } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../src/base/route.ts'
import { askers, dataKinds, givens } from '../../../../src/domain/cooperation/contract/network/disclosure-names.ts'
import { listDisclosures } from '../../../../src/domain/cooperation/contract/network/disclosures.ts'
import { ExportLink } from '../../app/export-link.tsx'
import { useList } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Country } from '../../ui/country.tsx'
import { type Column, ListView } from '../../ui/list/list-view.tsx'
import { Filters, Page } from '../../ui/page.tsx'
import { givenTones } from './disclosure-words.ts'
import type { DisclosuresSearch } from './search.ts'

const route = getRouteApi('/shell/network/disclosures')
type Row = AnswerOf<typeof listDisclosures>['items'][number]
export const idOf = ({ disclosure, line }: Row) => `${disclosure} ${line.category} ${line.asker}`

/** Who in industry can give what to whom, line by line: for an agency that is about to ask. */
export function Disclosures() {
  const { t } = useTranslation('disclosures')
  const navigate = useNavigate()
  const search = route.useSearch()
  const { given, ...rest } = search
  const query = { ...rest, ...(given === undefined ? {} : { given: [given] }) }
  const source = useList(listDisclosures, { query }, { live: ['disclosure', 'member'] })
  const set = <K extends keyof DisclosuresSearch>(name: K, value: DisclosuresSearch[K] | undefined) => {
    const { [name]: _, ...others } = search
    void navigate({ to: '/network/disclosures', search: value === undefined ? others : { ...others, [name]: value }, replace: true })
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={<ExportLink path="/api/network/disclosures/export" query={search} what={t('title')} />}
    >
      <Filters label={t('filter')}>
        <Choice
          label={t('column.data')}
          all={dataKinds}
          words="data"
          value={search.category}
          onChange={(value) => set('category', value)}
        />
        <Choice label={t('column.asker')} all={askers} words="asker" value={search.asker} onChange={(value) => set('asker', value)} />
        <Choice label={t('column.given')} all={givens} words="given" value={given} onChange={(value) => set('given', value)} />
      </Filters>
      <ListView
        label={t('title')}
        source={source}
        columns={useColumns()}
        idOf={idOf}
        nameOf={({ member, line }) => `${member.name}: ${t(`data.${line.category}`)}, ${t(`asker.${line.asker}`)}`}
        onOpen={({ member }) => void navigate({ to: '/network/members/$id/disclosure', params: { id: member.id } })}
        empty={{ title: t('none'), text: t('none-why') }}
      />
    </Page>
  )
}

type ChoiceProps<T extends string> = {
  readonly label: string
  readonly all: readonly T[]
  /** the part of the catalogue that names them */
  readonly words: 'data' | 'asker' | 'given'
  readonly value: T | undefined
  onChange(value: T | undefined): void
}

function Choice<T extends string>({ label, all, words, value, onChange }: ChoiceProps<T>) {
  const { t } = useTranslation('disclosures')
  const texts = {
    data: (one: string) => t(`data.${one}`),
    asker: (one: string) => t(`asker.${one}`),
    given: (one: string) => t(`given.${one}`),
  }
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      value={value ?? null}
      onChange={(chosen) => onChange(all.find((one) => one === chosen))}
      data={all.map((one) => ({ value: one, label: texts[words](one) }))}
    />
  )
}

export function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation('disclosures')
  return [
    {
      id: 'member',
      head: t('column.member'),
      priority: 1,
      width: 'minmax(10rem, 2fr)',
      cell: ({ member }) => (
        <span>
          <bdi>{member.name}</bdi>, <Country code={member.country} />
        </span>
      ),
    },
    { id: 'data', head: t('column.data'), priority: 2, width: 'minmax(8rem, 1fr)', cell: ({ line }) => t(`data.${line.category}`) },
    { id: 'asker', head: t('column.asker'), priority: 2, width: 'minmax(8rem, 1fr)', cell: ({ line }) => t(`asker.${line.asker}`) },
    {
      id: 'given',
      head: t('column.given'),
      priority: 2,
      width: 'max-content',
      cell: ({ line }) => <Badge tone={givenTones[line.given]}>{t(`given.${line.given}`)}</Badge>,
    },
    {
      id: 'grounds',
      head: t('column.grounds'),
      priority: 3,
      width: 'minmax(9rem, 2fr)',
      wrap: true,
      cell: ({ line }) => line.grounds.map((ground) => t(`ground.${ground}`)).join(' · '),
    },
    {
      id: 'days',
      head: t('column.days'),
      priority: 3,
      width: 'max-content',
      align: 'end',
      cell: ({ line }) => (line.days === null ? '' : t('days', { count: line.days })),
    },
  ]
}
