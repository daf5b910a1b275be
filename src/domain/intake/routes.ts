import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../base/actor.ts'
import { readCursor, writeCursor } from '../../base/cursor.ts'
import { Failure, present } from '../../base/failure.ts'
import type { ChannelId, OrganisationId } from '../../base/id.ts'
import { isMalformed } from '../../base/parsed.ts'
import type { Context } from '../../platform/context.ts'
import { beforeAttempt } from '../../platform/http/idempotency.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Http } from '../../platform/http/server.ts'
import { perform } from '../../platform/work.ts'
import * as contract from './contract.ts'
import { addMailChannel, changeChannel, ensureChannel, forgetTargets } from './operations/channels.ts'
import { decideOutgoing, textOfLetter } from './operations/outbox.ts'
import type { Receive } from './operations/receive.ts'
import { mayReadMail, mayReport } from './policy.ts'
import { type ChannelRow, findOwnChannel, listChannelRows } from './store/channels.ts'
import { findOutgoing, listOutgoing, type OutgoingRow } from './store/mail.ts'
import { readSubmitted, type Submitted } from './submitted.ts'

/** The intake's API. Reports by SMTP and by the public page come in elsewhere, through the same `receive`. */
export async function intakeRoutes(http: Http, receive: Receive): Promise<void> {
  const { ctx } = http
  await http.app.register(async (app) => {
    // whatever its type, the body is kept byte for byte; forms keep their own reader
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: ctx.config.TOCSIN_MAIL_SIZE }, (_request, body, done) => done(null, body))
    serve({ ...http, app }, contract.sendReport, async ({ actor, query, request }) => {
      const channel = await channelOf(ctx, actor)
      const read = readSubmitted(await collect(request, query))
      if (isMalformed(read))
        throw new Failure('invalid', 'intake.unreadable', 'the report could not be read', { detail: { says: read.malformed } })
      return receive(actor, { ...read, owner: actor.organisation as OrganisationId, channel })
    })
  })
  serve(http, contract.listChannels, async ({ actor }) => {
    const rows = await ctx.read(actor, (tx) => listChannelRows(tx, ownerOf(actor)))
    return { items: rows.map((row) => channelView(ctx, row, row.reports)) }
  })
  serve(http, contract.addChannel, async ({ actor, body }) =>
    channelView(ctx, await perform(ctx, actor, (work) => addMailChannel(work, body.name)), 0),
  )
  serve(http, contract.changeChannel, async ({ actor, params, body }) => {
    const change = { ...(body.name === undefined ? {} : { name: body.name }), ...(body.open === undefined ? {} : { open: body.open }) }
    await perform(ctx, actor, (work) => changeChannel(work, params.id as ChannelId, change))
    forgetTargets(ctx)
    const rows = await ctx.read(actor, (tx) => listChannelRows(tx, ownerOf(actor)))
    const row = present(
      rows.find((one) => one.id === params.id),
      'intake.no-channel',
      'the channel',
    )
    return channelView(ctx, row, row.reports)
  })
  serve(http, contract.listOutbox, async ({ actor, query }) => {
    const before = readCursor(query.after)
    const rows = await ctx.read(actor, (tx) =>
      listOutgoing(tx, ownerOf(actor), { state: query.state, about: query.about, before, limit: query.limit }),
    )
    const last = rows.at(-1)
    return {
      items: rows.map(outgoingView),
      next: rows.length < query.limit || last === undefined ? null : writeCursor(last.created_at, last.id),
    }
  })
  serve(http, contract.readOutgoing, async ({ actor, params }) => {
    const row = present(await ctx.read(actor, (tx) => findOutgoing(tx, params.id)), 'intake.no-mail', 'the mail')
    if (!mayReadMail(actor, row.kind)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not read ${row.kind}`)
    return { ...outgoingView(row), text: textOfLetter(row.message) }
  })
  serve(http, contract.decideOutgoing, async ({ actor, params, body }) =>
    outgoingView(await perform(ctx, actor, (work) => decideOutgoing(work, params.id, body.decision))),
  )
}

type Said = {
  readonly name?: string | undefined
  readonly note?: string | undefined
  readonly reporter?: string | undefined
  readonly reporterName?: string | undefined
  readonly language?: string | undefined
  readonly said: 'unwanted' | 'child-material'
}

async function collect(request: FastifyRequest, said: Said): Promise<Submitted> {
  const base = {
    name: said.name ?? null,
    note: said.note ?? null,
    reporter: said.reporter ?? null,
    reporterName: said.reporterName ?? null,
    language: said.language ?? null,
    said: said.said,
  }
  if (!request.isMultipart()) {
    const mediaType = (request.headers['content-type'] ?? 'application/octet-stream').split(';')[0]?.trim().toLowerCase() ?? ''
    return { ...base, bytes: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(), mediaType }
  }
  const form = await readForm(request)
  return {
    ...base,
    bytes: form.bytes,
    mediaType: form.mediaType,
    name: base.name ?? form.name,
    note: base.note ?? form.fields.get('note') ?? null,
    reporter: base.reporter ?? form.fields.get('reporter') ?? null,
    reporterName: base.reporterName ?? form.fields.get('reporterName') ?? null,
    language: base.language ?? form.fields.get('language') ?? null,
    said: form.fields.get('said') === 'child-material' ? 'child-material' : base.said,
  }
}

export type Form = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly name: string | null
  readonly fields: ReadonlyMap<string, string>
}

/**
 * One form with at most one file; text fields by name. Fails with `intake.one-file` on more, with 413 where file or field are too large, with
 * `intake.unreadable` where the form is cut short or none.
 */
export async function readForm(request: FastifyRequest, limits: { readonly fileSize?: number } = {}): Promise<Form> {
  try {
    return await readParts(request, limits)
  } catch (error) {
    if (error instanceof Failure || (error instanceof Error && 'statusCode' in error)) throw error
    throw new Failure('invalid', 'intake.unreadable', 'the form could not be read', {
      cause: error,
      detail: { says: 'the form is cut short' },
    })
  }
}

async function readParts(request: FastifyRequest, limits: { readonly fileSize?: number }): Promise<Form> {
  const fields = new Map<string, string>()
  let file: { bytes: Uint8Array; mediaType: string; name: string } | undefined
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw Object.assign(new Error('a field is too large'), { statusCode: 413 })
      if (typeof part.value === 'string') fields.set(part.fieldname, part.value)
      continue
    }
    if (file !== undefined) throw new Failure('invalid', 'intake.one-file', 'one file a report')
    const bytes = await part.toBuffer()
    // an empty file field is a form in which no file was chosen
    if (bytes.length > 0 || part.filename !== '') file = { bytes, mediaType: part.mimetype, name: part.filename }
  }
  const { bytes = new Uint8Array(), mediaType = 'application/octet-stream', name = null } = file ?? {}
  return { bytes, mediaType, name, fields }
}

async function channelOf(ctx: Context, actor: Actor): Promise<ChannelId> {
  // signed in, but for no organisation that is open
  if (actor.kind === 'person' && actor.organisation === null)
    throw new Failure('forbidden', 'directory.not-a-member', 'the person acts for no organisation, or it is suspended')
  if (!mayReport(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} ${actor.id} may not report`)
  const kind = actor.kind === 'person' ? 'console' : 'http'
  const before = await ctx.read(actor, (tx) => findOwnChannel(tx, ownerOf(actor), kind))
  return (before ?? (await beforeAttempt(() => perform(ctx, actor, (work) => ensureChannel(work, kind))))).id
}

function ownerOf(actor: Actor): OrganisationId {
  return present(actor.organisation, 'intake.no-organisation', 'an acting organisation')
}

function channelView(ctx: Context, row: ChannelRow, reports: number) {
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const address = row.kind !== 'mail' ? null : row.token === null ? `report@${domain}` : `report+${row.token}@${domain}`
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    address,
    open: row.open,
    createdAt: row.created_at.toISOString(),
    lastAt: row.last_at?.toISOString() ?? null,
    reports: Number(reports),
  }
}

function outgoingView(row: OutgoingRow) {
  return {
    id: row.id,
    kind: row.kind,
    about: row.about,
    recipient: row.recipient,
    title: row.title,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  }
}
