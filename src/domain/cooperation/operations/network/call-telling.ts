import { z } from 'zod'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { notifyElsewhere, takeNoticesBack } from '../../../directory/index.ts'
import { callTellings } from '../../contract/network/call-names.ts'
import type { Call, CallTelling } from '../../network/call.ts'
import { audienceOf } from '../../network/call-audience.ts'
import { mayKeepCalls } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import { lockAudiences, readInvited } from '../../store/network/call-audience.ts'
import {
  insertCallTellings,
  listByOrganisation,
  listCallsToldTo,
  listStillTold,
  listToTell,
  markCallTold,
  type Told,
} from '../../store/network/call-tellings.ts'
import { findCall, lockCall } from '../../store/network/calls.ts'
import { mailCallLater, stopLetters } from './call-mail.ts'
import { hashOfHow } from './telling.ts'

/** Tells all who may come, as they are at the moment when it is done: whoever was taken out meanwhile hears nothing. */
export const tellCallJob = defineJob({
  name: 'cooperation.tell-call',
  payload: z.object({ id: z.uuid(), what: z.enum(callTellings) }),
  async run(ctx, actor, { id, what }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const network = actor.organisation as OrganisationId
      await lockAudiences(work.tx, network)
      const call = await findCall(work.tx, id)
      const invited = await readInvited(work.tx, network, id)
      if (call === undefined || invited === undefined) return
      await tellThese(work, call, what, await listToTell(work.tx, network, [...audienceOf(invited).call]))
      // what all who see the call may know: to whom it went as groups, and neither who of industry was among them nor how many
      work.witness('cooperation.call-told', id, { what, to: ['agencies', 'invited'], startsAt: call.startsAt.toISOString() })
    })
  },
})

export function tellCallLater(work: Work, call: Pick<Call, 'id'>, what: CallTelling): void {
  work.enqueue(tellCallJob, { id: call.id, what }, { key: `${what} ${call.id}` })
}

async function tellThese(work: Work, call: Call, what: CallTelling, addressees: readonly Omit<Told, 'people'>[]): Promise<void> {
  const told: Told[] = []
  const notice = { kind: `cooperation.call-${what}`, subject: call.id, params: { title: call.title, day: dayOf(call) } }
  for (const one of addressees) {
    const people =
      one.organisation === null ? 0 : await notifyElsewhere(work, one.organisation, 'viewer', notice, [{ kind: 'call', id: call.id }])
    told.push({ ...one, people })
  }
  await keep(work, call, what, told)
  work.announce('call', call.id)
}

/** As rows, and as one leaf that the network alone sees (`platform.log_told`): by it the organiser proves whom it told of what, and by whom none learns who came or went. */
async function keep(work: Work, call: Call, what: CallTelling, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  await insertCallTellings(work.tx, call.owner, call.id, what, told, work.now)
  const list = told.map(({ member, name, people, organisation }) => ({ member, name, people, here: organisation !== null }))
  work.witness('cooperation.told-of-call', call.id, { what, told: list })
}

/** That a member whom neither console nor mail reached was told in another way. Refuses `cooperation.told-already`. */
export async function recordCallTold(work: Work, standing: Standing, id: string, member: string, how: string): Promise<void> {
  work.require(mayKeepCalls(standing))
  const call = present(await lockCall(work.tx, id), 'cooperation.no-call', `call ${id}`)
  const whats = await markCallTold(work.tx, call.id, member, how, work.now)
  if (whats.length === 0)
    throw new Failure('conflict', 'cooperation.told-already', `member ${member} was told already, or is told by other ways`)
  work.record('cooperation.told-of-call-by-hand', id, { member })
  work.witness('cooperation.told-of-call-by-hand', id, { whats, member, sha256: hashOfHow(how) })
  work.announce('call', id)
  work.announce('announcement', id)
}

/** Members of industry that may come now to a call that the others know of already. */
export async function tellEntered(work: Work, call: Call, organisations: readonly string[]): Promise<void> {
  if (organisations.length === 0 || (call.state !== 'convened' && call.state !== 'under-way')) return
  mailCallLater(work, call.id)
  await tellThese(work, call, 'convened', await listByOrganisation(work.tx, call.owner, organisations))
}

/**
 * Those that may come no more: what they were told is taken back, and where they were told anything, one neutral line stands in its place. It names the day,
 * which they must strike from their calendar, and nothing else; it says neither why nor by whom.
 */
export async function tellOut(work: Work, call: Call, organisations: readonly string[]): Promise<void> {
  if (organisations.length === 0) return
  const out = await listByOrganisation(work.tx, call.owner, organisations)
  const knew = await listStillTold(
    work.tx,
    call.id,
    out.map(({ member }) => member),
  )
  await stopLetters(
    work,
    call.id,
    out.map(({ member }) => member),
  )
  if (call.state !== 'planned') mailCallLater(work, call.id)
  const told: Told[] = []
  for (const one of out) {
    if (one.organisation === null) continue
    await takeNoticesBack(work, one.organisation, call.id)
    if (!knew.has(one.member)) continue
    // a subject of its own: it leads nowhere
    const notice = { kind: 'cooperation.call-ended', subject: newId(work.now.getTime()), params: { day: dayOf(call) } }
    told.push({ ...one, people: await notifyElsewhere(work, one.organisation, 'viewer', notice, []) })
  }
  await keep(work, call, 'ended', told)
}

/** The same for a member that is about to leave the network, of every call; of what is over, nothing is to be struck from a calendar. */
export async function takeCallsBack(work: Work, member: string, organisation: OrganisationId): Promise<void> {
  for (const id of await listCallsToldTo(work.tx, member)) {
    const call = await findCall(work.tx, id)
    if (call === undefined) continue
    const over = call.state === 'held' || call.state === 'reported' || call.state === 'cancelled'
    if (over) await takeNoticesBack(work, organisation, id)
    else await tellOut(work, call, [organisation])
  }
}

/** The day by the clock that the call was set by. */
function dayOf({ startsAt, timeZone }: Pick<Call, 'startsAt' | 'timeZone'>): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(startsAt)
}
