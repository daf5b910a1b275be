import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { listWays, type WayView } from '../../../../src/domain/cooperation/contract.ts'
import { useRead } from '../../app/read.ts'

type Props = {
  readonly what: WayView['what']
  readonly value: string | null
  onChange(value: string | null): void
}

/** Chooses who gets it; one that nobody confirmed says so. */
export function WaySelect({ what, value, onChange }: Props) {
  const { t } = useTranslation('samples')
  const items = useRead(listWays, { query: { what } }, { live: ['way'] }).data?.items ?? []
  const nameOf = ({ name, kind, country }: WayView) => `${country === null ? '' : `${country} · `}${name} (${t(`way.${kind}`)})`
  return (
    <Select
      label={t(`choose.${what}`)}
      placeholder={t(`choose.${what}-any`)}
      clearable
      searchable
      value={value}
      onChange={onChange}
      data={items.map((one) => ({
        value: one.id,
        label: one.confirmedAt === null ? t('choose.unconfirmed', { name: nameOf(one) }) : nameOf(one),
      }))}
    />
  )
}
