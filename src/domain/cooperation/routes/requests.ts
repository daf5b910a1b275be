import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { disclosureView } from '../network/disclosure-view.ts'
import type { Finding } from '../network/request.ts'
import { requestBytes } from '../network/request-content.ts'
import { mayAct, mayHaveOutcome, maySettleCost, mayStateCost } from '../network/request-course.ts'
import { fileView, messageView, requestsCsv, restsOnOf, waitsView } from '../network/request-view.ts'
import { ceilingOf, mayDraftShare, mayShare } from '../network/sharing.ts'
import { mayKeepNetwork } from '../network/standing.ts'
import {
  actOnRequest,
  callBackRequest,
  changeRequestPeriods,
  listPassable,
  noteOnRequest,
  sendRequest,
  weighRequest,
} from '../operations/network/request-acts.ts'
import { type Act, dropAnswer } from '../operations/network/request-answers.ts'
import { renewAttachments } from '../operations/network/request-attachments.ts'
import { type AskedRequest, draftRequest, dropRequest, prepareRequest, redraftRequest } from '../operations/network/request-drafts.ts'
import { agreeCost, noteOutcome, settleCost, stateCost } from '../operations/network/request-results.ts'
import { approveAnswer } from '../operations/network/request-second.ts'
import { checkSignature } from '../operations/network/request-signing.ts'
import { findStanding, performInNetwork, readStanding } from '../operations/network/standing.ts'
import { listUnits } from '../store/network/contacts.ts'
import { findAnswer } from '../store/network/request-answers.ts'
import { type FilePlace, type FileRow, findFile, pageFiles } from '../store/network/request-files.ts'
import { listMessages, listNotes } from '../store/network/request-messages.ts'
import { findRequest, findRequestPeriods, type RequestRow } from '../store/network/requests.ts'
import { listAnswerMarks } from '../store/network/secrecy.ts'
import { findSharedAmong } from '../store/network/shared.ts'
import { findRule } from '../store/network/sharing.ts'
import { whoView } from '../view.ts'
import { namesAmong, readPlace, writePlace } from './reading.ts'
import { attachmentsOf, requestAttachmentRoutes } from './request-attachments.ts'
import { requestFigureRoutes } from './request-figures.ts'
import { sharerFor } from './sharing.ts'

const csvLines = 10_000

/** Requests for assistance: what the acting organisation asks of others, and what others ask of it. */
export function requestRoutes(http: Http): void {
  requestFigureRoutes(http)
  requestAttachmentRoutes(http)
  listingRoutes(http)
  draftingRoutes(http)
  exchangeRoutes(http)
  periodRoutes(http)
}

function listingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listRequests, async ({ actor, query }) => {
    const owner = sharerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      const rows = await pageFiles(tx, owner, filter, ctx.now(), placeOf(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const standing = await findStanding(tx, actor)
      return {
        items: items.map((row) => fileView(row, ctx.now())),
        next: last === undefined ? null : writePlace(String(last.rank), last.lastAt.toISOString(), last.id),
        may: { ask: standing?.member?.kind === 'agency' && mayDraftShare(actor) },
      }
    })
  })
  serve(http, contract.exportRequests, async ({ actor, query, reply }) => {
    const owner = sharerFor(actor)
    const rows = await ctx.read(actor, (tx) => pageFiles(tx, owner, query, ctx.now(), undefined, csvLines))
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="requests.csv"')
      .header('cache-control', 'private, no-store')
      .send(requestsCsv(rows.map((row) => fileView(row, ctx.now()))))
  })
  serve(http, contract.readRequest, ({ actor, params }) => wholeOf(http, actor, params.id))
}

function placeOf(text: string | undefined): FilePlace | undefined {
  const [rank = '', at = '', id = ''] = readPlace(text, 3) ?? []
  if (id === '') return undefined
  if (!/^\d{1,4}$/.test(rank) || Number.isNaN(Date.parse(at)))
    throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return { rank: Number(rank), at: new Date(at), id }
}

function draftingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.checkRequest, async ({ actor, body }) => {
    sharerFor(actor)
    return ctx.read(actor, async (tx) => {
      const { to, disclosure, lines, findings, dues } = await prepareRequest(tx, await readStanding(tx, actor), body, ctx.now())
      const { member, name, country, kind, organisation, route } = to
      return {
        to: { member, name, country, kind, here: organisation !== null, route },
        disclosure: disclosure === null ? null : disclosureView(disclosure, { id: member, name, country }, lines),
        findings: findings.map(findingView),
        dues: { acknowledgeDue: dues.acknowledgeDue.toISOString(), answerDue: dues.answerDue.toISOString() },
      }
    })
  })
  serve(http, contract.draftRequest, async ({ actor, body }) => {
    sharerFor(actor)
    return wholeOf(http, actor, await perform(ctx, actor, (work) => draftRequest(work, body)))
  })
  serve(http, contract.redraftRequest, ({ actor, params, body }) =>
    act(http, actor, params.id, (work) => redraftRequest(work, params.id, body)),
  )
  serve(http, contract.sendRequest, async ({ actor, params, body }) => {
    sharerFor(actor)
    const signed = body.signature === undefined ? undefined : await checkSignature(ctx, actor, params.id, body.signature)
    return act(http, actor, params.id, (work) => sendRequest(work, params.id, body.sha256, signed))
  })
  serve(http, contract.dropRequest, ({ actor, params }) => act(http, actor, params.id, (work) => dropRequest(work, params.id)))
}

function exchangeRoutes(http: Http): void {
  serve(http, contract.actOnRequest, async ({ actor, params, body }) => {
    sharerFor(actor)
    await renewAttachments(http.ctx, actor, params.id, 'files' in body ? body.files : [])
    return act(http, actor, params.id, (work) => actOnRequest(work, params.id, body))
  })
  serve(http, contract.approveAnswer, async ({ actor, params, body }) => {
    sharerFor(actor)
    const waits = await http.ctx.read(actor, (tx) => findAnswer(tx, params.id))
    const { files = [] } = waits === undefined ? {} : (JSON.parse(waits.said) as Act)
    await renewAttachments(http.ctx, actor, params.id, files)
    return act(http, actor, params.id, (work) => approveAnswer(work, params.id, body.sha256))
  })
  serve(http, contract.dropAnswer, ({ actor, params }) => act(http, actor, params.id, (work) => dropAnswer(work, params.id)))
  serve(http, contract.weighRequest, ({ actor, params, body }) =>
    act(http, actor, params.id, (work) => weighRequest(work, params.id, body.weight, body.reason)),
  )
  serve(http, contract.callBackRequest, ({ actor, params, body }) =>
    act(http, actor, params.id, (work) => callBackRequest(work, params.id, body)),
  )
  serve(http, contract.stateCost, ({ actor, params, body }) => act(http, actor, params.id, (work) => stateCost(work, params.id, body)))
  serve(http, contract.agreeCost, ({ actor, params, body }) => act(http, actor, params.id, (work) => agreeCost(work, params.id, body)))
  serve(http, contract.settleCost, ({ actor, params }) => act(http, actor, params.id, (work) => settleCost(work, params.id)))
  serve(http, contract.noteOutcome, ({ actor, params, body }) =>
    act(http, actor, params.id, (work) => noteOutcome(work, params.id, body.outcome, body.text, body.tell)),
  )
  serve(http, contract.noteOnRequest, ({ actor, params, body }) =>
    act(http, actor, params.id, (work) => noteOnRequest(work, params.id, body.text)),
  )
}

async function act(http: Http, actor: Actor, id: string, run: (work: Work) => Promise<void>): Promise<contract.RequestWhole> {
  sharerFor(actor)
  await perform(http.ctx, actor, run)
  return wholeOf(http, actor, id)
}

const findingView = ({ detail, ...rest }: Finding): contract.FindingView => ({
  ...rest,
  detail: Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value])),
})

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.RequestWhole> {
  const reader = sharerFor(actor)
  const now = ctx.now()
  return ctx.read(actor, async (tx) => {
    const file = present(await findFile(tx, id), 'cooperation.no-request', `a file of request ${id}`)
    const row = present(await findRequest(tx, id), 'cooperation.no-request', `request ${id}`)
    const [messages, notes] = [await listMessages(tx, id), await listNotes(tx, id)]
    const marks = await listAnswerMarks(
      tx,
      messages.map((one) => one.id),
    )
    const attached = await attachmentsOf(tx, id)
    const names = await namesAmong(tx, [
      ...[file.draftedBy, file.weighedBy, file.calledBy].filter((one) => one !== null),
      ...notes.map(({ by }) => by),
    ])
    const [unit] = file.side === 'asked' && file.otherMember !== null ? await listUnits(tx, [file.otherMember]) : []
    const { content } = row
    return {
      ...fileView(file, now),
      sha256: row.sha256,
      bytes: content === null ? null : requestBytes(content),
      draft: row.state === 'draft' && file.asked !== null ? (file.asked as contract.RequestWhole['draft']) : null,
      findings: (await findingsOf(tx, actor, row, file, now)).map(findingView),
      case: file.case,
      draftedBy: file.draftedBy === null ? null : whoView(file.draftedBy, names),
      goesOn: content?.goesOn ?? null,
      harmSaid: (content?.harm ?? null) as contract.RequestWhole['harmSaid'],
      weighing:
        file.weight === null || file.weighedAt === null
          ? null
          : {
              weight: file.weight,
              reason: file.weightReason ?? '',
              by: whoView(file.weighedBy ?? '', names),
              at: file.weighedAt.toISOString(),
            },
      proof: row.proof === null ? null : { ...row.proof, signature: await signatureView(tx, actor, row, file) },
      callBack: { number: unit?.phone ?? null, unit: unit?.unit ?? null, made: callOf(file, names) },
      outcomeSaid: file.outcomeAt === null ? null : { text: file.outcomeNote ?? '', at: file.outcomeAt.toISOString() },
      messages: messages.map((one) =>
        messageView(
          one,
          reader,
          attached.map(({ view }) => view),
          marks.filter(({ object }) => object === one.id).map(({ mark }) => mark),
        ),
      ),
      ...(await answeringOf(tx, actor, reader, id)),
      unsaid: attached.filter(({ said }) => !said).map(({ view }) => view),
      notes: notes.map(({ id: note, at, by, text }) => ({ id: note, at: at.toISOString(), by: whoView(by, names), text })),
      passTo: (await listPassable({ tx, actor }, row, file)).map(({ member, name }) => ({ member, name })),
      may: mayOf(actor, file, now),
    }
  })
}

/** How the organisation lets its people answer, and what waits for a second one. */
async function answeringOf(
  tx: Tx,
  actor: Actor,
  owner: OrganisationId,
  request: string,
): Promise<Pick<contract.RequestWhole, 'answering' | 'waits'>> {
  const rule = await findRule(tx, owner)
  const waits = await findAnswer(tx, request)
  const shown = waits === undefined ? [] : await findSharedAmong(tx, restsOnOf(waits))
  const names = await namesAmong(tx, waits === undefined ? [] : [waits.draftedBy])
  return {
    answering: { secondPerson: rule.secondPerson, mostOpen: ceilingOf(rule, actor.role)?.tlp ?? null },
    waits: waits === undefined ? null : waitsView(waits, { rule, actor, names, shown }),
  }
}

/** Whether the key still stands on the asker's card is read now, as far as the reader sees the card. */
async function signatureView(tx: Tx, actor: Actor, { proof }: RequestRow, file: FileRow): Promise<Signed> {
  const signature = proof?.signature
  if (signature === undefined) return null
  const member = file.side === 'asked' ? file.otherMember : (await findStanding(tx, actor))?.member?.id
  const [unit] = await listUnits(tx, member == null ? [] : [member])
  return { ...signature, keySince: signature.keySince ?? null, stands: unit?.pgpFingerprint === signature.fingerprint }
}

type Signed = NonNullable<contract.RequestWhole['proof']>['signature']

function callOf(file: FileRow, names: Parameters<typeof whoView>[1]): contract.RequestWhole['callBack']['made'] {
  const { calledAt, calledNumber, callResult, callNote, calledBy } = file
  if (calledAt === null || callResult === null) return null
  return {
    number: calledNumber ?? '',
    result: callResult,
    note: callNote ?? '',
    by: whoView(calledBy ?? '', names),
    at: calledAt.toISOString(),
  }
}

/** What stands against a draft now; nothing where it can not be said any more, which approving says. */
async function findingsOf(tx: Tx, actor: Actor, row: RequestRow, file: FileRow, now: Date): Promise<readonly Finding[]> {
  if (row.state !== 'draft' || file.asked === null) return []
  try {
    return (await prepareRequest(tx, await readStanding(tx, actor), file.asked as AskedRequest, now)).findings
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}

function mayOf(actor: Actor, file: FileRow, now: Date): contract.RequestWhole['may'] {
  const draft = file.state === 'draft'
  const asked = file.side === 'asked'
  return {
    change: draft && mayDraftShare(actor),
    send: draft && mayShare(actor),
    drop: draft && mayDraftShare(actor),
    acts: mayShare(actor) ? contract.requestActs.filter((one) => mayAct(file.side, file, one, now)) : [],
    weigh: asked && mayDraftShare(actor),
    callBack: asked && mayShare(actor),
    note: mayDraftShare(actor),
    stateCost: mayShare(actor) && mayStateCost(file, now) && !['agreed', 'paid'].includes(file.cost?.state ?? ''),
    agreeCost: mayShare(actor) && !asked && file.cost?.state === 'asked',
    settleCost: mayDraftShare(actor) && maySettleCost(file),
    outcome: mayDraftShare(actor) && mayHaveOutcome(file, now),
  }
}

function periodRoutes(http: Http): void {
  const { ctx } = http
  const read = (actor: Actor) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      return { ...(await findRequestPeriods(tx, standing.network)), may: { set: mayKeepNetwork(standing) } }
    })
  serve(http, contract.readRequestPeriods, ({ actor }) => read(actor))
  serve(http, contract.setRequestPeriods, async ({ actor, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => changeRequestPeriods(work, standing, body))
    return read(actor)
  })
}
