import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { ActionId, ItemId, OrganisationId, ReleaseId, ReportId } from '../../../base/id.ts'
import { type RedactionRules, strictRules } from '../../../forensics/redact/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform } from '../../../platform/work.ts'
import { type ActionRow, type CaseRow, findAction, findCase, listCaseReports, outsideCodeOf } from '../../cases/index.ts'
import { findOrganisation, type OrganisationRow } from '../../directory/index.ts'
import { findReport, listSightings } from '../../intake/index.ts'
import { addressedKinds, replyKinds } from '../contract/shapes.ts'
import type { Language, LetterKind, Template } from '../letter.ts'
import { mayDraft } from '../policy.ts'
import type { ReleaseRow } from '../release.ts'
import { findProfile, listOwnLetters, listProfiles } from '../store/forms.ts'
import { findRelease, listActions, removeActions, updateRelease } from '../store/releases.ts'
import type { ThingLine } from '../thing.ts'
import { noteEvent } from './note.ts'
import { type Replying, replyingOf } from './replying.ts'

/** A message that was reported, and who reported it. */
export type Specimen = { readonly item: ItemId; readonly addresses: readonly string[]; readonly names: readonly string[] }

/** All that a letter is written from. */
export type Matter =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'fault'; readonly fault: string }
  | {
      readonly kind: 'letter'
      readonly release: ReleaseRow
      readonly organisation: OrganisationRow
      readonly cases: readonly CaseRow[]
      readonly things: readonly ThingLine[]
      readonly codes: readonly string[]
      readonly reports: number
      readonly specimens: readonly Specimen[]
      readonly reporters: readonly string[]
      readonly wantsEvidence: boolean
      readonly profile: { readonly name: string | null; readonly rules: RedactionRules }
      readonly templates: ReadonlyMap<Language, Template>
      /** which template it is written from */
      readonly template: LetterKind
      readonly text: string
      readonly title: string | null
      readonly answers: string | null
      /** of an answer */
      readonly replying: Replying | null
    }

const mostCases = 5
const looked = 20
const mostThings = 1_000

export type Live = { readonly release: ReleaseRow; readonly actions: readonly ActionRow[] }

/** A draft with its actions that are still wanted; those that somebody took back since are let go of. Undefined where nobody is to decide on it, or nothing is left of it. */
export async function readLive(ctx: Context, actor: Actor, id: ReleaseId): Promise<Live | undefined> {
  const read = await ctx.read(actor, async (tx) => {
    const release = present(await findRelease(tx, id), 'cooperation.no-release', `release ${id}`)
    const listed = await listActions(tx, id)
    const actions: ActionRow[] = []
    for (const one of listed) {
      const action = await findAction(tx, one.action)
      if (action !== undefined) actions.push(action)
    }
    return { release, listed, actions }
  })
  const { release } = read
  if (release.state !== 'draft') return undefined
  const live = read.actions.filter(({ state }) => state === 'proposed' || state === 'failed')
  if (live.length < read.listed.length) {
    const gone = read.listed.map(({ action }) => action).filter((one) => !live.some((action) => action.id === one))
    await letGo(ctx, actor, release, gone, live.length)
    if (live.length === 0) return undefined
  }
  return { release, actions: live }
}

/** All that a letter to an address is written from. */
export async function readMatter(ctx: Context, actor: Actor, { release, actions }: Live): Promise<Matter> {
  // what is no letter was drafted as what it is
  if (!addressedKinds.some((one) => one === release.kind)) return { kind: 'nothing' }
  if (release.recipient.kind !== 'address' || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(release.recipient.value))
    return { kind: 'fault', fault: 'no-address' }
  return ctx.read(actor, (tx) => gather(tx, release, actions))
}

async function letGo(ctx: Context, actor: Actor, release: ReleaseRow, gone: readonly ActionId[], left: number): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayDraft(actor))
    if (left > 0) return removeActions(work.tx, release.id, gone)
    await updateRelease(work.tx, release.id, { state: 'refused', fault: 'withdrawn' })
    await noteEvent(work, release, 'refused', { why: 'withdrawn' })
  })
}

async function gather(tx: Tx, release: ReleaseRow, actions: readonly ActionRow[]): Promise<Matter> {
  const organisation = present(await findOrganisation(tx, release.owner), 'cooperation.no-organisation', 'the organisation')
  const cases = await casesOf(tx, release, actions)
  if (cases.some((one) => one.kind === 'child-material')) return { kind: 'fault', fault: 'hotline-only' }
  const codeOf = (one: CaseRow) => outsideCodeOf(organisation.code, one.code)
  const of = new Map(cases.map((one) => [one.id, one]))
  const things = actions
    .flatMap((action) => {
      const found = of.get(action.case)
      return action.things.map(({ kind, value, port, at }): ThingLine => {
        const common = { kind, value, port: port ?? null, at: at ?? null }
        return { ...common, code: found === undefined ? '' : codeOf(found), caseKind: found?.kind ?? 'other' }
      })
    })
    .slice(0, mostThings)
  const { specimens, reporters } = await specimensOf(tx, release.owner, cases)
  const options = actions.map((action) => action.options)
  const option = (name: string) =>
    options.map((one) => one[name]).find((one): one is string => typeof one === 'string' && one !== '') ?? null
  const template = templateKind(release.kind as LetterKind, option('template'))
  const letters = (await listOwnLetters(tx, release.owner)).filter(({ kind }) => kind === template)
  const replying = await replyOf(tx, release, cases, actions)
  if (replying !== null && 'fault' in replying) return { kind: 'fault', fault: replying.fault }
  return {
    kind: 'letter',
    release,
    organisation,
    cases,
    things: unique(things),
    codes: cases.map(codeOf),
    reports: cases.reduce((sum, one) => sum + one.reports, 0),
    specimens,
    reporters,
    wantsEvidence: release.wording.evidence ?? (release.kind !== 'reply' && release.kind !== 'warn-affected'),
    profile: await profileOf(tx, release),
    templates: new Map(letters.map(({ language, title, body }) => [language, { title, body }])),
    template,
    text: option('text') ?? '',
    title: option('title'),
    answers: replying?.answers ?? option('answers'),
    replying,
  }
}

function templateKind(kind: LetterKind, asked: string | null): LetterKind {
  return kind === 'reply' ? (replyKinds.find((one) => one === asked) ?? kind) : kind
}

/** Whom an answer is to, and in which thread; null for what is none. An answer that is of no case is to nobody. */
async function replyOf(tx: Tx, release: ReleaseRow, cases: readonly CaseRow[], actions: readonly ActionRow[]) {
  if (release.kind !== 'reply') return null
  const found = cases.find(({ id }) => id === release.case) ?? cases[0]
  return found === undefined ? { fault: 'not-a-correspondent' as const } : replyingOf(tx, release, found, actions)
}

/** The cases of a release: the one that it was asked for in, and those of its actions. */
export async function casesOf(tx: Tx, release: ReleaseRow, actions: readonly ActionRow[]): Promise<readonly CaseRow[]> {
  const ids = new Set([...(release.case === null ? [] : [release.case]), ...actions.map((action) => action.case)])
  const found: CaseRow[] = []
  for (const id of ids) {
    const one = await findCase(tx, id)
    if (one !== undefined) found.push(one)
  }
  return found
}

/** One message for each case, the newest that was reported and is still there. */
export async function specimensOf(tx: Tx, owner: OrganisationId, cases: readonly CaseRow[]) {
  const specimens: Specimen[] = []
  const reporters = new Set<string>()
  for (const one of cases.slice(0, mostCases)) {
    const { items } = await listCaseReports(tx, { owner, id: one.id }, undefined, looked)
    let found = false
    for (const { id, state } of items) {
      const report = state === 'analysed' ? await findReport(tx, id as ReportId) : undefined
      if (report === undefined) continue
      if (report.reporter_address !== null) reporters.add(report.reporter_address)
      if (found) continue
      const message = (await listSightings(tx, id as ReportId)).find(({ kind, item }) => kind === 'message' && item !== null)
      if (message?.item == null) continue
      found = true
      const { reporter_address: address, reporter_name: name } = report
      specimens.push({ item: message.item, addresses: address === null ? [] : [address], names: name === null ? [] : [name] })
    }
  }
  return { specimens, reporters: [...reporters] }
}

/** The profile that somebody chose, else the organisation's standard, else all that can be taken off. */
async function profileOf(tx: Tx, release: ReleaseRow): Promise<{ readonly name: string | null; readonly rules: RedactionRules }> {
  const chosen = release.profile === null ? undefined : await findProfile(tx, release.profile)
  const found = chosen ?? (await listProfiles(tx, release.owner)).find(({ standard }) => standard)
  return { name: found?.name ?? null, rules: { ...strictRules, ...found?.rules } }
}

function unique(things: readonly ThingLine[]): readonly ThingLine[] {
  return [...new Map(things.map((one) => [`${one.kind} ${one.value} ${one.port} ${one.at} ${one.code}`, one])).values()]
}
