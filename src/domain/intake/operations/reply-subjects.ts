import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import {
  changeTexts,
  destroyItems,
  type Forget,
  refuseHeld,
  type SubjectSource,
  subjectMatcher,
  subjectReplacer,
} from '../../evidence/index.ts'
import { listRepliesNaming, listThreadsNaming, type NamingReply, renameAttachments, renameReply, renameThreads } from '../store/subjects.ts'

type Matches = (candidate: string | null) => boolean

const wordsOf = (row: NamingReply): readonly (string | null)[] => [
  row.from_address,
  row.from_name,
  row.subject,
  row.text,
  row.quoted,
  row.sender,
  ...row.attached,
  ...Object.values(row.arrival).flatMap((value) => (typeof value === 'string' ? [value] : [])),
]

const isTheirs = (row: NamingReply, matches: Matches) => [row.from_address, row.from_name, row.sender].some((one) => matches(one))

async function find(tx: Tx, text: string): Promise<{ rows: readonly NamingReply[]; matches: Matches }> {
  const matches = subjectMatcher(text)
  return { matches, rows: (await listRepliesNaming(tx, text)).filter((row) => wordsOf(row).some((one) => matches(one))) }
}

/**
 * What a person answered, and what others wrote of them. Of another's mail only the words that name the person are handed out. To erase destroys the
 * originals, which say the same; to pseudonymise replaces the words, and the reply is not read again.
 */
export function replySubjects(forget: readonly Forget[]): SubjectSource {
  return {
    kind: 'intake.reply',
    find: async (tx, text) =>
      (await find(tx, text)).rows.map((row) => ({
        id: row.id,
        label: [row.from_address, row.subject].filter((one) => one !== null).join(' · '),
        at: row.received_at,
      })),
    async export(tx, text) {
      const { rows, matches } = await find(tx, text)
      const theirs = rows.filter((row) => isTheirs(row, matches))
      return { rows: rows.map((row) => exported(row, matches)), items: theirs.map(({ item }) => item) }
    },
    async erase(work, text, manner, pseudonym) {
      const { rows } = await find(work.tx, text)
      const items = rows.map(({ item }) => item)
      await refuseHeld(work.tx, items)
      if (manner === 'erase') {
        await destroyItems(work, items, 'erasure')
        if (items.length > 0) for (const one of forget) await one(work, items)
        return
      }
      const rename = subjectReplacer(text, pseudonym)
      for (const row of rows) {
        const { id, item: _item, thread: _thread, state: _state, received_at: _at, attached: _attached, arrival, ...said } = row
        await renameReply(work.tx, { id, ...(changeTexts(said, rename) as typeof said), arrival: storable(changeTexts(arrival, rename)) })
        await renameAttachments(work.tx, id)
        work.announce('reply', id)
      }
    },
  }
}

function exported(row: NamingReply, matches: Matches): unknown {
  const common = { id: row.id, receivedAt: row.received_at }
  if (!isTheirs(row, matches)) {
    const lines = [row.subject, row.text, row.quoted, ...row.attached]
      .flatMap((one) => (one ?? '').split('\n'))
      .filter((one) => matches(one))
    return { ...common, says: lines.map((one) => one.slice(0, 2_000)) }
  }
  const { from_address: address, from_name: name, subject, text, quoted, attached } = row
  return { ...common, from: { address, name }, subject, text, quoted, attached }
}

/** Whom we have conversations with. */
export const threadSubjects: SubjectSource = {
  kind: 'intake.thread',
  find: async (tx, text) => (await threads(tx, text)).map(({ id, correspondent, created_at: at }) => ({ id, label: correspondent, at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await threads(tx, text)).map(({ id, correspondent, created_at: at }) => ({ id, correspondent, at })),
  }),
  async erase(work, text, manner, pseudonym) {
    const ids = (await threads(work.tx, text)).map(({ id }) => id)
    await renameThreads(work.tx, ids, manner === 'erase' ? null : pseudonym)
  },
}

async function threads(tx: Tx, text: string) {
  const matches = subjectMatcher(text)
  return (await listThreadsNaming(tx, text)).filter(({ correspondent }) => matches(correspondent))
}
