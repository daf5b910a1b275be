import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './export-link.module.css'

type ExportProps = {
  /** of the API; answers with `text/csv` */
  readonly path: `/api/${string}`
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>
  /** what is in the file, for those who hear the link alone */
  readonly what: string
}

/** A table or list as a file: a plain link, so that the browser takes it as it comes, however long. */
export function ExportLink({ path, query, what }: ExportProps) {
  const { t } = useTranslation()
  const asked = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString()
  return (
    <a
      href={asked === '' ? path : `${path}?${asked}`}
      download
      className={`${classes.link} t-no-print`}
      aria-label={t('ui:export-of', { what })}
    >
      <IconDownload size={14} aria-hidden="true" />
      CSV
    </a>
  )
}
