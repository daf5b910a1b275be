import type { Tx } from '../../../../platform/db/pools.ts'
import { type SubjectSource, subjectMatcher, subjectReplacer } from '../../../evidence/index.ts'
import { callPlaces } from '../../store/network/call-subjects.ts'
import { networkPlaces } from '../../store/network/network-subjects.ts'
import { listWords, setWords, type WordPlaces, type Words } from '../../store/network/words.ts'

/** People of whom the organisation's own words speak. Their names go out of the words; the words stay. */
function wordSubjects(kind: string, places: WordPlaces): SubjectSource {
  const find = async (tx: Tx, text: string): Promise<readonly Words[]> => {
    const matches = subjectMatcher(text)
    return (await listWords(tx, places, text)).filter(({ words }) => Object.values(words).some((one) => one?.split('\n').some(matches)))
  }
  return {
    kind,
    find: async (tx, text) => (await find(tx, text)).map(({ id, place, at }) => ({ id, label: place, at })),
    export: async (tx, text) => ({
      items: [],
      rows: (await find(tx, text)).map(({ id, place, at, words }) => ({ id, place, at, text: Object.values(words).join('\n') })),
    }),
    async erase(work, text, manner, pseudonym) {
      const change = subjectReplacer(text, manner === 'erase' ? '…' : pseudonym)
      for (const one of await find(work.tx, text)) {
        const changed = Object.entries(one.words).map(([column, words]) => [column, words === null ? null : change(words)])
        await setWords(work.tx, places, one, Object.fromEntries(changed))
      }
    },
  }
}

/** Guests of calls, and people whom agendas, papers, minutes and what came of them speak of. */
export const callSubjects = wordSubjects('cooperation.call', callPlaces)

/** Who signed, and people whom applications, objections, announcements, answers to the questionnaire, registers, joint cases and detection techniques speak of. */
export const networkSubjects = wordSubjects('cooperation.network', networkPlaces)
