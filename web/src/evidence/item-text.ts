import { useTranslation } from 'react-i18next'
import type { CustodyView, ItemView } from '../../../src/domain/evidence/contract.ts'
import { unmasked } from '../ui/unmasked.ts'

const ways: Readonly<Record<string, string>> = {
  'archive member': 'member',
  'forwarded message': 'forwarded',
  'message in a feedback report': 'feedback',
  'headers in a feedback report': 'feedback-headers',
  'inline forward, rebuilt': 'inline',
  'pasted text': 'pasted',
  'redacted copy': 'redacted',
}

/** How an item came out of its parent: a key of the catalogue with what it needs, or the words as they were recorded. */
export function wayOf(how: string): { readonly key: string; readonly part?: string } | undefined {
  const part = /^attachment ([\d.]+)$/.exec(how)?.[1]
  if (part !== undefined) return { key: 'attachment', part }
  const number = /^evidence (\d+)$/.exec(how)?.[1]
  if (number !== undefined) return { key: 'evidence', part: number }
  const key = ways[how]
  return key === undefined ? undefined : { key }
}

export function useWayText(): (how: string) => string {
  const { t } = useTranslation('evidence')
  return (how) => {
    const way = wayOf(how)
    return way === undefined ? how : t(`how.${way.key}`, { part: way.part ?? '' })
  }
}

/** What an item is called; its kind where it has no name. */
export function useItemName(): (item: Pick<ItemView, 'name' | 'mediaType'>) => string {
  const { t, i18n } = useTranslation('evidence')
  return ({ name, mediaType }) => {
    if (name !== null && name !== '') return unmasked(name)
    return i18n.exists(`evidence:kind.${mediaType.replace('/', '-')}`) ? t(`kind.${mediaType.replace('/', '-')}`) : t('kind.file')
  }
}

/** Who did it, as far as it may be known. */
export function useActorText(): (line: Pick<CustodyView, 'actorKind' | 'actorName'>) => string {
  const { t } = useTranslation('evidence')
  return ({ actorKind, actorName }) => actorName ?? t(`actor.${actorKind}`)
}
