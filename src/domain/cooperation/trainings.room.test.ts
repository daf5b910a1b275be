import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../base/actor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { type Platform, startPlatform } from '../../platform/testing/platform.ts'
import { perform, type Work } from '../../platform/work.ts'
import type { MemberKind } from './network/member.ts'
import type { Standing } from './network/standing.ts'
import type { TrainingAudience, TrainingText } from './network/training.ts'
import { enrol, withdrawFrom } from './operations/network/enrolments.ts'
import { foundNetwork } from './operations/network/found.ts'
import { addMaterial } from './operations/network/materials.ts'
import { addMember, endMember, enterGroups } from './operations/network/members.ts'
import {
  changeTraining,
  endInvitationTo,
  inviteToTraining,
  keepIndustryOut,
  letIndustryIn,
  offerTraining,
} from './operations/network/trainings.ts'
import { countEnrolments, listEnrolments, listEvaluations } from './store/network/enrolments.ts'
import { listMaterials } from './store/network/materials.ts'
import { setOrganisation } from './store/network/members.ts'
import { findTraining, listTrainingInvitations, listTrainingObjections, pageTrainings } from './store/network/trainings.ts'

let platform: Platform
let root: pg.Client
let network: OrganisationId

beforeAll(async () => {
  platform = await startPlatform()
  root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
  const holder = await organisation('Holder')
  network = await foundNetwork(platform.ctx, { ...personOf(holder), operator: true }, { name: 'Network', country: 'SG', holder })
})
afterAll(async () => {
  await root.end()
  await platform.close()
})

const personOf = (of: OrganisationId): Actor => ({
  ...{ kind: 'person', id: newId(), organisation: of, role: 'administrator', operator: false, scopes: null },
})

async function organisation(name: string): Promise<OrganisationId> {
  const id = newId<'organisation'>()
  await root.query(`insert into directory.organisation (id, code, name, kind, country, since) values ($1, $2, $3, 'other', 'NZ', now())`, [
    ...[id, `o${id.replaceAll('-', '').slice(-20)}`, name],
  ])
  return id
}

const card = (name: string, kind: MemberKind) => ({
  ...{ name, country: 'NZ', categoryOther: null, represents: '', legalBasis: '', laws: [], powers: [], languages: [] },
  ...{ timeZone: 'UTC', hours: '', website: null, resources: [], public: false },
  category: kind === 'industry' ? ('internet-provider' as const) : null,
})

/** mulberry32 */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const asSecretariat = <T>(run: (work: Work, standing: Standing) => Promise<T>): Promise<T> => {
  const actor = personOf(network)
  return perform(platform.ctx, actor, (work) => run(work, { network, acting: true, member: null, actor }))
}
type Party = { readonly organisation: OrganisationId; readonly kind: MemberKind; readonly actor: Actor; card: string; inside: boolean }
const asMember = <T>({ actor, card: id, kind }: Party, run: (work: Work, standing: Standing) => Promise<T>): Promise<T> =>
  perform(platform.ctx, { ...actor, organisation: network, role: null }, (work) =>
    run(work, { network, acting: false, member: { id, kind }, actor }),
  )

async function enter(name: string, kind: MemberKind, id: OrganisationId): Promise<string> {
  return asSecretariat(async (work, standing) => {
    const made = await addMember(work, standing, kind, card(name, kind))
    await setOrganisation(work.tx, made, id)
    await enterGroups(work, network, { kind, country: 'NZ' }, id)
    return made
  })
}
async function join(name: string, kind: MemberKind): Promise<Party> {
  const id = await organisation(name)
  return { organisation: id, kind, actor: personOf(id), card: await enter(name, kind, id), inside: true }
}

// ---- the model: who may see what, as one would say it in words

type Session = {
  readonly id: string
  /** the card that offers it: whoever comes back under another has no part in it */
  readonly by: string | null
  seats: number | null
  audience: TrainingAudience
  readonly invited: Set<string>
  readonly objects: Set<Party>
  /** in their order */
  readonly listed: { readonly who: Party; state: 'enrolled' | 'waiting' }[]
  readonly materials: string[]
}

function sees(who: Party, { by, audience, invited, objects }: Session): boolean {
  if (!who.inside) return false
  if (by === who.card) return true
  if (who.kind === 'agency') return audience !== 'named' || invited.has(who.card)
  return objects.size === 0 && (audience === 'members' || invited.has(who.card))
}
/** Whoever sees it no more is on the list no more, and who waited longest moves up. */
function settle(session: Session): void {
  const left = session.listed.filter(({ who }) => sees(who, session))
  session.listed.splice(0, session.listed.length, ...left)
  for (const one of session.listed) {
    const taken = session.listed.filter(({ state }) => state === 'enrolled').length
    if (one.state === 'waiting' && (session.seats === null || taken < session.seats)) one.state = 'enrolled'
  }
}

/** All that a member sees: in the list, by id, with what is beside it. */
async function visible({ actor }: Party, sessions: readonly Session[]) {
  return platform.ctx.read(actor, async (tx) => {
    const found: Record<string, unknown> = {}
    const counts = await countEnrolments(
      tx,
      sessions.map(({ id }) => id),
    )
    for (const { id } of sessions) {
      const here = (await findTraining(tx, id)) !== undefined
      const materials = (await listMaterials(tx, id)).map((one) => one.id).sort()
      const invited = (await listTrainingInvitations(tx, id)).map((one) => one.member).sort()
      const objecting = (await listTrainingObjections(tx, id)).map((one) => one.agency)
      const listed = (await listEnrolments(tx, id)).filter(({ state }) => state !== 'withdrawn')
      const own = listed.map(({ organisation: of, state }) => `${of} ${state}`).sort()
      const { enrolled = 0, waiting = 0 } = counts.get(id) ?? {}
      found[id] = { here, materials, invited, objecting, own, counted: enrolled + waiting, said: (await listEvaluations(tx, id)).length }
    }
    const page = await pageTrainings(tx, network, { when: 'self-paced' }, platform.ctx.now(), undefined, 500)
    return { listed: page.map(({ id }) => id).sort(), found }
  })
}

function expected(who: Party, sessions: readonly Session[]) {
  const mine = (session: Session) => session.by === who.card && who.inside
  const found = sessions.map((session) => {
    const here = sees(who, session)
    const inside = here && who.kind === 'agency'
    const own = session.listed.filter((one) => mine(session) || (one.who === who && who.inside))
    return [
      session.id,
      {
        here,
        materials: here ? [...session.materials].sort() : [],
        invited: inside ? [...session.invited].sort() : [],
        objecting: who.inside && session.objects.has(who) ? [who.card] : [],
        own: own.map((one) => `${one.who.organisation} ${one.state}`).sort(),
        counted: own.length,
        said: 0,
      },
    ]
  })
  return {
    listed: sessions
      .filter((session) => sees(who, session))
      .map(({ id }) => id)
      .sort(),
    found: Object.fromEntries(found),
  }
}

const text = (audience: TrainingAudience, seats: number | null): TrainingText => ({
  ...{ title: 'Session', topic: 'detection-techniques', note: '', trainers: '', languages: ['en'], startsAt: null, timeZone: 'UTC' },
  ...{ duration: null, link: null, seats, audience },
})

test('after any offers, invitations, objections, sign-ups, joins and leaves, each member sees of training what it may and nothing else', {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env['TOCSIN_TRAINING_SEED'] ?? 20_260_103)
  const next = random(seed)
  const any = <T>(all: readonly T[]): T | undefined => (all.length === 0 ? undefined : all[next(all.length)])
  const agencies = [await join('Agency 0', 'agency'), await join('Agency 1', 'agency'), await join('Agency 2', 'agency')]
  const industry = [await join('Provider 0', 'industry'), await join('Provider 1', 'industry')]
  const all = () => [...agencies, ...industry]
  const here = () => all().filter(({ inside }) => inside)
  const sessions: Session[] = []
  const audience = () => (['agencies', 'members', 'named'] as const)[next(3)] ?? 'agencies'
  const seats = () => (next(2) === 0 ? null : 1 + next(2))
  const steps: Record<string, () => Promise<boolean>> = {
    async offer() {
      if (sessions.length > 5) return false
      const by = next(3) === 0 ? null : (any(here()) ?? null)
      const [of, places] = [audience(), seats()]
      const run = (work: Work, standing: Standing) => offerTraining(work, standing, text(of, places))
      const id = by === null ? await asSecretariat(run) : await asMember(by, run)
      sessions.push({
        id,
        by: by?.card ?? null,
        seats: places,
        audience: of,
        invited: new Set(),
        objects: new Set(),
        listed: [],
        materials: [],
      })
      return true
    },
    async change() {
      const session = any(sessions)
      if (session === undefined) return false
      session.audience = audience()
      session.seats = seats()
      await asSecretariat((work, standing) => changeTraining(work, standing, session.id, text(session.audience, session.seats)))
      settle(session)
      return true
    },
    async material() {
      const session = any(sessions.filter(({ materials }) => materials.length < 3))
      if (session === undefined) return false
      const asked = { language: 'en', title: 'Words', text: 'words', url: null, file: null }
      session.materials.push(await asSecretariat((work, standing) => addMaterial(work, standing, 'training', session.id, asked)))
      return true
    },
    async invite() {
      const session = any(sessions)
      const who = any(here())
      if (session === undefined || who === undefined) return false
      await asSecretariat((work, standing) => inviteToTraining(work, standing, session.id, [who.card]))
      session.invited.add(who.card)
      settle(session)
      return true
    },
    async letIn() {
      const session = any(sessions.filter((one) => one.audience !== 'members'))
      const who = any(industry.filter(({ inside }) => inside))
      const by = session === undefined ? undefined : any(agencies.filter((one) => sees(one, session)))
      if (session === undefined || who === undefined || by === undefined) return false
      await asMember(by, (work, standing) => inviteToTraining(work, standing, session.id, [who.card]))
      session.invited.add(who.card)
      settle(session)
      return true
    },
    async uninvite() {
      const session = any(sessions.filter(({ invited }) => invited.size > 0))
      if (session === undefined) return false
      const one = any(await platform.ctx.read(personOf(network), (tx) => listTrainingInvitations(tx, session.id)))
      if (one === undefined) return false
      await asSecretariat((work, standing) => endInvitationTo(work, standing, one.id))
      session.invited.delete(one.member)
      settle(session)
      return true
    },
    async object() {
      const session = any(sessions)
      const by = session === undefined ? undefined : any(agencies.filter((one) => sees(one, session) && !session.objects.has(one)))
      if (session === undefined || by === undefined || next(2) === 0) return false
      await asMember(by, (work, standing) => keepIndustryOut(work, standing, session.id))
      session.objects.add(by)
      settle(session)
      return true
    },
    async relent() {
      const session = any(sessions.filter(({ objects }) => objects.size > 0))
      const by = session === undefined ? undefined : any([...session.objects])
      if (session === undefined || by === undefined) return false
      await asMember(by, (work, standing) => letIndustryIn(work, standing, session.id))
      session.objects.delete(by)
      settle(session)
      return true
    },
    async enrol() {
      const session = any(sessions)
      const who = session === undefined ? undefined : any(here().filter((one) => sees(one, session)))
      if (session === undefined || who === undefined || session.listed.some((one) => one.who === who)) return false
      await asMember(who, (work, standing) => enrol(work, standing, session.id))
      const taken = session.listed.filter(({ state }) => state === 'enrolled').length
      session.listed.push({ who, state: session.seats === null || taken < session.seats ? 'enrolled' : 'waiting' })
      return true
    },
    async withdraw() {
      const session = any(sessions.filter(({ listed }) => listed.length > 0))
      const one = session === undefined ? undefined : any(session.listed)
      if (session === undefined || one === undefined) return false
      await asMember(one.who, (work, standing) => withdrawFrom(work, standing, session.id))
      session.listed.splice(session.listed.indexOf(one), 1)
      settle(session)
      return true
    },
    async leave() {
      const who = any(industry.filter(({ inside }) => inside))
      if (who === undefined || next(2) > 0) return false
      await asSecretariat((work, standing) => endMember(work, standing, who.card, null))
      who.inside = false
      for (const session of sessions) settle(session)
      return true
    },
    async comeBack() {
      const who = any(industry.filter(({ inside }) => !inside))
      if (who === undefined) return false
      who.card = await enter('Provider again', 'industry', who.organisation)
      who.inside = true
      return true
    },
  }
  const tried: Record<string, number> = {}
  const names = Object.keys(steps)
  for (let step = 0; step < 160; step++) {
    const name = names[next(names.length)] ?? ''
    if (!(await steps[name]?.())) continue
    tried[name] = (tried[name] ?? 0) + 1
    for (const [at, who] of all().entries()) {
      const where = { seed, step, name, at }
      expect({ ...where, ...(await visible(who, sessions)) }).toEqual({ ...where, ...expected(who, sessions) })
    }
  }
  for (const name of names) expect([name, tried[name] ?? 0]).toEqual([name, expect.toSatisfy((count: number) => count > 1)])
})
