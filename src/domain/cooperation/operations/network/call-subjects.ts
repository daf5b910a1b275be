import type { Tx } from '../../../../platform/db/pools.ts'
import { type SubjectSource, subjectMatcher, subjectReplacer } from '../../../evidence/index.ts'
import { type CallWords, listCallWords, setCallWords } from '../../store/network/call-subjects.ts'

async function find(tx: Tx, text: string): Promise<readonly CallWords[]> {
  const matches = subjectMatcher(text)
  return (await listCallWords(tx, text)).filter(({ words }) => Object.values(words).some((one) => one?.split('\n').some(matches)))
}

/** Guests of calls, and people whom agendas, papers, minutes and what came of them speak of. Their names go out of the words; the words stay. */
export const callSubjects: SubjectSource = {
  kind: 'cooperation.call',
  find: async (tx, text) => (await find(tx, text)).map(({ id, place, at }) => ({ id, label: place, at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await find(tx, text)).map(({ id, place, at, words }) => ({ id, place, at, text: Object.values(words).join('\n') })),
  }),
  async erase(work, text, manner, pseudonym) {
    const change = subjectReplacer(text, manner === 'erase' ? '…' : pseudonym)
    for (const one of await find(work.tx, text))
      await setCallWords(
        work.tx,
        one,
        Object.fromEntries(Object.entries(one.words).map(([column, words]) => [column, words === null ? null : change(words)])),
      )
  },
}
