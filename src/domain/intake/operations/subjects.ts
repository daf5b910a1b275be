import type { ReportId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { changeTexts, destroyItems, type Forget, refuseHeld, type SubjectSource, subjectMatcher } from '../../evidence/index.ts'
import { listSightings, setReport, setSighting } from '../store/reports.ts'
import { blankMails, deleteMails, listMailNaming, listReportsNaming, type NamingMail, type NamingReport } from '../store/subjects.ts'
import { textOfLetter } from './outbox.ts'

type Matches = (candidate: string | null) => boolean

/** The parts of the envelope that speak of the person: whom it came from and went to, and the names and addresses of the machines. */
const envelopeParts = ({ arrival }: NamingReport, matches: Matches) =>
  Object.keys(arrival).filter((part) => part !== 'mediaType' && typeof arrival[part] === 'string' && matches(arrival[part]))

const envelopeFrom = ({ arrival }: NamingReport) => (typeof arrival['from'] === 'string' ? arrival['from'] : null)

const isTheirs = (row: NamingReport, matches: Matches) =>
  matches(row.reporter_address) || matches(row.reporter_name) || matches(envelopeFrom(row))

async function find(tx: Tx, text: string): Promise<{ rows: readonly NamingReport[]; matches: Matches }> {
  const matches = subjectMatcher(text)
  const rows = await listReportsNaming(tx, text)
  return {
    matches,
    rows: rows.filter((row) => isTheirs(row, matches) || matches(row.note) || matches(row.name) || envelopeParts(row, matches).length > 0),
  }
}

/**
 * Reports that a person handed in, and those whose note, file name or envelope speaks of them. To erase destroys what they handed in, as their own; of what others
 * handed in, the words that name them go. Who has an account here is no data subject of this: people are served, and leave, by the directory.
 */
export function reportSubjects(forget: readonly Forget[]): SubjectSource {
  return {
    kind: 'intake.report',
    async find(tx, text) {
      const { rows, matches } = await find(tx, text)
      return rows.map((row) => ({
        id: row.id,
        label: [row.reference, ...[row.reporter_address, row.reporter_name, row.name].filter(matches)].join(' · '),
        at: row.received_at,
      }))
    },
    async export(tx, text) {
      const { rows, matches } = await find(tx, text)
      const theirs = rows.filter((row) => isTheirs(row, matches))
      return { rows: rows.map((row) => exported(row, matches)), items: theirs.flatMap(({ item }) => (item === null ? [] : [item])) }
    },
    async erase(work, text, manner, pseudonym) {
      const { rows, matches } = await find(work.tx, text)
      await refuseHeld(
        work.tx,
        rows.flatMap(({ item }) => (item === null ? [] : [item])),
      )
      const gone = manner === 'erase' ? await eraseTheirs(work, rows, matches, forget) : new Set<ReportId>()
      for (const row of rows.filter(({ id }) => !gone.has(id))) await takeNames(work, row, matches, manner === 'erase' ? null : pseudonym)
    },
  }
}

/** Of another's report, nothing but the words that speak of the person: who reported them is not theirs to know. */
function exported(row: NamingReport, matches: Matches): unknown {
  const { id, reference, received_at: receivedAt, note, name } = row
  const common = {
    id,
    reference,
    receivedAt,
    ...(matches(note) ? { note } : {}),
    ...(matches(name) ? { name } : {}),
    ...envelope(row, matches),
  }
  if (!isTheirs(row, matches)) return common
  const { state, form, language, reporter_address: address, reporter_name: reporterName } = row
  return { ...common, state, form, language, note, name, reporter: { address, name: reporterName }, envelopeFrom: envelopeFrom(row) }
}

function envelope(row: NamingReport, matches: Matches): object {
  const parts = envelopeParts(row, matches)
  return parts.length === 0 ? {} : { envelope: Object.fromEntries(parts.map((part) => [part, row.arrival[part]])) }
}

/** Reports that were emptied already have no bytes to destroy; their names go as those of all others. */
async function eraseTheirs(
  work: Work,
  rows: readonly NamingReport[],
  matches: Matches,
  forget: readonly Forget[],
): Promise<ReadonlySet<ReportId>> {
  const theirs = rows.filter((row) => row.item !== null && row.state !== 'withheld' && row.state !== 'expired' && isTheirs(row, matches))
  const items = theirs.flatMap(({ item }) => (item === null ? [] : [item]))
  if (items.length === 0) return new Set()
  await destroyItems(work, items, 'erasure')
  for (const one of forget) await one(work, items)
  return new Set(theirs.map(({ id }) => id))
}

async function takeNames(work: Work, row: NamingReport, matches: Matches, pseudonym: string | null): Promise<void> {
  const arrival = { ...row.arrival }
  for (const part of envelopeParts(row, matches)) delete arrival[part]
  await setReport(work.tx, row.id, {
    ...(isTheirs(row, matches) ? { reporter_address: pseudonym, reporter_name: null, sameness: `apart ${row.id}` } : {}),
    ...(matches(row.note) ? { note: null } : {}),
    ...(matches(row.name) ? { name: null } : {}),
    arrival: storable(arrival),
    pseudonymised: true,
  })
  work.announce('report', row.id)
}

/** For the rooms that read reports: what sightings say, with the person's name replaced; the report is not read again, since its original still says it. */
export async function renameInSightings(work: Work, id: ReportId, rename: (text: string) => string): Promise<void> {
  for (const { position, value, detail } of await listSightings(work.tx, id)) {
    const change = { value: value === null ? null : rename(value), detail: storable(changeTexts(detail, rename)) }
    await setSighting(work.tx, id, position, change)
  }
  await setReport(work.tx, id, { pseudonymised: true })
  work.announce('report', id)
}

const isSecret = ({ kind }: NamingMail) => kind === 'invitation' || kind === 'address'

async function findMails(tx: Tx, text: string): Promise<readonly NamingMail[]> {
  const matches = subjectMatcher(text)
  return (await listMailNaming(tx, text)).filter((row) => matches(row.recipient) || matches(row.title))
}

/** What was written to a person. */
export const mailSubjects: SubjectSource = {
  kind: 'intake.mail',
  find: async (tx, text) =>
    (await findMails(tx, text)).map((row) => ({ id: row.id, label: `${row.recipient} · ${row.title}`, at: row.created_at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await findMails(tx, text)).map((row) => ({
      id: row.id,
      kind: row.kind,
      at: row.created_at,
      recipient: row.recipient,
      title: row.title,
      state: row.state,
      // an invitation is a key
      ...(isSecret(row) ? {} : { text: textOfLetter(row.message) }),
    })),
  }),
  async erase(work, text, manner, pseudonym) {
    const ids = (await findMails(work.tx, text)).map(({ id }) => id)
    if (manner === 'erase') await deleteMails(work.tx, ids)
    else await blankMails(work.tx, ids, pseudonym)
    if (ids.length > 0) work.announce('mail', '')
  },
}
