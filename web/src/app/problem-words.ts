import i18next from 'i18next'

/** The areas of the rooms' failures. Most visits meet none of them, and every first load would carry their words. */
export const problemAreas = [
  'analysis-problems',
  'cases-problems',
  'cooperation-problems',
  'directory-problems',
  'evidence-problems',
  'intake-problems',
] as const

const areaOf = (code: string) => problemAreas.find((area) => area === `${code.split('.')[0]}-problems`)

/** The key of the words for a failure's code. */
export function wordsKey(code: string): string {
  switch (areaOf(code)) {
    case 'analysis-problems':
      return `analysis-problems:${code}`
    case 'cases-problems':
      return `cases-problems:${code}`
    case 'cooperation-problems':
      return `cooperation-problems:${code}`
    case 'directory-problems':
      return `directory-problems:${code}`
    case 'evidence-problems':
      return `evidence-problems:${code}`
    case 'intake-problems':
      return `intake-problems:${code}`
    default:
      return `problems:${code}`
  }
}

/** Fetches the words of a failure where they are not there yet. Never fails: without them the failure is told by its kind. */
export async function fetchWords(code: string): Promise<void> {
  const area = areaOf(code)
  if (area !== undefined && i18next.isInitialized) await i18next.loadNamespaces(area).catch(() => {})
}
