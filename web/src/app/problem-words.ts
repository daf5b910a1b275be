import i18next from 'i18next'

// most visits never meet a failure of cooperation, and every first load would carry its words
const liesApart = (code: string) => code.startsWith('cooperation.')

/** The key of the words for a failure's code. */
export const wordsKey = (code: string): string => (liesApart(code) ? `cooperation-problems:${code}` : `problems:${code}`)

/** Fetches the words of a failure where they are not there yet. Never fails: without them the failure is told by its kind. */
export async function fetchWords(code: string): Promise<void> {
  if (liesApart(code) && i18next.isInitialized) await i18next.loadNamespaces('cooperation-problems').catch(() => {})
}
