import type { Cursor } from '../../../base/cursor.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
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
import { forgetReports } from '../store/outcomes.ts'
import { findHits } from '../store/reports.ts'
import { type Drawn, dropTokens, listDrawn, rewriteDrawn } from '../store/subjects.ts'
import { queryOf, tokensOf } from '../tokens.ts'

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

async function collect<T>(tx: Tx, text: string, of: (drawn: Drawn, said: { at: string; text: string }[]) => T): Promise<T[]> {
  const matches = subjectMatcher(text)
  const found: T[] = []
  for await (const some of candidates(tx, text)) {
    for (const drawn of some) {
      const said = mentions(drawnOf(drawn), matches)
      if (said.length > 0) found.push(of(drawn, said))
    }
  }
  return found
}

/** characters of a text that are handed out with what it says of the person */
const excerpt = 2_000

/**
 * What analysis drew from reported messages that speaks of a person: as sender, recipient, or in the text. Handed out are the places and the words,
 * never the message nor who reported it. To erase destroys the original too, which says the same; to pseudonymise replaces the words, and the report is not
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
    export: async (tx, text) => ({
      items: [],
      rows: await collect(tx, text, ({ reference, received_at }, said) => ({
        report: reference,
        receivedAt: received_at,
        says: said.map((one) => ({ at: one.at, text: one.text.slice(0, excerpt) })),
      })),
    }),
    async erase(work, text, manner, pseudonym) {
      const found = await collect(work.tx, text, ({ id, item }) => ({ id, item }))
      const items = found.flatMap(({ item }) => (item === null ? [] : [item]))
      await refuseHeld(work.tx, items)
      if (manner === 'pseudonymise') return pseudonymise(work, text, pseudonym)
      await destroyItems(work, items, 'erasure')
      if (items.length > 0) for (const one of forget) await one(work, items)
      await forgetReports(
        work.tx,
        found.map(({ id }) => id),
      )
    },
  }
}

async function pseudonymise(work: Work, text: string, pseudonym: string): Promise<void> {
  const matches = subjectMatcher(text)
  const rename = subjectReplacer(text, pseudonym)
  for await (const some of candidates(work.tx, text)) {
    for (const drawn of some) {
      const { id, summary, observations, findings, reporter, told } = drawn
      const speaks = mentions(drawnOf(drawn), matches).length > 0
      if (speaks) {
        const after = changeTexts({ summary, observations, findings }, rename) as Pick<Drawn, 'summary' | 'observations' | 'findings'>
        await rewriteDrawn(work.tx, { id, ...after })
        await renameInSightings(work, id, rename)
      }
      // what intake was told, and is about to take away, are search words too: of a reporter both address and name
      const theirs = reporter.some((one) => matches(one)) ? reporter : []
      if (speaks || theirs.length > 0 || matches(told)) await dropTokens(work.tx, id, [text, ...theirs].flatMap(wordsOf))
    }
  }
}

/** Of an address its host stays a word: it is not the person's. */
function wordsOf(text: string | null): string[] {
  return tokensOf(text?.split('@')[0] ?? '')
}
