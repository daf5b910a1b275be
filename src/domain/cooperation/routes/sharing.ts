import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { findNetwork } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import { mayDraftShare, mayLiftSecret, maySeeShares, type Recipient } from '../network/sharing.ts'
import { guardsOf, shareLineView, shareWholeView } from '../network/sharing-view.ts'
import { lookAgain, readyFor } from '../operations/network/ready-evidence.ts'
import { recallShare } from '../operations/network/recall.ts'
import { audienceNow, grantsOf, resolveRecipients } from '../operations/network/recipients.ts'
import { liftShare } from '../operations/network/secrets.ts'
import { decideShare, draftShare, redraftShare, refuseShare } from '../operations/network/share.ts'
import { changeRule } from '../operations/network/shared.ts'
import { previewShared } from '../operations/network/shared-bytes.ts'
import { findStanding } from '../operations/network/standing.ts'
import { listMembersOf } from '../store/network/own-groups.ts'
import { listAsked, listReceipts } from '../store/network/shared.ts'
import { listFetches } from '../store/network/shared-files.ts'
import {
  findShare,
  listNewcomers,
  listReaders,
  listRecipients,
  listShareEvents,
  pageShares,
  type ShareLine,
  type ShareRow,
} from '../store/network/shares.ts'
import { findRule } from '../store/network/sharing.ts'
import { groupRoutes } from './groups.ts'
import { onwardRoutes } from './onward.ts'
import { namesAmong } from './reading.ts'
import { sendArchive, sharedRoutes } from './shared.ts'

/** What is shown to others on this node and what they show, groups, and how an organisation shares. */
export function sharingRoutes(http: Http): void {
  groupRoutes(http)
  sharedRoutes(http)
  onwardRoutes(http)
  shareRoutes(http)
  ruleRoutes(http)
}

/** The organisation for which the actor may see what is shared. */
export function sharerFor(actor: Actor): OrganisationId {
  if (!maySeeShares(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see what is shared`)
  return actor.organisation
}

function shareRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listShares, async ({ actor, query }) => {
    const owner = sharerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      const rows = await pageShares(tx, owner, filter, ctx.now(), readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return {
        items: await linesOf(tx, items, ctx.now()),
        next: last === undefined ? null : writeCursor(last.draftedAt, last.id),
        may: { draft: mayDraftShare(actor) },
      }
    })
  })
  serve(http, contract.readShare, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.draftShare, async ({ actor, body }) => {
    sharerFor(actor)
    const ready = await readyFor(ctx, actor, body.object)
    return wholeOf(http, actor, await perform(ctx, actor, (work) => draftShare(work, body, ready)))
  })
  const act = async (actor: Actor, id: string, run: (work: Work) => Promise<void>) => {
    sharerFor(actor)
    await perform(ctx, actor, run)
    return wholeOf(http, actor, id)
  }
  serve(http, contract.previewBytes, async ({ actor, params, reply }) => {
    sharerFor(actor)
    return sendArchive(reply, await previewShared(ctx, actor, params.id))
  })
  serve(http, contract.redraftShare, async ({ actor, params, body }) => {
    sharerFor(actor)
    // what is not one's own to change is refused before anything is made for it
    await ctx.read(actor, async (tx) => present(await findShare(tx, params.id), 'cooperation.no-share', `share ${params.id}`))
    const ready = await readyFor(ctx, actor, body.object)
    return act(actor, params.id, (work) => redraftShare(work, params.id, body, ready))
  })
  serve(http, contract.decideShare, async ({ actor, params, body }) => {
    sharerFor(actor)
    const known = await lookAgain(ctx, actor, params.id)
    return act(actor, params.id, (work) => decideShare(work, params.id, body, known))
  })
  serve(http, contract.refuseShare, ({ actor, params }) => act(actor, params.id, (work) => refuseShare(work, params.id)))
  serve(http, contract.liftShare, ({ actor, params }) => act(actor, params.id, (work) => liftShare(work, params.id)))
  serve(http, contract.recallShare, ({ actor, params }) => act(actor, params.id, (work) => recallShare(work, params.id)))
}

const actorsOf = (rows: readonly ShareLine[]) =>
  rows.flatMap((row) => [row.draftedBy, row.decidedBy, row.endedBy].filter((one) => one !== null))

async function linesOf(tx: Tx, rows: readonly ShareLine[], now: Date): Promise<contract.ShareLine[]> {
  const recipients = await listRecipients(
    tx,
    rows.map(({ id }) => id),
  )
  const copies = rows.map(({ copy }) => copy)
  const of = { recipients, receipts: await listReceipts(tx, copies), asked: await listAsked(tx, copies) }
  const names = await namesAmong(tx, actorsOf(rows))
  return rows.map((row) => shareLineView(row, of, names, now))
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.ShareWhole> {
  const owner = sharerFor(actor)
  return ctx.read(actor, async (tx) => {
    const row = present(await findShare(tx, id), 'cooperation.no-share', `share ${id}`)
    const events = await listShareEvents(tx, id)
    const of = {
      recipients: await listRecipients(tx, [id]),
      receipts: await listReceipts(tx, [row.copy]),
      asked: await listAsked(tx, [row.copy]),
      fetches: await listFetches(tx, row.copy),
    }
    const names = await namesAmong(tx, [...actorsOf([row]), ...events.map((one) => one.actor)])
    const seen = await seenBy(tx, actor, owner, row, of.recipients)
    const guards = { newcomers: seen.newcomers, ...guardsOf(row, of.recipients, await findRule(tx, owner), actor) }
    return shareWholeView({ row, events, ...of, ...seen, guards, actor }, names, ctx.now())
  })
}

/** Who sees it, or would if it went now. Whoever is no member of the network any more drafts for nobody. */
async function seenBy(tx: Tx, actor: Actor, owner: OrganisationId, row: ShareRow, recipients: readonly Recipient[]) {
  const nobody = { audience: [], grows: false, newcomers: [], routes: [] }
  if (row.state === 'shared') {
    const network = await findNetwork(tx)
    const audience = network === undefined ? [] : await listMembersOf(tx, network, await listReaders(tx, row.copy))
    return { audience, grows: recipients.some(({ kind }) => kind === 'group' || kind === 'agencies'), newcomers: [], routes: [] }
  }
  const standing = row.state === 'draft' ? await findStanding(tx, actor) : undefined
  if (standing === undefined || (standing.member === null && !standing.acting)) return nobody
  const resolved = []
  // a recipient that is no more is shown as nobody; approving says so
  for (const one of recipients) {
    try {
      resolved.push(...(await resolveRecipients(tx, standing, [one])))
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'cooperation.no-recipient') throw error
    }
  }
  const fresh = new Set(await listNewcomers(tx, owner, grantsOf(resolved)))
  return {
    audience: audienceNow(resolved),
    grows: resolved.some(({ grows }) => grows),
    routes: resolved.flatMap(({ value, route }) => (route === undefined ? [] : [{ country: value, kind: route }])),
    newcomers: resolved.filter(({ grants }) => grants.some((one) => fresh.has(one))).map(({ name }) => name),
  }
}

function ruleRoutes(http: Http): void {
  const { ctx } = http
  const read = (actor: Actor) =>
    ctx.read(actor, async (tx) => ({ rule: await findRule(tx, sharerFor(actor)), may: { set: mayLiftSecret(actor) } }))
  serve(http, contract.readSharingRule, ({ actor }) => read(actor))
  serve(http, contract.setSharingRule, async ({ actor, body }) => {
    await perform(ctx, actor, (work) => changeRule(work, body))
    return read(actor)
  })
}
