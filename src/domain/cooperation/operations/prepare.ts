import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ReleaseId } from '../../../base/id.ts'
import type { OutgoingEntity } from '../../../formats/mime/index.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import { compose } from '../../../platform/mail/outgoing.ts'
import { perform } from '../../../platform/work.ts'
import { namesWithheld, openThread } from '../../intake/index.ts'
import { fillLetter, letterLanguage, templateOf } from '../letter.ts'
import { placesInTerms, statedIn, termsHash, termsOf } from '../letter-terms.ts'
import { type OutlinePart, shownText, whole } from '../outline.ts'
import { mayDraft } from '../policy.ts'
import { namesReporter, redactReply } from '../reply-words.ts'
import { feedbackOf, xarfOf } from '../thing.ts'
import { doubtsOf } from '../warn.ts'
import { decideByRule } from './by-rule.ts'
import { setDraft, setFault } from './draft.ts'
import { cleanEvidence, type Evidence, sealEvidence } from './evidence.ts'
import { termsDoubts } from './letter-terms.ts'
import { type Matter, readLive, readMatter } from './matter.ts'
import { prepareReferral } from './prepare-referral.ts'
import { prepareSample } from './prepare-sample.ts'

/** Makes the bytes of a release that nobody decided on, from its actions as they are now, and asks whether a manager's rule approves them. */
export const prepareRelease = defineJob({
  name: 'cooperation.prepare',
  payload: z.object({ releaseId: z.string() }),
  async run(ctx, actor, { releaseId }) {
    const id = releaseId as ReleaseId
    if ((await prepare(ctx, actor, id)) !== undefined) await decideByRule(ctx, actor, id)
  },
})

const mostTries = 3

/** Answers the hash that may now be approved; undefined where there can be no draft, or nothing is left to be drafted. Made anew where its terms were changed meanwhile. */
export async function prepare(ctx: Context, actor: Actor, id: ReleaseId, tries = mostTries): Promise<string | undefined> {
  try {
    return await prepareOnce(ctx, actor, id)
  } catch (error) {
    if (tries <= 1 || !(error instanceof Failure) || error.code !== 'cooperation.draft-stale') throw error
    return prepare(ctx, actor, id, tries - 1)
  }
}

async function prepareOnce(ctx: Context, actor: Actor, id: ReleaseId): Promise<string | undefined> {
  if (!mayDraft(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not draft`)
  const live = await readLive(ctx, actor, id)
  if (live === undefined) return undefined
  if (live.release.kind === 'submit-sample') return prepareSample(ctx, actor, live)
  if (live.release.kind === 'hotline') return prepareReferral(ctx, actor, live)
  const matter = await readMatter(ctx, actor, live)
  if (matter.kind === 'nothing') return undefined
  if (matter.kind === 'fault') {
    await perform(ctx, actor, (work) => setFault(work, id, matter.fault))
    return undefined
  }
  if (await ctx.read(actor, (tx) => namesWithheld(tx, placesTold(matter)))) {
    await perform(ctx, actor, (work) => setFault(work, id, 'hotline-only'))
    return undefined
  }
  const evidence = matter.wantsEvidence ? await cleanEvidence(ctx, actor, matter) : []
  const thread = await perform(ctx, actor, (work) =>
    openThread(
      work,
      ctx,
      matter.replying?.thread ?? {
        aboutKind: matter.release.case === null ? 'release' : 'case',
        about: matter.release.case ?? id,
        correspondent: matter.release.recipient.value,
      },
    ),
  )
  const draft = await write(ctx, matter, evidence, thread)
  const { cases, release } = matter
  const resting = { cases, items: draft.outline.items, things: draft.outline.things, restsOn: release.restsOn }
  const words = `${draft.title}\n${draft.outline.text}`
  const doubts = await ctx.read(actor, (tx) => termsDoubts(tx, release, words, resting, ctx.now()))
  return perform(ctx, actor, (work) => setDraft(work, id, { ...draft, warnings: [...draft.warnings, ...doubts] }))
}

/** What it tells of, and what the words of its terms name. */
function placesTold({ things, release }: Extract<Matter, { kind: 'letter' }>) {
  return [...things, ...placesInTerms(release)]
}

type Thread = { readonly threadId: string; readonly address: string }

async function write(ctx: Context, matter: Extract<Matter, { kind: 'letter' }>, evidence: readonly Evidence[], thread: Thread) {
  const { release, organisation, things, codes, reports, profile } = matter
  const language = letterLanguage(release.recipient.language)
  const attached = await attach(ctx, matter, evidence)
  const template = matter.templates.get(language) ?? templateOf(matter.template, language)
  const filled = fillLetter(template, language, {
    organisation: organisation.name,
    recipient: release.recipient.name ?? release.recipient.value,
    codes: matter.replying?.codes ?? codes,
    things,
    reports,
    evidence: attached.said,
    redacted: evidence.some(({ removed }) => removed.length > 0),
    text: matter.text,
  })
  const clean = cleanWords(
    matter,
    release.wording.title ?? matter.title ?? filled.title,
    release.wording.text ?? filled.text,
    statedIn(release, language),
  )
  const { title, text, stated } = clean
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const bytes = compose(
    {
      from: { name: organisation.name, address: `report@${domain}` },
      to: release.recipient.value,
      replyTo: thread.address,
      title,
      text: whole(clean),
      auto: false,
      parts: attached.parts,
      ...(attached.report === undefined ? {} : { report: attached.report }),
      ...(matter.answers === null ? {} : { answers: matter.answers }),
      ...(matter.replying === null ? {} : { references: matter.replying.references }),
    },
    release.id,
    domain,
    release.createdAt,
  )
  const removed = [...clean.removed, ...evidence.flatMap((one) => one.removed)]
  const left = evidence.flatMap((one) => one.left)
  const inputs = createHash('sha256').update(
    JSON.stringify([
      ...[title, text, release.recipient.value, thread.address, matter.answers, attached.sources],
      // what was drafted before there were any keeps its hash
      ...(matter.replying === null ? [] : matter.replying.references),
      ...(stated === null ? [] : [stated]),
    ]),
  )
  return {
    title,
    mediaType: 'message/rfc822',
    bytes,
    outline: {
      ...{ title, text, stated, terms: termsHash(termsOf(release)) },
      parts: attached.outline,
      things,
      items: evidence.map(({ item }) => item),
      redaction: { profile: profile.name, removed, left },
      inputs: inputs.digest('hex'),
    },
    warnings: doubtsOf({
      ...(matter.replying === null
        ? {}
        : { trust: matter.replying.who.trust, namesReporter: namesReporter(text, matter.replying.reporters) }),
      recipient: release.recipient,
      lookedUp: release.receipt['proposed'] !== undefined,
      things,
      reporters: matter.reporters,
      ownDomain: domain,
      kind: release.kind,
      leftBehind: left.length + evidence.filter(({ bytes }) => bytes === null).length,
      evidence: evidence.filter(({ bytes: clean }) => clean !== null).length,
    }),
    thread: thread.threadId,
    codes,
  }
}

/** The words of an answer are a person's own: they are cleaned as what it quotes would be. */
function cleanWords({ replying, profile }: Extract<Matter, { kind: 'letter' }>, title: string, text: string, stated: string | null) {
  if (replying === null) return { title, text, stated, removed: [] }
  const clean = (words: string) => redactReply(words, profile.rules, replying.reporters)
  const [head, body, terms] = [clean(title), clean(text), stated === null ? null : clean(stated)]
  const removed = [...head.removed.map((one) => ({ ...one, where: 'title' })), ...body.removed, ...(terms?.removed ?? [])]
  return { title: head.text, text: body.text, stated: terms?.text ?? null, removed }
}

type Attached = {
  readonly parts: readonly OutgoingEntity[]
  readonly outline: readonly OutlinePart[]
  readonly said: readonly ('xarf' | 'feedback' | 'message' | 'archive')[]
  readonly report?: string
  /** hashes of what the parts were made from */
  readonly sources: readonly string[]
}

const mostXarf = 20

async function attach(ctx: Context, matter: Extract<Matter, { kind: 'letter' }>, evidence: readonly Evidence[]): Promise<Attached> {
  const { release, things } = matter
  const messages = evidence.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]))
  const sources = messages.map(hashOf)
  if (release.kind === 'refer' && messages.length > 0) {
    const archive = await sealEvidence(ctx, messages, things)
    const part = { name: 'evidence.zip', type: 'application/zip', disposition: 'attachment' as const, content: archive }
    return { parts: [part], outline: [outlineOf(part.name, part.type, archive, null)], said: ['archive'], sources }
  }
  const first = messages[0]
  if (release.recipient.format === 'arf' && first !== undefined && things.length > 0) {
    const feedback = Buffer.from(feedbackOf(things, matter.reports).replace(/[^\x20-\x7e\r\n]/g, '?'))
    return {
      parts: [
        { type: 'message/feedback-report', plain: feedback },
        { type: 'message/rfc822', disposition: 'inline', plain: first },
      ],
      outline: [outlineOf(null, 'message/feedback-report', feedback, feedback), outlineOf('message.eml', 'message/rfc822', first, first)],
      said: ['feedback'],
      report: 'feedback-report',
      sources: [...sources, hashOf(feedback)],
    }
  }
  if (release.recipient.format !== 'text' && things.length > 0) {
    const domain = ctx.config.TOCSIN_MAIL_DOMAIN
    const telling = {
      release: release.id,
      at: release.createdAt.toISOString(),
      organisation: { org: matter.organisation.name, contact: `report@${domain}`, domain },
      evidence: messages.map((bytes) => ({ contentType: 'message/rfc822', description: null, bytes, hash: null, hashHolds: null })),
      description: `${matter.organisation.name}: ${matter.codes.join(', ')}`,
    }
    const files = things.slice(0, mostXarf).map((thing, at) => ({
      name: things.length === 1 ? 'xarf.json' : `xarf-${at + 1}.json`,
      bytes: Buffer.from(xarfOf(thing, telling, at === 0)),
    }))
    return {
      parts: files.map(({ name, bytes }) => ({ name, type: 'application/json', disposition: 'attachment' as const, content: bytes })),
      outline: files.map(({ name, bytes }) => outlineOf(name, 'application/json', bytes, bytes)),
      said: ['xarf'],
      sources: [...sources, ...files.map(({ bytes }) => hashOf(bytes))],
    }
  }
  const files = messages.map((bytes, at) => ({ name: messages.length === 1 ? 'message.eml' : `message-${at + 1}.eml`, bytes }))
  return {
    parts: files.map(({ name, bytes }) => ({ name, type: 'message/rfc822', disposition: 'attachment' as const, plain: bytes })),
    outline: files.map(({ name, bytes }) => outlineOf(name, 'message/rfc822', bytes, bytes)),
    said: files.length > 0 ? ['message'] : [],
    sources,
  }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function outlineOf(name: string | null, type: string, bytes: Uint8Array, text: Uint8Array | null): OutlinePart {
  const shown = text === null ? null : Buffer.from(text).toString('utf8').slice(0, shownText)
  return { name, type, size: bytes.length, sha256: hashOf(bytes), text: shown }
}

/** The draft as it should be now, for whoever changed something; a failure to make it is told. */
export async function prepareNow(ctx: Context, actor: Actor, id: ReleaseId): Promise<void> {
  present(await prepare(ctx, actor, id), 'cooperation.no-draft', `a draft of release ${id}`)
}
