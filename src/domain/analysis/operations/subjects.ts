import type { Cursor } from '../../../base/cursor.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { shortestSubject } from '../../evidence/contract.ts'
import {
  changeTexts,
  destroyItems,
  type Forget,
  refuseHeld,
  type SubjectSource,
  subjectMatcher,
  subjectReplacer,
} from '../../evidence/index.ts'
import { renameInSightings } from '../../intake/index.ts'
import { findHits } from '../store/reports.ts'
import { type Drawn, dropTokens, listDrawn, rewriteDrawn } from '../store/subjects.ts'
import { queryOf, tokensOf } from '../tokens.ts'
import { renameInCampaigns } from './campaigns/subjects.ts'
import { forgetReadings } from './forget.ts'
import { forgetLessons } from './taught.ts'

// readings are large: so many at a time
const atOnce = 50

type Matches = (candidate: string | null) => boolean

/** Ours that the search finds for the person's words, a few at a time. */
async function* candidates(tx: Tx, text: string): AsyncGenerator<readonly Drawn[]> {
  const query = queryOf(text)
  let before: Cursor | undefined
  for (;;) {
    const hits = query === undefined ? [] : await findHits(tx, query, before)
    for (let at = 0; at < hits.length; at += atOnce) {
      yield await listDrawn(
        tx,
        hits.slice(at, at + atOnce).map(({ report }) => report),
      )
    }
    const last = hits.at(-1)
    if (last === undefined) return
    before = { at: last.received_at, id: last.report }
  }
}

const drawnOf = ({ summary, observations, findings, sightings }: Drawn) => ({ summary, observations, findings, sightings })

/** Each text that speaks of the person, with the place where it stands. */
function mentions(value: unknown, matches: Matches, place = ''): { at: string; text: string }[] {
  if (typeof value === 'string') return matches(value) ? [{ at: place, text: value }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => mentions(inner, matches, place === '' ? name : `${place}.${name}`))
}

type Said = readonly { readonly at: string; readonly text: string }[]

/** What the mail that brought a report says, where it was kept. */
function broughtIn({ observations }: Drawn): Record<string, unknown> | undefined {
  return observations.map(({ reading }) => reading as Record<string, unknown>).find(({ kind }) => kind === 'brought')
}

/** Whether the person wrote or sent the mail that brought it: the report is theirs, whoever handed it in. */
function wrote(drawn: Drawn, matches: Matches): boolean {
  const authors = broughtIn(drawn)?.['authors']
  return Array.isArray(authors) && authors.some((one) => typeof one === 'string' && matches(one))
}

/** Of a mail that somebody else wrote, the lines that name the person and no others: who reports is not theirs to know. */
function saidOf(drawn: Drawn, matches: Matches): Said {
  const rest = { ...drawnOf(drawn), observations: drawn.observations.filter(({ reading }) => reading !== broughtIn(drawn)) }
  const brought = [...drawn.reporter, drawn.envelope].some((one) => matches(one))
    ? []
    : mentions({ brought: broughtIn(drawn) ?? null }, matches)
  return [...brought.map(({ at, text }) => ({ at, text: linesOf(text, matches) })), ...mentions(rest, matches)]
}

function linesOf(text: string, matches: Matches): string {
  const lines = text.split('\n').filter((line) => matches(line))
  // a name may run over the end of a line
  return lines.length === 0 ? '' : lines.join('\n')
}

async function collect<T>(tx: Tx, text: string, of: (drawn: Drawn, said: Said) => T): Promise<T[]> {
  const matches = subjectMatcher(text)
  const found: T[] = []
  for await (const some of candidates(tx, text)) {
    for (const drawn of some) {
      const said = saidOf(drawn, matches)
      if (said.length > 0) found.push(of(drawn, said))
    }
  }
  return found
}

/** characters of a text that are handed out with what it says of the person */
const excerpt = 2_000

/**
 * What analysis drew from reported messages, and from the mail that brought them, that speaks of a person: as sender, recipient, or in the text. Handed out
 * are the places and the words, never the message nor who reported it, unless the person wrote the mail that brought it. To erase destroys the original too, which says the same; to pseudonymise replaces the words, and the report is not
 * read again.
 */
export function readingSubjects(forget: readonly Forget[]): SubjectSource {
  return {
    kind: 'analysis.reading',
    find: (tx, text) =>
      collect(tx, text, ({ id, reference, received_at, summary }) => ({
        id,
        label: [reference, summary.from_address, summary.title].filter((one) => one !== null).join(' · '),
        at: received_at,
      })),
    async export(tx, text) {
      const matches = subjectMatcher(text)
      const found = await collect(tx, text, (drawn, said) => ({
        item: wrote(drawn, matches) ? drawn.item : null,
        row: {
          report: drawn.reference,
          receivedAt: drawn.received_at,
          says: said.map((one) => ({ at: one.at, text: one.text.slice(0, excerpt) })),
        },
      }))
      return { items: found.flatMap(({ item }) => item ?? []), rows: found.map(({ row }) => row) }
    },
    async erase(work, text, manner, pseudonym) {
      const found = await collect(work.tx, text, ({ id, item }) => ({ id, item }))
      const items = found.flatMap(({ item }) => (item === null ? [] : [item]))
      await refuseHeld(work.tx, items)
      if (manner === 'pseudonymise') return pseudonymise(work, text, pseudonym)
      await destroyItems(work, items, 'erasure')
      if (items.length > 0) for (const one of forget) await one(work, items)
      const ids = found.map(({ id }) => id)
      await forgetReadings(work, ids)
      await forgetLessons(work, ids, 'erased')
    },
  }
}

async function pseudonymise(work: Work, text: string, pseudonym: string): Promise<void> {
  const matches = subjectMatcher(text)
  const spoken: ReportId[] = []
  const replaced = new Set<string>([text])
  for await (const some of candidates(work.tx, text)) {
    for (const drawn of some) {
      const { id, summary, observations, findings, reporter, envelope, told } = drawn
      // what intake was told, and is about to take away, are search words too: of a reporter both address and name
      const theirs = reporter.some((one) => matches(one)) ? reporter.filter((one) => one !== null && one.length >= shortestSubject) : []
      const all = [text, ...theirs.flatMap((one) => one ?? [])]
      const rename = (said: string) => all.reduce((left, one) => subjectReplacer(one, pseudonym)(left), said)
      const speaks = all.some((one) => mentions(drawnOf(drawn), subjectMatcher(one)).length > 0)
      if (speaks) {
        const after = changeTexts({ summary, observations, findings }, rename) as Pick<Drawn, 'summary' | 'observations' | 'findings'>
        await rewriteDrawn(work.tx, { id, ...after })
        // what a lesson kept of it was made from the words as they were
        await forgetLessons(work, [id], 'erased')
        await renameInSightings(work, id, rename)
      }
      if (speaks || theirs.length > 0) {
        spoken.push(id)
        for (const one of all) if (one !== null) replaced.add(one)
      }
      if (speaks || theirs.length > 0 || matches(told) || matches(envelope)) await dropTokens(work.tx, id, all.flatMap(wordsOf))
    }
  }
  await renameInCampaigns(work, spoken, (said) => [...replaced].reduce((left, one) => subjectReplacer(one, pseudonym)(left), said))
}

/** Of an address its host stays a word: it is not the person's. */
function wordsOf(text: string | null): string[] {
  return tokensOf(text?.split('@')[0] ?? '')
}
