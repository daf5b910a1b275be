import { type Actor, systemActor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { listReplies, replyView } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { isAsked, learns, mayApply, mayObject, maySeeProposals, mayWithdraw } from '../network/joining.ts'
import { objectionView, proposalView, tellingView } from '../network/joining-view.ts'
import { isOpen, noticeKindOf } from '../network/proposal.ts'
import { mayKeepNetwork, type Standing } from '../network/standing.ts'
import { apply, enterApplication } from '../operations/network/applications.ts'
import { withdrawProposal } from '../operations/network/ending.ts'
import { object, takeBack } from '../operations/network/objections.ts'
import { proposeChange } from '../operations/network/proposals.ts'
import { readAsking } from '../operations/network/publicity.ts'
import { findStanding, performAtNetwork, performInNetwork, readStanding } from '../operations/network/standing.ts'
import { recordSeen, recordTold } from '../operations/network/telling.ts'
import { findEdition, findEditionOf } from '../store/network/editions.ts'
import { namesOfMembers } from '../store/network/members.ts'
import {
  findProposal,
  listApplicationsOf,
  listObjecting,
  listObjections,
  type ProposalRow,
  pageProposals,
} from '../store/network/proposals.ts'
import { listTellings } from '../store/network/tellings.ts'
import { whoView } from '../view.ts'
import { editionRoutes } from './editions.ts'
import { namesAmong } from './reading.ts'

/** How one joins the network, and how what it goes by is changed. */
export function joiningRoutes(http: Http): void {
  applicationRoutes(http)
  proposalRoutes(http)
  objectionRoutes(http)
  editionRoutes(http)
}

function applicationRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readOwnApplication, async ({ actor }) => {
    const { organisation } = actor
    const { found, rows } = await ctx.read(actor, async (tx) => {
      const standing = await findStanding(tx, actor)
      if (standing === undefined || organisation === null) return { found: undefined, rows: [] }
      allow(maySeeProposals(standing))
      return { found: standing, rows: await listApplicationsOf(tx, standing.network, organisation) }
    })
    if (found === undefined) return { network: null, applications: [], may: { apply: false } }
    const under = rows.some(({ decidedAt }) => decidedAt === null)
    const { asking, name } = await readAsking(ctx, found.network)
    // whoever is no member is told of the network where it lets itself be asked, or where they have asked already
    if (!asking && rows.length === 0 && !isInside(found)) return { network: null, applications: [], may: { apply: false } }
    return {
      network: { name },
      applications: rows.map((row) => proposalView(row, new Map(), isInside(found))),
      may: { apply: asking && mayApply(found) && !under },
    }
  })
  serve(http, contract.apply, async ({ actor, body }) => {
    const { kind, statement, ...card } = body
    const id = await performAtNetwork(ctx, actor, (work, standing) => apply(work, standing, { kind, card, statement }))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.enterApplication, async ({ actor, body }) => {
    const { kind, statement, ...card } = body
    const id = await performInNetwork(ctx, actor, (work, standing) => enterApplication(work, standing, { kind, card, statement }))
    return wholeOf(http, actor, id)
  })
}

function proposalRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listProposals, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeProposals(standing))
      const { after, limit, ...filter } = query
      const rows = await pageProposals(tx, standing.network, filter, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const names = await namesOfMembers(
        tx,
        items.flatMap(({ proposer }) => proposer ?? []),
      )
      return {
        items: items.map((row) => proposalView(row, names, true)),
        next: last === undefined ? null : writeCursor(last.proposedAt, last.id),
        may: { enter: mayKeepNetwork(standing) },
      }
    }),
  )
  serve(http, contract.readProposal, async ({ actor, params }) => {
    const before = await wholeOf(http, actor, params.id)
    await noteSeen(http, actor, params.id)
    return before
  })
  serve(http, contract.proposeChange, async ({ actor, body }) => {
    const { kind, reason, title, text } = body
    const wording = { title, text, rules: body.kind === 'procedures' ? body.rules : null }
    const id = await performInNetwork(ctx, actor, (work, standing) => proposeChange(work, standing, kind, wording, reason))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.withdrawProposal, async ({ actor, params }) => {
    await mustSee(http, actor, params.id)
    await performAtNetwork(ctx, actor, (work, standing) => withdrawProposal(work, standing, params.id))
    return wholeOf(http, actor, params.id)
  })
}

function objectionRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.objectTo, async ({ actor, params, body }) => {
    await mustSee(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) =>
      object(work, standing, params.id, memberFor(standing, body.member), body.reason, body.receivedOn),
    )
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.takeObjectionBack, async ({ actor, params, body }) => {
    await mustSee(http, actor, params.id)
    await performInNetwork(ctx, actor, (work, standing) => takeBack(work, standing, params.id, memberFor(standing, body.member)))
    return wholeOf(http, actor, params.id)
  })
  serve(http, contract.recordTold, async ({ actor, params, body }) => {
    await mustSee(http, actor, params.id)
    await performInNetwork(ctx, actor, async (work, standing) => {
      const { kind } = present(await findProposal(work.tx, params.id), 'cooperation.no-proposal', `proposal ${params.id}`)
      await recordTold(work, standing, noticeKindOf(kind), params.id, body.member, body.how)
    })
    return wholeOf(http, actor, params.id)
  })
}

/** The member that is acted for: one's own, or, as the secretariat, the one that is named. */
export function memberFor({ member }: Standing, named: string | undefined): string {
  return present(named ?? member?.id, 'cooperation.no-such-member', 'the member that is acted for')
}

/** What one may not see is as if it were not there: an act on it is in the network's name, which sees all. */
async function mustSee({ ctx }: Http, actor: Actor, id: string): Promise<void> {
  present(await ctx.read(actor, (tx) => findProposal(tx, id)), 'cooperation.no-proposal', `proposal ${id}`)
}

/** One proposal whole, as the reader may see it. */
async function wholeOf(http: Http, actor: Actor, id: string): Promise<contract.ProposalWhole> {
  const { ctx } = http
  const { standing, row } = await ctx.read(actor, async (tx) => {
    const found = present(await findStanding(tx, actor), 'cooperation.no-network', 'a network of this node')
    allow(maySeeProposals(found))
    return { standing: found, row: present(await findProposal(tx, id), 'cooperation.no-proposal', `proposal ${id}`) }
  })
  const objections = await objectionsOf(http, standing, row)
  const inside = isInside(standing)
  return ctx.read(actor, async (tx) => {
    const names = await namesOfMembers(tx, row.proposer === null ? [] : [row.proposer])
    const people = await namesAmong(tx, [row.proposedBy])
    const procedures = row.procedures === null ? undefined : await findEdition(tx, row.procedures)
    return {
      ...proposalView(row, names, inside),
      proposedBy: whoView(row.proposedBy, people),
      procedures: inside && procedures !== undefined ? { id: procedures.id, number: procedures.number ?? 0 } : null,
      edition: row.application === null ? ((await findEditionOf(tx, id))?.id ?? null) : null,
      objections,
      told: standing.acting ? await toldOf(tx, row) : null,
      may: mayOf(standing, row, objections.items, ctx.now()),
    }
  })
}

/** Whom it was noticed to, with what each answered to its letter: an objection may stand there. */
async function toldOf(tx: Tx, { id, kind }: ProposalRow): Promise<NonNullable<contract.ProposalWhole['told']>> {
  const tellings = await listTellings(tx, noticeKindOf(kind), id)
  const lettered = tellings.filter(({ mailState }) => mailState !== null)
  const replies = await listReplies(
    tx,
    'network-notice',
    lettered.map((one) => one.id),
  )
  const byTelling = Map.groupBy(replies, ({ about }) => about as string)
  return tellings.map((one) => ({ ...tellingView(one), replies: (byTelling.get(one.id) ?? []).map(replyView) }))
}

/** Who objected, by row-level security; how many, where only that is learnt, counted in the network's name. */
async function objectionsOf({ ctx }: Http, standing: Standing, row: ProposalRow): Promise<contract.ProposalWhole['objections']> {
  const learnt = row.terms === null ? 'nothing' : learns(standing, row.terms)
  const items = await ctx.read(standing.actor, (tx) => listObjections(tx, row.id))
  const standingNow =
    learnt === 'nothing' ? null : await ctx.read(systemActor('cooperation.count', standing.network), (tx) => listObjecting(tx, row.id))
  return { learns: learnt, standing: standingNow?.length ?? null, items: items.map(objectionView) }
}

function mayOf(
  standing: Standing,
  row: ProposalRow,
  objections: contract.ProposalWhole['objections']['items'],
  now: Date,
): contract.ProposalWhole['may'] {
  const open = isOpen(row, now) && row.terms !== null
  const { member } = standing
  const own = member !== null && objections.some((one) => one.member.id === member.id && one.withdrawnAt === null)
  const mayDo = member !== null && mayObject(standing, { id: member.id, organisation: standing.actor.organisation })
  const asked = row.terms !== null && isAsked(standing, row.terms)
  return {
    object: open && asked && mayDo && !own,
    takeBack: open && mayDo && own,
    objectFor: open && mayKeepNetwork(standing),
    withdraw: (open || row.state === 'proposed') && mayWithdraw(standing, row, row.application?.organisation ?? null),
    recordTold: mayKeepNetwork(standing),
  }
}

/** Once for each member: its first reading is the proof that the notice arrived. */
async function noteSeen({ ctx }: Http, actor: Actor, id: string): Promise<void> {
  const standing = await ctx.read(actor, (tx) => findStanding(tx, actor))
  const member = standing?.member?.id
  if (member !== undefined) await performInNetwork(ctx, actor, (work) => recordSeen(work, id, member))
}

export function isInside({ acting, member }: Standing): boolean {
  return acting || member !== null
}

function allow(allowed: boolean): void {
  if (!allowed) throw new Failure('forbidden', 'platform.forbidden', 'may not see proposals')
}
