import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../../../base/id.ts'
import { type RedactionRules, redactPlain, strictRules } from '../../../../forensics/redact/index.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { campaignOf } from '../../../analysis/index.ts'
import { casesOfCampaigns, casesOfReports } from '../../../cases/index.ts'
import { findReports, type ReportRow } from '../../../intake/index.ts'
import { listProfiles } from '../../store/forms.ts'
import { nameWithheld } from '../../store/network/shared-files.ts'

// What copies of evidence and of what was found rest on: reports, those who made them, and what stands on them.

export const nothingToShare = () => new Failure('missing', 'cooperation.nothing-to-share', 'nothing of the organisation to make a copy of')
export const hotlineOnly = () =>
  new Failure('conflict', 'cooperation.hotline-only', 'what concerns child-abuse material goes to a hotline alone')

/** Who reported it: nobody of them stands in what is shown. */
export type People = { readonly addresses: readonly string[]; readonly names: readonly string[] }

export function peopleOf(reports: readonly Pick<ReportRow, 'reporter_address' | 'reporter_name' | 'state'>[]): People {
  const shown = reports.filter(({ state }) => state !== 'withheld')
  const each = (of: (report: (typeof shown)[number]) => string | null) => [...new Set(shown.flatMap((one) => of(one) ?? []))]
  return { addresses: each((one) => one.reporter_address), names: each((one) => one.reporter_name) }
}

/** The organisation's standard profile, else all that can be taken off. */
export async function rulesOf(tx: Tx, owner: OrganisationId): Promise<RedactionRules> {
  const profile = (await listProfiles(tx, owner)).find(({ standard }) => standard)
  return { ...strictRules, ...profile?.rules }
}

const address = /[^\s@<>"'(),;:/?&=]{1,64}(?:@|%40)[\p{L}\p{N}.-]{1,253}/giu

/** Whatever rule there is: no mail address stands in what was taken from reports. */
export function withoutAddresses(text: string, rules: RedactionRules, people: People): string {
  return redactPlain(text, rules, { ...people, about: [] }).text.replaceAll(address, 'removed@removed.invalid')
}

/**
 * The organisation's own of these reports, and what a mark of secrecy may stand on that they belong to. Refuses `cooperation.hotline-only` where one of them is
 * withheld, or names a place that is.
 */
export async function aroundReports(
  tx: Tx,
  owner: OrganisationId,
  ids: readonly ReportId[],
): Promise<{ readonly reports: readonly ReportRow[]; readonly objects: readonly string[] }> {
  const reports = (await findReports(tx, ids)).filter((one) => one.owner === owner)
  if (reports.some(({ state }) => state === 'withheld') || (await nameWithheld(tx, ids))) throw hotlineOnly()
  const campaigns = [...new Set((await campaignOf(tx, ids)).values())]
  const cases = [...(await casesOfReports(tx, ids)).values(), ...(await casesOfCampaigns(tx, campaigns)).values()]
  return { reports, objects: [...new Set<string>([...ids, ...campaigns, ...cases])] }
}
