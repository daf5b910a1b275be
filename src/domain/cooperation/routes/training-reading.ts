import { type Actor, systemActor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { TrainingLine, TrainingWhole } from '../contract/network/trainings.ts'
import { maySeeNetwork, type Standing } from '../network/standing.ts'
import {
  type Enrolment,
  evaluatedOf,
  hasBegun,
  isTaking,
  mayEnrol,
  mayOpenToIndustry,
  mayRunTraining,
  seesParticipants,
  type Training,
} from '../network/training.ts'
import { materialView, memberOf, trainingLine } from '../network/training-view.ts'
import { readStanding } from '../operations/network/standing.ts'
import { countEnrolments, listEnrolments, listEvaluations, listOwnEnrolments } from '../store/network/enrolments.ts'
import { listMaterials } from '../store/network/materials.ts'
import { listMembersById, namesOfMembers } from '../store/network/members.ts'
import {
  findTraining,
  findTrainingInvitation,
  listTrainingInvitations,
  listTrainingObjections,
  type TrainingInvitation,
} from '../store/network/trainings.ts'
import { allow } from './network.ts'

export async function seenBy(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  allow(maySeeNetwork(standing))
  return standing
}

/** Refuses `cooperation.no-training` to whoever does not see it: as if it were not there. */
export function mustSeeTraining(
  { ctx }: Http,
  actor: Actor,
  id: string,
): Promise<{ readonly standing: Standing; readonly training: Training }> {
  return ctx.read(actor, async (tx) => {
    const standing = await seenBy(tx, actor)
    return { standing, training: present(await findTraining(tx, id), 'cooperation.no-training', `session ${id}`) }
  })
}

/** What only the network's own rows tell; asked after it was decided that this reader may be told. */
function inNetwork<T>({ ctx }: Http, { network }: Standing, run: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.read(systemActor('cooperation.trainings', network), run)
}

export async function linesOf(http: Http, actor: Actor, standing: Standing, rows: readonly Training[]): Promise<TrainingLine[]> {
  const told = rows.filter((row) => seesParticipants(standing, row)).map(({ id }) => id)
  const counts = told.length === 0 ? new Map() : await inNetwork(http, standing, (tx) => countEnrolments(tx, told))
  return http.ctx.read(actor, async (tx) => {
    const members = await listMembersById(
      tx,
      rows.flatMap(({ member }) => member ?? []),
    )
    const ids = rows.map(({ id }) => id)
    const own =
      actor.kind === 'person' ? await listOwnEnrolments(tx, actor.organisation ?? '', actor.id, ids) : new Map<string, Enrolment>()
    const taken = (id: string) => (told.includes(id) ? (counts.get(id) ?? { enrolled: 0, waiting: 0 }) : null)
    return rows.map((row) => trainingLine(row, members, own.get(row.id), taken(row.id)))
  })
}

/** One session, as far as the reader may know it. */
export async function wholeTraining(http: Http, actor: Actor, id: string): Promise<TrainingWhole> {
  const { standing, training } = await mustSeeTraining(http, actor, id)
  const [line] = await linesOf(http, actor, standing, [training])
  const told = seesParticipants(standing, training)
  const own = present(line, 'cooperation.no-training', `session ${id}`).own
  const results = told || (own?.attended === true && standing.member?.kind === 'agency')
  const evaluations = results ? await inNetwork(http, standing, (tx) => listEvaluations(tx, id)) : []
  const objections = standing.acting ? await inNetwork(http, standing, (tx) => listTrainingObjections(tx, id)) : []
  const ownInvited = standing.member?.kind === 'industry' && told ? await inNetwork(http, standing, (tx) => listOwnInvited(tx, id)) : null
  return http.ctx.read(actor, async (tx) => {
    const materials = await listMaterials(tx, id)
    const members = await listMembersById(
      tx,
      materials.flatMap(({ member }) => member ?? []),
    )
    const enrolments = await listEnrolments(tx, id)
    const names = await namesOfMembers(tx, [...new Set(enrolments.map(({ member }) => member))])
    const keeps = (member: string | null) => standing.acting || (member !== null && member === standing.member?.id)
    const run = mayRunTraining(standing, training)
    const now = http.ctx.now()
    const { link, note, trainers } = training
    const evaluated = evaluatedOf(evaluations)
    return {
      ...present(line, 'cooperation.no-training', `session ${id}`),
      ...{ note, trainers, link },
      materials: materials.map((one) => materialView(one, members, run && keeps(one.member))),
      participants: enrolments.map((one) => participantView(one, names)),
      evaluation: evaluated === undefined ? null : { ...evaluated, means: { ...evaluated.means }, words: [...evaluated.words] },
      inside: await insideOf(tx, standing, training, ownInvited, objections.length),
      may: {
        run: run && training.state === 'open',
        enrol: mayEnrol(standing) && isTaking(training, now) && (own === null || own.state === 'withdrawn'),
        withdraw: mayEnrol(standing) && own !== null && own.state !== 'withdrawn' && own.attended === null,
        attend: run && hasBegun(training, now),
        evaluate: mayEnrol(standing) && own?.attended === true && !own.evaluated,
        letIn: training.state === 'open' && (run || (mayOpenToIndustry(standing) && training.audience !== 'members')),
        speak: mayOpenToIndustry(standing) && training.state === 'open',
      },
    }
  })
}

function participantView({ id, name, member, state, at, attended }: Enrolment, names: ReadonlyMap<string, string>) {
  const known = names.get(member)
  return { id, name, member: known === undefined ? null : { id: member, name: known }, state, at: at.toISOString(), attended }
}

/** Of those who were let in, those whom no agency let in: all that a member of industry learns of them, where it offers the session. */
async function listOwnInvited(tx: Tx, id: string): Promise<readonly TrainingInvitation[]> {
  return (await listTrainingInvitations(tx, id)).filter(({ agency }) => agency === null)
}

/** An invitation that the actor sees; refuses `cooperation.no-invitation`. */
export async function mustSeeInvitation(http: Http, actor: Actor, id: string): Promise<void> {
  const { standing, seen } = await http.ctx.read(actor, async (tx) => ({
    standing: await seenBy(tx, actor),
    seen: await findTrainingInvitation(tx, id),
  }))
  if (seen !== undefined) return
  const found = await inNetwork(http, standing, async (tx) => {
    const one = await findTrainingInvitation(tx, id)
    return { one, of: one === undefined ? undefined : await findTraining(tx, one.training) }
  })
  const own = found.of !== undefined && seesParticipants(standing, found.of) && found.one?.agency === null
  present(own ? found.one : undefined, 'cooperation.no-invitation', `invitation ${id}`)
}

/**
 * For agencies that see it, and the office: row-level security lets nobody else read who was let in. Whoever of industry offers it has `ownInvited`, which
 * was read for them.
 */
async function insideOf(
  tx: Tx,
  standing: Standing,
  training: Training,
  ownInvited: readonly TrainingInvitation[] | null,
  objections: number,
): Promise<TrainingWhole['inside']> {
  const { member, acting } = standing
  if (!acting && member?.kind !== 'agency' && ownInvited === null) return null
  const invited = ownInvited ?? (await listTrainingInvitations(tx, training.id))
  const names = await listMembersById(
    tx,
    invited.flatMap((one) => [one.member, one.agency ?? []].flat()),
  )
  const called = (id: string | null) => {
    const found = memberOf(names, id)
    return found === null ? null : { id: found.id, name: found.name }
  }
  const own = await listTrainingObjections(tx, training.id)
  return {
    invited: invited.flatMap((one) => {
      const of = called(one.member)
      const may = {
        end: mayRunTraining(standing, training) || (one.agency !== null && one.agency === member?.id && mayOpenToIndustry(standing)),
      }
      return of === null ? [] : [{ id: one.id, member: of, by: called(one.agency), may }]
    }),
    objects: own.some(({ agency }) => agency === member?.id),
    objections: acting ? objections : null,
  }
}
