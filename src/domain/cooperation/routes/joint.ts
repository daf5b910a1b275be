import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { mayBind } from '../network/joint.ts'
import { jointActView, jointLineView, jointPartyView } from '../network/joint-view.ts'
import { mayDraftShare, mayShare } from '../network/sharing.ts'
import { changeBrief, closeJoint, inviteParties, openJoint, proposeLead, removeParty } from '../operations/network/joint-cases.ts'
import { acceptInvitation, answerLead, declineInvitation, leaveJoint, linkOwnCase } from '../operations/network/joint-parties.ts'
import { findStanding } from '../operations/network/standing.ts'
import {
  findJoint,
  type JointRow,
  listJointActs,
  listJointCopies,
  listJointGroups,
  listParties,
  type PartyRow,
} from '../store/network/joint-cases.ts'
import { findBrief } from '../store/network/joint-entries.ts'
import { findJointFile, type JointFile, pageJointFiles } from '../store/network/joint-files.ts'
import { listMembersOf } from '../store/network/own-groups.ts'
import { listCopies } from '../store/network/shares.ts'
import { jointEntryRoutes } from './joint-entries.ts'
import { sharerFor } from './sharing.ts'

/** Joint cases: who is in them, what they are about, and what is given to them. */
export function jointRoutes(http: Http): void {
  listingRoutes(http)
  leadRoutes(http)
  partyRoutes(http)
  jointEntryRoutes(http)
}

function listingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listJointCases, ({ actor, query }) => {
    const owner = sharerFor(actor)
    const { after, limit, ...filter } = query
    return ctx.read(actor, async (tx) => {
      const rows = await pageJointFiles(tx, owner, filter, readCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const standing = await findStanding(tx, actor)
      return {
        items: items.map(jointLineView),
        next: last === undefined ? null : writeCursor(last.at, last.id),
        may: { open: standing?.member?.kind === 'agency' && mayBind(actor) },
      }
    })
  })
  serve(http, contract.readJointCase, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.openJointCase, async ({ actor, body }) => {
    sharerFor(actor)
    const { case: own, ...brief } = body
    return wholeOf(http, actor, await perform(http.ctx, actor, (work) => openJoint(work, brief, own)))
  })
}

function leadRoutes(http: Http): void {
  serve(http, contract.changeJointBrief, ({ actor, params: { id }, body }) => act(http, actor, id, (work) => changeBrief(work, id, body)))
  serve(http, contract.inviteToJointCase, ({ actor, params: { id }, body }) =>
    act(http, actor, id, (work) => inviteParties(work, id, body.members)),
  )
  serve(http, contract.removeFromJointCase, ({ actor, params: { id }, body }) =>
    act(http, actor, id, (work) => removeParty(work, id, body.party)),
  )
  serve(http, contract.proposeJointLead, ({ actor, params: { id }, body }) =>
    act(http, actor, id, (work) => proposeLead(work, id, body.party)),
  )
  serve(http, contract.closeJointCase, ({ actor, params: { id }, body }) => act(http, actor, id, (work) => closeJoint(work, id, body)))
}

function partyRoutes(http: Http): void {
  serve(http, contract.answerJointInvitation, ({ actor, params: { id }, body }) =>
    act(http, actor, id, (work) => (body.accept ? acceptInvitation(work, id) : declineInvitation(work, id))),
  )
  serve(http, contract.leaveJointCase, ({ actor, params: { id } }) => act(http, actor, id, (work) => leaveJoint(work, id)))
  serve(http, contract.answerJointLead, ({ actor, params: { id }, body }) =>
    act(http, actor, id, (work) => answerLead(work, id, body.accept)),
  )
  serve(http, contract.linkJointCase, ({ actor, params: { id }, body }) => act(http, actor, id, (work) => linkOwnCase(work, id, body.case)))
}

async function act(http: Http, actor: Actor, id: string, run: (work: Work) => Promise<void>): Promise<contract.JointWhole> {
  sharerFor(actor)
  await perform(http.ctx, actor, run)
  return wholeOf(http, actor, id)
}

/** As the acting organisation sees it: of one that it is out of, its own file alone. */
async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.JointWhole> {
  const own = sharerFor(actor)
  return ctx.read(actor, async (tx) => {
    const file = present(await findJointFile(tx, id), 'cooperation.no-joint', `a file of joint case ${id}`)
    const joint = await findJoint(tx, id)
    if (joint === undefined) return { ...jointLineView({ ...file, ...nobody, title: null }), ...outside(actor) }
    const parties = await listParties(tx, id)
    const brief = await findBrief(tx, id, joint.lead)
    const [lead] = await listMembersOf(tx, joint.owner, [joint.lead])
    const titled = { ...file, title: brief?.words?.title ?? null, lead: joint.leadMember, leadName: lead?.name ?? null }
    const here = parties.find(({ organisation, state }) => organisation === own && state === 'in')
    return {
      ...jointLineView({ ...titled, leadCountry: lead?.country ?? null }),
      brief: brief === undefined ? null : briefView(brief),
      opened: joint.openedAt.toISOString(),
      closed: joint.closedAt === null || joint.outcome === null ? null : { at: joint.closedAt.toISOString(), outcome: joint.outcome },
      leadSince: joint.leadSince.toISOString(),
      proposed: here === undefined ? null : joint.proposed,
      parties: parties.map((party) => jointPartyView(party, own, joint.lead)),
      acts: (await listJointActs(tx, id)).map(jointActView),
      copies: await copiesOf(tx, id, own),
      groups: here === undefined ? [] : (await listJointGroups(tx, id)).map(({ id: group, reach, late }) => ({ id: group, reach, late })),
      ...mayOf(actor, joint, file, here),
    }
  })
}

const nobody = { lead: null, leadName: null, leadCountry: null }

function outside(actor: Actor): Omit<contract.JointWhole, keyof contract.JointLine> {
  return {
    ...{ brief: null, opened: null, closed: null, leadSince: null, proposed: null, parties: [], acts: [], copies: [], groups: [] },
    leads: false,
    may: { lead: false, answer: false, leave: false, take: false, give: false, share: false, link: mayDraftShare(actor) },
  }
}

function briefView({
  words,
  tlp,
  byName,
  at,
  changedAt,
}: NonNullable<Awaited<ReturnType<typeof findBrief>>>): contract.JointWhole['brief'] {
  if (words === null) return null
  const { title, text, ground, permitted } = words
  return { title, text, ground: ground ?? '', tlp, permitted: permitted ?? 'none', by: byName, at: (changedAt ?? at).toISOString() }
}

function mayOf(actor: Actor, joint: JointRow, file: JointFile, here: PartyRow | undefined): Pick<contract.JointWhole, 'leads' | 'may'> {
  const open = joint.state === 'open'
  const leads = here !== undefined && joint.lead === here.organisation
  const binds = mayBind(actor)
  return {
    leads,
    may: {
      lead: leads && open && binds,
      answer: file.state === 'invited' && binds,
      leave: here !== undefined && binds && !(leads && open),
      take: open && here !== undefined && joint.proposed === here.id && binds,
      give: open && here !== undefined && mayShare(actor),
      share: open && here !== undefined && mayDraftShare(actor),
      link: mayDraftShare(actor),
    },
  }
}

async function copiesOf(tx: Tx, joint: string, own: OrganisationId): Promise<contract.JointWhole['copies']> {
  const shown = await listJointCopies(tx, joint)
  const copies = new Map(
    (
      await listCopies(
        tx,
        shown.map(({ copy }) => copy),
      )
    ).map((one) => [one.id, one]),
  )
  return shown.flatMap(({ copy, since, reach }) => {
    const found = copies.get(copy)
    if (found === undefined) return []
    const { id, kind, title, tlp, byName, owner, share } = found
    return [{ id, kind, title, tlp, from: byName, own: owner === own, share, since: since.toISOString(), reach }]
  })
}
