import type { PackageChapter, PackageLanguage } from '../evidence/index.ts'
import type { CaseRow } from './case.ts'
import type { PartyPart } from './store/parts.ts'
import type { EntryRow } from './store/timeline.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

type Texts = typeof en

const all: Readonly<Record<PackageLanguage, Texts>> = { en, 'zh-CN': zhCN, ar }

export type PackagedCase = {
  readonly row: CaseRow
  readonly parties: readonly PartyPart[]
  readonly entries: readonly EntryRow[]
}

const mostShown = 300
const moment = (at: Date | null) => (at === null ? '–' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`)

/** A case as the first chapter of an evidence package: what it is and what was done, without notes, which are the desk's own. */
export function chapterOf({ row, parties, entries }: PackagedCase, language: PackageLanguage): PackageChapter {
  const texts = all[language]
  const { id, code, title, kind, state, harm, reports, campaigns } = row
  const [openedAt, closedAt, dueAt] = [row.opened_at, row.closed_at, row.due_at].map((at) => at?.toISOString() ?? null)
  return {
    name: `case-${code.toLowerCase()}`,
    heading: `${code} ${title}`,
    findings: {
      form: 'tocsin-case/1',
      case: { id, code, title, kind, state, harm, reports, campaigns, openedAt, closedAt, closedWhy: row.closed_why, dueAt },
      parties: parties.map(({ role, name, address, party, at }) => ({ role, name, address, party, at: at.toISOString() })),
      timeline: entries.map((one) => ({
        at: one.at.toISOString(),
        by: `${one.actor_kind}:${one.actor}`,
        what: one.what,
        params: one.params,
      })),
    },
    parts: [
      {
        heading: texts.about,
        rows: [
          [texts.code, code],
          [texts.kind, kind],
          [texts.state, row.closed_why === null ? state : `${state} (${row.closed_why})`],
          [texts.opened, moment(row.opened_at)],
          [texts.closed, moment(row.closed_at)],
          [texts.reports, String(reports)],
          [texts.campaigns, String(campaigns)],
          [texts.harm, harm.toFixed(1)],
        ],
      },
      {
        heading: texts.parties,
        rows: parties
          .slice(0, mostShown)
          .map(({ role, name, address }) => [role, address === null ? name : `${name} <${address}>`] as const),
      },
      { heading: texts.timeline, rows: entries.slice(0, mostShown).map((one) => [moment(one.at), one.what] as const) },
    ],
  }
}
