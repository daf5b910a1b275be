import { useTranslation } from 'react-i18next'
import type { Entry } from '../../../src/domain/cases/contract.ts'
import { formatInstant, formatNumber } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { useNameOf } from './people.tsx'

// what a parameter is a word of, by the event; all else is shown as it is
const words: Readonly<Record<string, string>> = {
  'moved.from': 'state',
  'moved.to': 'state',
  'kind-changed.from': 'kind',
  'kind-changed.to': 'kind',
  'closed.why': 'closed',
  'opened.how': 'opened-how',
  'note-added.audience': 'audience',
  'outcome.outcome': 'outcome',
  'linked.kind': 'links.kind',
  'unlinked.kind': 'links.kind',
}
const people = new Set(['assigned.to', 'assigned.from', 'handed-over.to', 'handed-over.from'])
const instants = new Set(['due-changed.to', 'due-changed.from', 'deadline-near.due'])

/** A line of the timeline in the reader's words. */
export function useEntryText(): (entry: Pick<Entry, 'what' | 'params'>) => string {
  const { t, i18n } = useTranslation('cases')
  const { locale, zone } = usePreferences()
  const nameOf = useNameOf()
  const shown = (what: string, name: string, value: string | number | boolean | null): string | number => {
    const place = `${what}.${name}`
    if (people.has(place)) return value === null ? t('people.none') : (nameOf(value) ?? t('who.unknown'))
    if (instants.has(place)) return value === null ? t('due.none') : formatInstant(new Date(String(value)), locale, zone, 'minute')
    const area = words[place]
    if (area !== undefined) return t(`${area}.${String(value)}`)
    if (name === 'role') return t(`role.${String(value)}`)
    if (name === 'part') return t(`harm.part.${String(value)}`)
    if (name === 'kind' && (what.startsWith('action-') || what === 'outcome')) return t(`action.${String(value)}`)
    if (name === 'count') return Number(value)
    return typeof value === 'number' ? formatNumber(value, locale, { maximumFractionDigits: 1 }) : String(value ?? '')
  }
  return ({ what, params }) => {
    const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(what, name, value)]))
    const form =
      what === 'assigned' && params['to'] === null
        ? 'assigned-nobody'
        : what === 'due-changed' && params['to'] === null
          ? 'due-removed'
          : what
    const key = `entry.${form}`
    return i18n.exists(`cases:${key}`, { count: 1 }) ? t(key, values) : t('entry.unknown', { what })
  }
}
