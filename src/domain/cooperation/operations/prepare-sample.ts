import { createHash } from 'node:crypto'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { sealArchiveTask } from '../../../forensics/tasks.ts'
import type { Context } from '../../../platform/context.ts'
import { compose } from '../../../platform/mail/outgoing.ts'
import { perform } from '../../../platform/work.ts'
import type { CaseRow } from '../../cases/index.ts'
import { findOrganisation, type OrganisationRow } from '../../directory/index.ts'
import { findKept, type Item, openEvidence } from '../../evidence/index.ts'
import { namesWithheld, openThread } from '../../intake/index.ts'
import { fillLetter, letterLanguage, templateOf } from '../letter.ts'
import { placesInTerms, statedIn, termsHash, termsOf } from '../letter-terms.ts'
import { type OutlinePart, whole } from '../outline.ts'
import type { ReleaseRow } from '../release.ts'
import { listOwnLetters } from '../store/forms.ts'
import { findSubmissionOf, type SubmissionRow, setSubmission } from '../store/samples.ts'
import type { ThingLine } from '../thing.ts'
import { boundaryOf, formOf, memberName, type Way } from '../ways/way.ts'
import { type Draft, setDraft, setFault } from './draft.ts'
import { findWay } from './find-way.ts'
import { termsDoubts } from './letter-terms.ts'
import { casesOf, type Live, specimensOf } from './matter.ts'

/** bytes of an item that is given to a vendor: with the wrapping of a mail it stays below what relays take */
const largest = 16_000_000

type Sample = {
  readonly release: ReleaseRow
  readonly organisation: OrganisationRow
  readonly submission: SubmissionRow
  readonly way: Way
  readonly item: Item
  readonly cases: readonly CaseRow[]
  readonly reports: number
  readonly things: readonly ThingLine[]
  readonly reporters: readonly string[]
  readonly template: { readonly title: string; readonly body: string }
  readonly text: string
}

/** Makes the bytes that give an item to a vendor: a mail with an archive, the form of an API, or the archive alone for a page that a person opens. Only the item's own bytes, by its hash. */
export async function prepareSample(ctx: Context, actor: Actor, live: Live): Promise<string | undefined> {
  const { id } = live.release
  const sample = await gather(ctx, actor, live)
  if ('fault' in sample) {
    await perform(ctx, actor, (work) => setFault(work, id, sample.fault))
    return undefined
  }
  const bytes = await openEvidence(ctx, actor, sample.item.id)
  const packed = await pack(ctx, sample, bytes)
  const told = namesAnybody(bytes, sample.reporters) ? ['names-reporter'] : []
  const draft = sample.way.kind === 'mail' ? await write(ctx, actor, sample, packed) : wrap(sample, packed)
  const { cases, release } = sample
  const resting = { cases, items: draft.outline.items, things: draft.outline.things, restsOn: release.restsOn }
  const words = `${draft.title}\n${draft.outline.text}`
  const doubts = await ctx.read(actor, (tx) => termsDoubts(tx, release, words, resting, ctx.now()))
  return perform(ctx, actor, async (work) => {
    await setSubmission(work.tx, sample.submission.id, { item: sample.item.id, size: sample.item.size })
    return setDraft(work, id, { ...draft, warnings: [...told, ...doubts] })
  })
}

async function gather(ctx: Context, actor: Actor, { release, actions }: Live): Promise<Sample | { readonly fault: string }> {
  return ctx.read(actor, async (tx) => {
    const organisation = present(await findOrganisation(tx, release.owner), 'cooperation.no-organisation', 'the organisation')
    const submission = present(await findSubmissionOf(tx, release.id), 'cooperation.no-submission', `of release ${release.id}`)
    const cases = await casesOf(tx, release, actions)
    if (cases.some(({ kind }) => kind === 'child-material')) return { fault: 'hotline-only' }
    if (await namesWithheld(tx, placesInTerms(release))) return { fault: 'hotline-only' }
    const way = await findWay(tx, release.owner, submission.way)
    if (way === undefined || way.what !== 'vendor') return { fault: 'way-ended' }
    if (way.confirmedAt === null) return { fault: 'way-unconfirmed' }
    if (way.value.toLowerCase() !== release.recipient.value.toLowerCase()) return { fault: 'way-changed' }
    const item = await findKept(tx, submission.sha256)
    if (item === undefined) return { fault: 'sample-gone' }
    if (item.mediaType.startsWith('message/')) return { fault: 'sample-message' }
    if (item.size > largest) return { fault: 'sample-large' }
    const language = letterLanguage(release.recipient.language)
    const own = (await listOwnLetters(tx, release.owner)).find((one) => one.kind === 'submit-sample' && one.language === language)
    const said = actions.map(({ options }) => options['text']).find((one) => typeof one === 'string')
    return {
      ...{ release, organisation, submission, way, item, cases },
      reports: cases.reduce((sum, one) => sum + one.reports, 0),
      things: release.codes.map((code): ThingLine => {
        const [found] = cases
        return { kind: 'file', value: submission.sha256, port: null, at: null, code, caseKind: found?.kind ?? 'other' }
      }),
      reporters: (await specimensOf(tx, release.owner, cases)).reporters,
      template: own ?? templateOf('submit-sample', language),
      text: typeof said === 'string' ? said.slice(0, 4_000) : '',
    }
  })
}

type Packed = { readonly name: string; readonly type: string; readonly bytes: Uint8Array; readonly member: string }

async function pack(ctx: Context, { way, item }: Sample, bytes: Uint8Array): Promise<Packed> {
  const member = memberName(item.sha256, item.name)
  if (way.archive === 'none' && way.kind !== 'mail') return { name: member, type: 'application/octet-stream', bytes, member }
  const how = way.archive === 'zipcrypto' ? 'zipcrypto' : 'aes'
  const answer = await ctx.sandbox.run(sealArchiveTask, { files: [{ name: member, bytes }], password: way.password, how })
  if (!('ok' in answer)) throw new Failure('unavailable', 'cooperation.archive', 'the archive could not be made')
  return { name: `${item.sha256.slice(0, 16)}.zip`, type: 'application/zip', bytes: answer.ok.archive, member }
}

async function write(ctx: Context, actor: Actor, sample: Sample, packed: Packed): Promise<Draft> {
  const { release, organisation, way } = sample
  const thread = await perform(ctx, actor, (work) =>
    openThread(work, ctx, { aboutKind: 'case', about: release.case ?? release.id, correspondent: release.recipient.value }),
  )
  const filled = fillLetter(sample.template, letterLanguage(release.recipient.language), {
    organisation: organisation.name,
    recipient: way.name,
    codes: release.codes,
    things: sample.things,
    reports: sample.reports,
    evidence: release.wording.evidence === false ? [] : ['sample'],
    password: way.password,
    redacted: false,
    text: sample.text,
  })
  const title = release.wording.title ?? filled.title
  const text = release.wording.text ?? filled.text
  const stated = statedIn(release, letterLanguage(release.recipient.language))
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const part = { name: packed.name, type: packed.type, disposition: 'attachment' as const, content: packed.bytes }
  const from = { name: organisation.name, address: `report@${domain}` }
  const letter = {
    from,
    to: release.recipient.value,
    replyTo: thread.address,
    title,
    text: whole({ text, stated }),
    auto: false,
    parts: [part],
  }
  const bytes = compose(letter, release.id, domain, release.createdAt)
  const also = [thread.address, ...(stated === null ? [] : [stated])]
  return draftOf(sample, packed, { title, text, stated, mediaType: 'message/rfc822', bytes, thread: thread.threadId, also })
}

/** The form of an API as it is posted, or the archive that a person hands over on a page. */
function wrap(sample: Sample, packed: Packed): Draft {
  const { release, way } = sample
  const boundary = boundaryOf(release.id)
  const form = way.kind === 'http'
  const bytes = form ? formOf(boundary, way.field, packed.name, packed.type, packed.bytes) : packed.bytes
  const mediaType = form ? `multipart/form-data; boundary=${boundary}` : packed.type
  const text = form
    ? `POST ${way.value}\n${way.header === null ? '' : `${way.header}: …\n`}${way.field}=${packed.name}\n`
    : `${way.value}\n${packed.name}\n`
  return draftOf(sample, packed, {
    title: `${way.name}: ${sample.item.sha256.slice(0, 16)}`,
    text,
    stated: null,
    mediaType,
    bytes,
    thread: null,
    also: [],
  })
}

type Made = Pick<Draft, 'title' | 'mediaType' | 'bytes' | 'thread'> & {
  readonly text: string
  readonly stated: string | null
  readonly also: readonly string[]
}

function draftOf(
  { release, way, item, things }: Sample,
  packed: Packed,
  { title, text, stated, mediaType, bytes, thread, also }: Made,
): Draft {
  const part = (name: string, type: string, content: { readonly size: number; readonly sha256: string }): OutlinePart => ({
    ...{ name, type, text: null },
    ...{ size: content.size, sha256: content.sha256 },
  })
  const outer = { size: packed.bytes.length, sha256: createHash('sha256').update(packed.bytes).digest('hex') }
  const parts = [part(packed.name, packed.type, outer)]
  if (packed.name !== packed.member) parts.push(part(packed.member, item.mediaType, item))
  // an archive differs each time that it is written: what it is made of tells whether anything changed
  const inputs = [title, text, release.recipient.value, way.archive, way.password, way.field, mediaType, item.sha256, ...also]
  return {
    ...{ title, mediaType, bytes, thread, warnings: [], codes: release.codes },
    outline: {
      ...{ title, text, stated, parts, things, terms: termsHash(termsOf(release)) },
      items: [item.id],
      redaction: { profile: null, removed: [], left: [] },
      inputs: createHash('sha256').update(JSON.stringify(inputs)).digest('hex'),
    },
  }
}

/** Whether an address of whoever reported it stands in the file as it is: then it is not for a machine to let it go. */
function namesAnybody(bytes: Uint8Array, addresses: readonly string[]): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase()
  return addresses.some((address) => text.includes(address.toLowerCase()))
}
