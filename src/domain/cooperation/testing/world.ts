import pg from 'pg'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { startPlatform } from '../../../platform/testing/platform.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { MemberKind } from '../network/member.ts'
import type { Standing } from '../network/standing.ts'
import { foundNetwork } from '../operations/network/found.ts'
import { addMember, enterGroups } from '../operations/network/members.ts'
import { setOrganisation } from '../store/network/members.ts'

/** A member of the network with an administrator. */
export type Member = {
  readonly organisation: OrganisationId
  readonly actor: Actor
  readonly kind: MemberKind
  readonly country: string
  /** another one, where it comes back */
  card: string
}

/** A network on a database of its own, for the room's tests over random steps. */
export type World = {
  readonly ctx: Context
  /** who is bound by no policy */
  readonly root: pg.Client
  readonly network: OrganisationId
  join(name: string, kind?: MemberKind, country?: string): Promise<Member>
  /** one that has left; under another card */
  comeBack(member: Member): Promise<void>
  as<T>(member: Pick<Member, 'actor'>, run: (work: Work) => Promise<T>): Promise<T>
  asSecretariat<T>(run: (work: Work, standing: Standing) => Promise<T>): Promise<T>
  /** an act of a member on what is the network's own */
  inNetwork<T>(member: Member, run: (work: Work, standing: Standing) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const personOf = (organisation: OrganisationId): Actor => ({
  kind: 'person',
  id: newId(),
  organisation,
  role: 'administrator',
  operator: false,
  scopes: null,
})

const cardOf = (name: string, kind: MemberKind, country: string) => ({
  ...{ name, country, categoryOther: null, represents: '', legalBasis: '', laws: [], powers: [], languages: [] },
  ...{ timeZone: 'UTC', hours: '', website: null, resources: [], public: false },
  category: kind === 'industry' ? ('internet-provider' as const) : null,
})

export async function startWorld(): Promise<World> {
  const platform = await startPlatform()
  const root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
  const { ctx } = platform
  const organisation = async (name: string): Promise<OrganisationId> => {
    const id = newId<'organisation'>()
    await root.query(
      `insert into directory.organisation (id, code, name, kind, country, since) values ($1, $2, $3, 'other', 'NZ', now())`,
      [id, `o${id.replaceAll('-', '').slice(-20)}`, name],
    )
    return id
  }
  const holder = await organisation('Holder')
  const network = await foundNetwork(ctx, { ...personOf(holder), operator: true }, { name: 'Network', country: 'SG', holder })
  const asSecretariat = <T>(run: (work: Work, standing: Standing) => Promise<T>): Promise<T> => {
    const actor = personOf(network)
    return perform(ctx, actor, (work) => run(work, { network, acting: true, member: null, actor }))
  }
  const enter = (name: string, kind: MemberKind, country: string, id: OrganisationId) =>
    asSecretariat(async (work, standing) => {
      const made = await addMember(work, standing, kind, cardOf(name, kind, country))
      await setOrganisation(work.tx, made, id)
      await enterGroups(work, network, { kind, country }, id)
      return made
    })
  return {
    ctx,
    root,
    network,
    asSecretariat,
    async join(name, kind = 'agency', country = 'NZ') {
      const id = await organisation(name)
      return { organisation: id, actor: personOf(id), kind, country, card: await enter(name, kind, country, id) }
    },
    async comeBack(member) {
      member.card = await enter('Back again', member.kind, member.country, member.organisation)
    },
    as: ({ actor }, run) => perform(ctx, actor, run),
    inNetwork: ({ actor, card: id, kind }, run) =>
      perform(ctx, { ...actor, organisation: network, role: null }, (work) =>
        run(work, { network, acting: false, member: { id, kind }, actor }),
      ),
    async close() {
      await root.end()
      await platform.close()
    },
  }
}

/** Whole numbers below the one asked for, the same for the same seed (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Whether it was done; false where it was refused. */
export async function tried(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}
