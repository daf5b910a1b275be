import { createHash } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { CaseId, OrganisationId, ReportId } from '../../../base/id.ts'
import { defang } from '../../../forensics/url/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { compose } from '../../../platform/mail/outgoing.ts'
import { perform } from '../../../platform/work.ts'
import { listCaseReports } from '../../cases/index.ts'
import { findOrganisation } from '../../directory/index.ts'
import { findReport, listSightings, openThread } from '../../intake/index.ts'
import { fillLetter, letterLanguage, templateOf } from '../letter.ts'
import { listOwnLetters } from '../store/forms.ts'
import type { ThingLine } from '../thing.ts'
import { type Draft, setDraft, setFault } from './draft.ts'
import { findWay } from './find-way.ts'
import type { Live } from './matter.ts'
import { faultOf } from './way-fault.ts'

const mostReports = 200
const mostPlaces = 500
const kinds = ['url', 'host', 'domain', 'address'] as const

/**
 * Makes what is referred to a hotline: where the material lies and when that was reported. It reads the places of withheld reports and no item at all, so there are no
 * bytes of it, no words, and nothing of whoever reported it, that could go along.
 */
export async function prepareReferral(ctx: Context, actor: Actor, live: Live): Promise<string | undefined> {
  const { release } = live
  const read = await ctx.read(actor, async (tx) => {
    const way = release.way === null ? undefined : await findWay(tx, release.owner, release.way)
    const language = letterLanguage(release.recipient.language)
    const own = (await listOwnLetters(tx, release.owner)).find((one) => one.kind === 'hotline' && one.language === language)
    return {
      organisation: present(await findOrganisation(tx, release.owner), 'cooperation.no-organisation', 'the organisation'),
      fault: faultOf(way, release.recipient.value),
      places: await placesOf(tx, live),
      template: own ?? templateOf('hotline', language),
      name: way?.name ?? release.recipient.value,
    }
  })
  const fault = read.fault ?? (read.places.length === 0 ? 'no-place' : undefined)
  if (fault !== undefined) {
    await perform(ctx, actor, (work) => setFault(work, release.id, fault))
    return undefined
  }
  const { places } = read
  const table = tableOf(places)
  const hash = createHash('sha256').update(table).digest('hex')
  const part = { name: 'places.csv', type: 'text/csv', size: table.length, sha256: hash, text: table.toString().slice(0, 40_000) }
  const draft = (made: Pick<Draft, 'title' | 'mediaType' | 'bytes' | 'thread'> & { readonly text: string }): Draft => ({
    ...{ title: made.title, mediaType: made.mediaType, bytes: made.bytes, thread: made.thread, warnings: [], codes: release.codes },
    outline: {
      ...{ title: made.title, text: made.text, parts: [part], things: places, items: [] },
      redaction: { profile: null, removed: [], left: [] },
      inputs: createHash('sha256')
        .update(JSON.stringify([made.title, made.text, release.recipient.value, made.mediaType, made.thread, hash]))
        .digest('hex'),
    },
  })
  if (release.recipient.kind !== 'address') {
    const title = `${read.name}: ${release.codes.join(', ')}`
    const only = draft({ title, text: shownOf(places), mediaType: 'text/csv', bytes: table, thread: null })
    return perform(ctx, actor, (work) => setDraft(work, release.id, only))
  }
  const thread = await perform(ctx, actor, (work) =>
    openThread(work, ctx, {
      aboutKind: release.case === null ? 'release' : 'case',
      about: release.case ?? release.id,
      correspondent: release.recipient.value,
    }),
  )
  const filled = fillLetter(read.template, letterLanguage(release.recipient.language), {
    ...{ organisation: read.organisation.name, recipient: read.name, codes: release.codes, things: places, reports: places.length },
    ...{ evidence: ['places'], redacted: false, text: '' },
  })
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const from = { name: read.organisation.name, address: `report@${domain}` }
  const attached = { name: part.name, type: part.type, disposition: 'attachment' as const, content: table }
  const letter = { ...filled, from, to: release.recipient.value, replyTo: thread.address, auto: false, parts: [attached] }
  const bytes = compose(letter, release.id, domain, release.createdAt)
  const mail = draft({ ...filled, mediaType: 'message/rfc822', bytes, thread: thread.threadId })
  return perform(ctx, actor, (work) => setDraft(work, release.id, mail))
}

/** Places of the withheld report, or of those of the case, with the moment of the report; and what the action names. */
async function placesOf(tx: Tx, { release, actions }: Live): Promise<readonly ThingLine[]> {
  const [code = ''] = release.codes
  const reports =
    release.objectKind === 'report'
      ? [release.object as ReportId]
      : await withheldOf(tx, { owner: release.owner, id: release.object as CaseId })
  const found: ThingLine[] = []
  for (const id of reports) {
    const report = await findReport(tx, id)
    if (report === undefined || report.owner !== release.owner || report.state !== 'withheld') continue
    const at = report.received_at.toISOString()
    for (const { kind, value } of await listSightings(tx, id)) {
      const place = kinds.find((one) => one === kind)
      if (place !== undefined && value !== null) found.push({ kind: place, value, port: null, at, code, caseKind: 'child-material' })
    }
  }
  for (const { kind, value, at } of actions.flatMap(({ things }) => things)) {
    const place = kinds.find((one) => one === kind)
    if (place !== undefined) found.push({ kind: place, value, port: null, at: at ?? null, code, caseKind: 'child-material' })
  }
  return [...new Map(found.map((one) => [`${one.kind} ${one.value}`, one])).values()].slice(0, mostPlaces)
}

async function withheldOf(tx: Tx, of: { readonly owner: OrganisationId; readonly id: CaseId }): Promise<readonly ReportId[]> {
  const { items } = await listCaseReports(tx, of, undefined, mostReports)
  return items.filter(({ state }) => state === 'withheld').map(({ id }) => id)
}

/** As a person reads it, with nothing that opens by mistake; the table has them whole. */
function shownOf(places: readonly ThingLine[]): string {
  return places.map(({ kind, value, at }) => `${kind === 'address' ? value : defang(value)}${at === null ? '' : ` (${at})`}\n`).join('')
}

/** RFC 4180 */
function tableOf(places: readonly ThingLine[]): Buffer {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = places.map(({ kind, value, at }) => [kind, value, at ?? ''].map(cell).join(','))
  return Buffer.from(`${['kind,place,reported', ...lines].join('\r\n')}\r\n`)
}
