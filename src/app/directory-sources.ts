import {
  blankParty,
  countDueAssignments,
  countDueNotices,
  deleteAssignments,
  deleteDueAssignments,
  deleteDueNotices,
  deleteParties,
  listAssignmentsNaming,
  listPartiesHolding,
  renameSubscriber,
} from '../domain/directory/index.ts'
import { type RetentionSource, type SubjectSource, sampleSize, subjectMatcher, subjectSpellings } from '../domain/evidence/index.ts'
import type { Tx } from '../platform/db/pools.ts'
import { perform } from '../platform/work.ts'

// The directory lies left of evidence and knows nothing of retention and data subjects: the roof joins them.

const nothingHeld = { items: 0, bytes: 0, held: 0 }

/** The kind `notice`. */
export const notices: RetentionSource = {
  kind: 'notice',
  atOnce: 1_000,
  preview: async (tx, before) => ({ ...(await countDueNotices(tx, before, sampleSize)), ...nothingHeld }),
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, (work) => {
      work.require(actor.kind === 'system')
      return deleteDueNotices(work.tx, before, limit)
    }),
}

/** The kind `assignment`: who had which address, counted from when it was last heard of. */
export const assignments: RetentionSource = {
  kind: 'assignment',
  atOnce: 5_000,
  preview: async (tx, before) => ({ ...(await countDueAssignments(tx, before, sampleSize)), ...nothingHeld }),
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, (work) => {
      work.require(actor.kind === 'system')
      return deleteDueAssignments(work.tx, before, limit)
    }),
}

async function partiesOf(tx: Tx, text: string) {
  const matches = subjectMatcher(text)
  const found = await listPartiesHolding(tx, subjectSpellings(text))
  return found.filter(({ name, reference, note, addresses }) => [name, reference, note, ...addresses].some(matches))
}

/** Customers and other parties that a person is, or is named in. */
export const partySubjects: SubjectSource = {
  kind: 'directory.party',
  find: async (tx, text) =>
    (await partiesOf(tx, text)).map(({ id, name, reference, since }) => ({
      id,
      label: [name, reference].filter(Boolean).join(' · '),
      at: since,
    })),
  export: async (tx, text) => ({ rows: await partiesOf(tx, text), items: [] }),
  async erase(work, text, manner, pseudonym) {
    const found = await partiesOf(work.tx, text)
    if (manner === 'erase')
      await deleteParties(
        work.tx,
        found.map(({ id }) => id),
      )
    else for (const { id } of found) await blankParty(work.tx, id, pseudonym)
    if (found.length > 0) work.announce('party', '')
  },
}

/** Under the text itself, as a login, and under the logins and numbers of the customers that it leads to. */
async function assignmentsOf(tx: Tx, text: string) {
  const parties = await partiesOf(tx, text)
  const names = [text, ...parties.flatMap(({ reference, addresses }) => [...addresses, ...(reference === null ? [] : [reference])])]
  return listAssignmentsNaming(tx, [...new Set(names.map((name) => name.toLowerCase()))])
}

/** Which addresses a person had. Before the parties, since what leads to them goes with these. */
export const assignmentSubjects: SubjectSource = {
  kind: 'directory.assignment',
  find: async (tx, text) =>
    (await assignmentsOf(tx, text)).map(({ id, subscriber, net, since }) => ({ id, label: `${subscriber} · ${net}`, at: since })),
  export: async (tx, text) => ({ rows: await assignmentsOf(tx, text), items: [] }),
  async erase(work, text, manner, pseudonym) {
    const ids = (await assignmentsOf(work.tx, text)).map(({ id }) => id)
    if (manner === 'erase') await deleteAssignments(work.tx, ids)
    else await renameSubscriber(work.tx, ids, pseudonym)
  },
}
