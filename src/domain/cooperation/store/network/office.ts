import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { OfficeContact } from '../../network/office.ts'

const columns = sql`o.id, o.owner, o.unit, o.person, o.title, o.mail, o.phone, o.emergency, o.hours, o.time_zone as "timeZone", o.languages,
  o.pgp, o.pgp_fingerprint as "pgpFingerprint", o.smime, o.smime_fingerprint as "smimeFingerprint",
  o.confirmed_at as "confirmedAt", o.confirmed_by as "confirmedBy", o.changed_at as "changedAt", o.changed_by as "changedBy"`

/** How the network's office is reached; undefined where nobody has named it, or for whoever does not see it. */
export async function findOfficeContact(tx: Tx, network: OrganisationId): Promise<OfficeContact | undefined> {
  const { rows } = await sql<OfficeContact>`select ${columns} from cooperation.office_contact o where o.owner = ${network}`.execute(tx)
  return rows[0]
}

/** The network's own act: locked until the end of the transaction. */
export async function lockOfficeContact(tx: Tx, network: OrganisationId): Promise<OfficeContact | undefined> {
  const { rows } =
    await sql<OfficeContact>`select ${columns} from cooperation.office_contact o where o.owner = ${network} for update`.execute(tx)
  return rows[0]
}

/** Names it, or changes the one that there is. */
export async function putOfficeContact(tx: Tx, row: OfficeContact): Promise<void> {
  const { id, owner, timeZone, languages, pgpFingerprint, smimeFingerprint, confirmedAt, confirmedBy, changedAt, changedBy, ...plain } = row
  const set = {
    ...plain,
    time_zone: timeZone,
    languages: [...languages],
    pgp_fingerprint: pgpFingerprint,
    smime_fingerprint: smimeFingerprint,
    confirmed_at: confirmedAt,
    confirmed_by: confirmedBy,
    changed_at: changedAt,
    changed_by: changedBy,
  }
  await tx
    .insertInto('cooperation.office_contact')
    .values({ id, owner, ...set })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(set))
    .execute()
}

export async function setOfficeConfirmed(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx.updateTable('cooperation.office_contact').set({ confirmed_at: at, confirmed_by: by }).where('id', '=', id).execute()
}
