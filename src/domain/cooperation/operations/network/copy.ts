import { present } from '../../../../base/failure.ts'
import type { CampaignId, CaseId, OrganisationId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { campaignIndicators, findCampaign, listCampaignReports } from '../../../analysis/index.ts'
import { findCase, listCaseCampaigns, listCaseReports, outsideCodeOf } from '../../../cases/index.ts'
import { findOrganisation, type OrganisationRow } from '../../../directory/index.ts'
import { findReports, namesWithheld } from '../../../intake/index.ts'
import type { CopiedBody, CopiedIndicator, PartOfCopy, Terms } from '../../contract/network/copied.ts'
import type { indicatorKinds } from '../../contract/network/names.ts'
import { changeTexts, placesOf } from '../../network/copy.ts'
import { leaveOut } from '../../network/leave-out.ts'
import type { GivenMark } from '../../network/secret.ts'
import type { Source } from '../../network/tlp.ts'
import { allPlacesIn, redactReply } from '../../reply-words.ts'
import { countNaming } from '../../store/network/shares.ts'
import { copyEvidence, type Ready, type WantedEvidence } from './copy-evidence.ts'
import { copyFindings, type WantedFindings } from './copy-findings.ts'
import { hotlineOnly, nothingToShare as nothing, type People, peopleOf, rulesOf, withoutAddresses } from './copy-source.ts'
import { copyTechnique } from './copy-technique.ts'

/** What something is to be made a copy of. */
export type Wanted =
  | { readonly kind: 'case'; readonly id: string; readonly left?: readonly PartOfCopy[] }
  | { readonly kind: 'campaign'; readonly id: string; readonly left?: readonly PartOfCopy[] }
  | { readonly kind: 'technique'; readonly id: string }
  | { readonly kind: 'indicator'; readonly of: (typeof indicatorKinds)[number]; readonly value: string; readonly note: string }
  | { readonly kind: 'document'; readonly title: string; readonly language: string; readonly text: string }
  | WantedEvidence
  | WantedFindings

export type Copied = {
  readonly body: CopiedBody
  /** of the acting organisation: what marks of secrecy on any of it block the copy */
  readonly objects: readonly string[]
  readonly by: OrganisationRow
  /** whoever reported it or wrote it: nobody of them stands in it */
  readonly people: People
  /** marks that it bears by itself, and whose they are */
  readonly rests: readonly Rest[]
  /** marks of secrecy that others put on what it is made of */
  readonly given: readonly GivenMark[]
  /** the most that its owner lets it be shared with; null where nothing was said */
  readonly most: Most | null
}
export type Most = Pick<Terms, 'tlp' | 'permitted' | 'until'>
/** A copy of another's that something rests on: whose it is, and on which terms it was given. */
export type Rest = Source & {
  /** null where it is shown no more */
  readonly copy: string | null
  readonly owner: string
  readonly permitted: Terms['permitted']
  readonly until: Date | string | null
}

const mostIndicators = 100
const mostCampaigns = 20
/** reports of which the reporters' addresses are looked for in the texts of a copy */
const mostReports = 200

/**
 * A copy of something of the acting organisation's: figures, kinds, moments and what was found, never who reported it, whom it was for, who is a party, or what was
 * noted. Titles and names lose reporters' and all other mail addresses, and what the organisation's own redaction profile takes out. Refuses
 * `cooperation.nothing-to-share`, and `cooperation.hotline-only` for what concerns child-abuse material. `ready` is what goes with an item of evidence.
 */
export async function copyOf(tx: Tx, owner: OrganisationId, wanted: Wanted, ready: Ready | null = null): Promise<Copied> {
  const by = present(await findOrganisation(tx, owner), 'cooperation.no-organisation', 'the organisation')
  const { body, objects, people, rests = [], given = [], most = null } = await gather(tx, owner, by, wanted, ready)
  const rules = await rulesOf(tx, owner)
  const typed = body.kind === 'document' || body.kind === 'indicator' || body.kind === 'technique'
  const wanting = 'left' in wanted && (body.kind === 'case' || body.kind === 'campaign') ? leaveOut(body, wanted.left ?? []) : body
  const clean = changeTexts(wanting, (text) => (typed ? redactReply(text, rules, noReporters).text : withoutAddresses(text, rules, people)))
  await refuseWithheld(tx, clean)
  return { body: clean, objects, by, people, rests, given, most }
}

/** Refuses `cooperation.hotline-only` where it names a place that is withheld, however it is written. */
export async function refuseWithheld(tx: Tx, body: CopiedBody): Promise<void> {
  const { things, texts } = placesOf(body)
  const places = [...things, ...texts.flatMap(allPlacesIn)]
  if (await namesWithheld(tx, places)) throw hotlineOnly()
}

/** The same of words that somebody typed. */
export async function refuseWithheldIn(tx: Tx, words: readonly string[]): Promise<void> {
  if (await namesWithheld(tx, words.flatMap(allPlacesIn))) throw hotlineOnly()
}

const noReporters: People = { addresses: [], names: [] }

type Gathered = Pick<Copied, 'body' | 'objects' | 'people'> & Partial<Pick<Copied, 'rests' | 'given' | 'most'>>

async function gather(tx: Tx, owner: OrganisationId, by: OrganisationRow, wanted: Wanted, ready: Ready | null): Promise<Gathered> {
  if (wanted.kind === 'evidence') return copyEvidence(tx, owner, wanted, ready)
  if (wanted.kind === 'finding') return copyFindings(tx, owner, by, wanted)
  if (wanted.kind === 'case') return ofCase(tx, owner, by, wanted.id as CaseId)
  if (wanted.kind === 'campaign') return ofCampaign(tx, owner, wanted.id as CampaignId)
  if (wanted.kind === 'technique') return { ...(await copyTechnique(tx, wanted.id)), people: noReporters }
  if (wanted.kind === 'document') return { body: wanted, objects: [], people: noReporters }
  const { reports, firstAt, lastAt } = await countNaming(tx, owner, wanted.of, wanted.value)
  const known = reports > 0 ? { reports, ...moments(firstAt, lastAt) } : {}
  const indicator: CopiedIndicator = { kind: wanted.of, value: wanted.value, ...known }
  return { body: { kind: 'indicator', title: wanted.value, indicator, note: wanted.note }, objects: [], people: noReporters }
}

async function ofCase(tx: Tx, owner: OrganisationId, by: OrganisationRow, id: CaseId): Promise<Gathered> {
  const found = await findCase(tx, id)
  if (found === undefined || found.owner !== owner || found.emptied_at !== null) throw nothing()
  if (found.kind === 'child-material') throw hotlineOnly()
  const parts = await listCaseCampaigns(tx, owner, id, undefined, mostCampaigns)
  const indicators: CopiedIndicator[] = []
  for (const { campaign } of parts) indicators.push(...(await indicatorsOf(tx, campaign)))
  const { items } = await listCaseReports(tx, { owner, id }, undefined, mostReports)
  return {
    body: {
      kind: 'case',
      code: outsideCodeOf(by.code, found.code),
      title: found.title,
      of: found.kind,
      state: found.state,
      harm: found.harm,
      reports: found.reports,
      openedAt: found.opened_at.toISOString(),
      closedAt: found.closed_at?.toISOString() ?? null,
      campaigns: parts.map(({ name, reports }) => ({ name, reports })),
      indicators: unique(indicators).slice(0, mostIndicators),
    },
    objects: [id, ...parts.map(({ campaign }) => campaign)],
    people: await reportersOf(
      tx,
      items.map((one) => one.id),
    ),
  }
}

async function ofCampaign(tx: Tx, owner: OrganisationId, id: CampaignId): Promise<Gathered> {
  const found = await findCampaign(tx, id)
  if (found === undefined || found.owner !== owner || found.merged_into !== null) throw nothing()
  const reports = await listCampaignReports(tx, id, undefined, mostReports)
  return {
    body: {
      kind: 'campaign',
      title: found.name ?? found.title ?? '',
      of: found.kind,
      state: found.state,
      brand: found.brand,
      reports: found.reports,
      firstAt: found.first_at.toISOString(),
      lastAt: found.last_at.toISOString(),
      indicators: await indicatorsOf(tx, id),
    },
    objects: [id],
    people: await reportersOf(
      tx,
      reports.map(({ report }) => report),
    ),
  }
}

async function indicatorsOf(tx: Tx, id: CampaignId): Promise<readonly CopiedIndicator[]> {
  const all = await campaignIndicators(tx, id)
  return all
    .filter(({ kind }) => kind !== 'sender')
    .slice(0, mostIndicators)
    .map(({ kind, value, reports, firstAt, lastAt }) => ({ kind, value, reports, ...moments(firstAt, lastAt) }))
}

const moments = (firstAt: Date | null, lastAt: Date | null) =>
  firstAt === null || lastAt === null ? {} : { firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() }

const unique = (all: readonly CopiedIndicator[]) => [...new Map(all.map((one) => [`${one.kind} ${one.value}`, one])).values()]

async function reportersOf(tx: Tx, reports: readonly ReportId[]): Promise<People> {
  return { ...peopleOf(await findReports(tx, reports)), names: [] }
}
