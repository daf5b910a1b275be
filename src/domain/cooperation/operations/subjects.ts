import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { changeTexts, type SubjectSource, subjectMatcher, subjectReplacer } from '../../evidence/index.ts'
import { findRelease } from '../store/releases.ts'
import { dropDrafts, listWordsNaming, type Place, setWords, type Words } from '../store/subjects.ts'
import { rewriteCopy, rewriteRequest } from './network/rewrite.ts'
import { prepareRelease } from './prepare.ts'

/** what stands in the place of erased words: it says nothing, in every language */
const erased = '…'
const shapes: ReadonlySet<Place> = new Set(['wording', 'receipt', 'terms', 'share', 'request.message', 'request.file', 'request.waits'])

/** of what stands in a shape: codes, in which nobody is named whatever they are called; nor is anybody in what waits, but in its words */
const codes: ReadonlySet<string> = new Set(['tlp', 'permitted', 'onward', 'until', 'secrecy'])
const codesOfWaits: ReadonlySet<string> = new Set([...codes, 'act', 'data', 'said', 'files', 'restsOn'])

function changeWords({ place, text }: Words, change: (text: string) => string): unknown {
  const left = place === 'request.waits' ? codesOfWaits : codes
  const go = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(go)
    if (typeof value !== 'object' || value === null) return changeTexts(value, change)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, left.has(name) ? inner : go(inner)]))
  }
  return go(JSON.parse(text))
}

async function find(tx: Tx, text: string): Promise<readonly Words[]> {
  const matches = subjectMatcher(text)
  return (await listWordsNaming(tx, text)).filter((one) => matches(one.text))
}

/**
 * Words of people in what left or is to leave, in requests for assistance, on block lists, in vendors' answers and in ways. To erase takes them out; drafts that hold them go whole, and are made
 * anew where nobody decided yet. What stays says that something of such a kind left then, by whose decision, under which hash.
 */
export const releaseSubjects: SubjectSource = {
  kind: 'cooperation.release',
  find: async (tx, text) => (await find(tx, text)).map(({ id, place, at }) => ({ id, label: place, at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await find(tx, text)).map(({ place, release, at, text: words }) => ({ release, place, at, text: words })),
  }),
  async erase(work, text, manner, pseudonym) {
    const change = subjectReplacer(text, manner === 'erase' ? erased : pseudonym)
    const rows = await find(work.tx, text)
    for (const one of rows.filter(({ place }) => place === 'copy'))
      await rewriteCopy(work, one.id, changeTexts(JSON.parse(one.text), change))
    for (const one of rows.filter(({ place }) => place === 'request'))
      await rewriteRequest(work, one.id, changeTexts(JSON.parse(one.text), change))
    for (const one of rows.filter(({ place }) => place !== 'copy' && place !== 'request'))
      await setWords(work.tx, one, shapes.has(one.place) ? storable(changeWords(one, change)) : change(one.text), work.now)
    const told = rows.filter(({ place }) => place !== 'entry.reason' && place !== 'entry.ended' && place !== 'answer')
    for (const release of new Set(told.flatMap((one) => (one.release === null ? [] : [one.release])))) {
      // the letter to them has their address in its header, whatever its text says
      await dropDrafts(work.tx, release)
      work.announce('release', release)
      if ((await findRelease(work.tx, release))?.state === 'draft') work.enqueue(prepareRelease, { releaseId: release }, { key: release })
    }
  },
}
