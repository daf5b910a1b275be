import { useTranslation } from 'react-i18next'
import type { RunWhole } from '../../../../../src/domain/cooperation/contract/network/technique-runs.ts'
import { formatNumber } from '../../../ui/format.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { dayText } from '../day.ts'
import classes from './techniques.module.css'

/** bars that stay readable */
const mostWeeks = 53

/** Reports by week: how many were read, how many fit, how many of these were wanted; as columns and as a table. */
export function Weeks({ weeks }: Pick<RunWhole, 'weeks'>) {
  const { t } = useTranslation('techniques')
  const { locale } = usePreferences()
  const shown = weeks.slice(-mostWeeks)
  const most = Math.max(1, ...shown.map(({ read }) => read))
  return (
    <>
      <ol className={classes.columns} aria-hidden="true">
        {shown.map(({ week, read, matched, wanted }) => (
          <li key={week} title={`${dayText(week, locale)}: ${formatNumber(matched, locale)} / ${formatNumber(read, locale)}`}>
            <i style={{ blockSize: `${(read / most) * 100}%` }}>
              <b style={{ blockSize: `${(matched / Math.max(1, read)) * 100}%` }}>
                <u style={{ blockSize: `${(wanted / Math.max(1, matched)) * 100}%` }} />
              </b>
            </i>
          </li>
        ))}
      </ol>
      <ul className={classes.legend}>
        <li data-of="read">{t('weeks.read')}</li>
        <li data-of="matched">{t('weeks.matched')}</li>
        <li data-of="wanted">{t('weeks.wanted')}</li>
      </ul>
      <details>
        <summary>{t('weeks.table')}</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('weeks.week')}</th>
              <th scope="col">{t('weeks.read')}</th>
              <th scope="col">{t('weeks.matched')}</th>
              <th scope="col">{t('weeks.wanted')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, read, matched, wanted }) => (
              <tr key={week}>
                <th scope="row">{dayText(week, locale)}</th>
                <td>{formatNumber(read, locale)}</td>
                <td>{formatNumber(matched, locale)}</td>
                <td>{formatNumber(wanted, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
