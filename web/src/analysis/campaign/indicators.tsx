import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { indicatorsOfCampaign, listIndicatorsOfCampaign } from '../../../../src/domain/analysis/contract/campaigns.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { defang } from '../../ui/defang.ts'
import { formatNumber } from '../../ui/format.ts'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './campaign.module.css'

const atFirst = 20

/** What could be acted on: values that the reports name, without what is common to all mail. */
export function Indicators({ campaign }: { readonly campaign: string }) {
  const { t } = useTranslation('analysis')
  const { locale } = usePreferences()
  const [rows, setRows] = useState(atFirst)
  const result = useRead(listIndicatorsOfCampaign, { params: { id: campaign } }, { staleFor: 60_000 })
  return (
    <Answer of={result}>
      {({ items }) => {
        const order = (kind: string) => (indicatorsOfCampaign as readonly string[]).indexOf(kind)
        const sorted = items.toSorted((a, b) => b.reports - a.reports || order(a.kind) - order(b.kind))
        if (sorted.length === 0) return <p className={classes.dim}>{t('campaign.indicators.none')}</p>
        return (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{t('campaign.indicators.value')}</th>
                  <th scope="col">{t('campaign.indicators.kind')}</th>
                  <th scope="col">{t('campaign.indicators.reports')}</th>
                  <th scope="col">{t('campaign.indicators.last')}</th>
                </tr>
              </thead>
              <tbody>
                {sorted.slice(0, rows).map((one) => (
                  <tr key={`${one.kind} ${one.value}`}>
                    <th scope="row">
                      <bdi>{defang(one.value)}</bdi>
                    </th>
                    <td>{t(`campaign.kind.${one.kind}`)}</td>
                    <td>{formatNumber(one.reports, locale)}</td>
                    <td>
                      <Time at={one.lastAt} style="relative" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {rows < sorted.length && (
              <Button variant="subtle" size="compact-sm" onClick={() => setRows(rows + 100)}>
                {t('campaign.graph.more')}
              </Button>
            )}
          </div>
        )
      }}
    </Answer>
  )
}
