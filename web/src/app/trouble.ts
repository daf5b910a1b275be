import { useTranslation } from 'react-i18next'
import type { Trouble } from '../ui/trouble.ts'
import { ApiFailure } from './api.ts'
import { wordsKey } from './problem-words.ts'

/** What kind of trouble a failure is, for the states that `ui/` draws. */
export function kindOf(failure: unknown): Trouble['kind'] {
  if (!(failure instanceof ApiFailure)) return 'failed'
  if (failure.status === 0) return 'offline'
  if (failure.status === 403) return 'forbidden'
  return failure.status === 404 ? 'missing' : 'failed'
}

/** A failure in the reader's words: by its code, or else by its kind. */
export function useTroubleText(): (failure: unknown) => string {
  const { t, i18n } = useTranslation('problems')
  return (failure) => {
    const code = failure instanceof ApiFailure ? failure.code : 'console.broke'
    const key = wordsKey(code)
    if (i18n.exists(key)) return t(key, failure instanceof ApiFailure ? asParams(failure.detail) : {})
    const status = failure instanceof ApiFailure ? failure.status : 0
    const known = [400, 403, 404, 409, 413, 415, 429, 503].includes(status) ? `status.${status}` : 'status.other'
    return t(`problems:${known}`, { code })
  }
}

/** What a failure's detail gives to its text; `why` chooses among several texts of one code. */
function asParams(detail: unknown): Record<string, unknown> {
  if (typeof detail !== 'object' || detail === null) return {}
  return 'why' in detail && typeof detail.why === 'string' ? { ...detail, context: detail.why } : { ...detail }
}

/** A failure as `ui/` draws it; undefined when there is none. */
export function useTrouble(failure: unknown, retry?: () => void): Trouble | undefined {
  const text = useTroubleText()
  if (failure === null || failure === undefined) return undefined
  const kind = kindOf(failure)
  return { kind, text: text(failure), retry: kind === 'forbidden' || kind === 'missing' ? undefined : retry }
}
