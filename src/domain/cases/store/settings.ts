import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { defaultSettings, type Settings } from '../settings.ts'

export type SettingsRow = Settings & { readonly changedAt: Date | null; readonly changedBy: string | null }

export async function findSettings(tx: Tx, owner: OrganisationId): Promise<SettingsRow> {
  const row = await tx.selectFrom('cases.settings').selectAll().where('owner', '=', owner).executeTakeFirst()
  if (row === undefined) return { ...defaultSettings, changedAt: null, changedBy: null }
  const { silence_days: silenceDays, near_hours: nearHours, triage, triage_reports: triageReports } = row
  return { silenceDays, nearHours, triage, triageReports, changedAt: row.changed_at, changedBy: row.changed_by }
}

export async function putSettings(tx: Tx, owner: OrganisationId, settings: Settings, at: Date, by: string): Promise<void> {
  const { silenceDays, nearHours, triage, triageReports } = settings
  const row = { silence_days: silenceDays, near_hours: nearHours, triage, triage_reports: triageReports, changed_at: at, changed_by: by }
  await tx
    .insertInto('cases.settings')
    .values({ owner, ...row })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(row))
    .execute()
}
