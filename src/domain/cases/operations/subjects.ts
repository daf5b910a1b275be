import type { CaseId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { changeTexts, type RetentionSource, type SubjectSource, sampleSize, subjectMatcher, subjectReplacer } from '../../evidence/index.ts'
import { mayWorkCases } from '../policy.ts'
import { recount } from '../store/cases.ts'
import { emptyCases, listDue, listWordsNaming, type Place, previewDue, setWords, type Words } from '../store/subjects.ts'
import { index } from './acting.ts'

/** what stands in the place of erased words: it says nothing, in every language */
const erased = '…'
const shapes: ReadonlySet<Place> = new Set(['action.things', 'action.options', 'bulk'])

async function find(tx: Tx, text: string): Promise<readonly Words[]> {
  const matches = subjectMatcher(text)
  return (await listWordsNaming(tx, text)).filter((one) => matches(one.text))
}

/** Words of people in cases: titles, notes, tasks, parties, reasons, recipients and outcomes. To erase takes the words out and leaves the rest; the timeline has none. */
export const caseSubjects: SubjectSource = {
  kind: 'cases.words',
  find: async (tx, text) =>
    (await find(tx, text)).map(({ id, place, code, at }) => ({ id, label: [code, place].filter((one) => one !== null).join(' · '), at })),
  // what was written of them, not the rest of the case
  export: async (tx, text) => ({
    items: [],
    rows: (await find(tx, text)).map(({ code, place, at, text: words }) => ({ case: code, place, at, text: words })),
  }),
  async erase(work, text, manner, pseudonym) {
    const change = subjectReplacer(text, manner === 'erase' ? erased : pseudonym)
    const rows = await find(work.tx, text)
    for (const one of rows)
      await setWords(work.tx, one, shapes.has(one.place) ? storable(changeTexts(JSON.parse(one.text), change)) : change(one.text))
    await indexAgain(
      work,
      rows.flatMap((one) => (one.case === null ? [] : [one.case])),
    )
  },
}

async function indexAgain(work: Work, ids: readonly CaseId[]): Promise<void> {
  for (const id of new Set(ids)) {
    await index(work, id)
    work.announce('case', id)
  }
}

/** The kind `case`: the words of cases that ended. What stays says that there was a case, of what kind, how harmful, and what was done. */
export const caseWords: RetentionSource = {
  kind: 'case',
  atOnce: 200,
  preview: async (tx, before) => ({ ...(await previewDue(tx, before, sampleSize)), items: 0, bytes: 0, held: 0 }),
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, async (work) => {
      work.require(mayWorkCases(actor))
      const ids = (await listDue(work.tx, before, limit)).map(({ id }) => id)
      if (ids.length === 0) return 0
      await emptyCases(work.tx, ids, work.now)
      await recount(work.tx, ids)
      for (const id of ids) {
        work.record('cases.emptied', id)
        work.announce('case', id)
      }
      return ids.length
    }),
}
