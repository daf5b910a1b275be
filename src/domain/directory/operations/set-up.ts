import { randomBytes, timingSafeEqual } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import { type Auth, addLogin, hashPassword, hashToken, requireStrong } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { listAllOrganisations } from '../store/organisations.ts'
import { insertMembership, insertPerson } from '../store/people.ts'
import { keepFact, lockFact, readFact, type SetupFact } from '../store/set-up.ts'
import { addOrganisation, type NewOrganisation } from './node.ts'

const node = systemActor('setup', null)

/** Whether the node still waits for its first organisation: a set-up link was made and not used. */
export async function isSetupOpen(ctx: Context): Promise<boolean> {
  return ctx.read(node, async (tx) => (await readFact(tx))?.used === false)
}

/** The one-time set-up link, the same at every start until it is used; undefined once it was. `renew` makes another and voids the one before. */
export async function setupLink(ctx: Context, auth: Auth, renew = false): Promise<string | undefined> {
  const tokenOf = (nonce: string) => auth.mac(`setup ${nonce}`).toString('base64url')
  return perform(ctx, node, async (work) => {
    work.require(work.actor.operator)
    const fact = await lockFact(work.tx)
    if (fact?.used === true) return undefined
    // a database that was filled otherwise has people in it, and is nobody's to set up
    if (fact === undefined && (await listAllOrganisations(work.tx)).length > 0) return undefined
    const known = fact !== undefined && !renew && hashToken(tokenOf(fact.nonce)).toString('hex') === fact.hash
    const nonce = known ? fact.nonce : randomBytes(18).toString('base64url')
    if (!known) {
      await keepFact(work.tx, { nonce, hash: hashToken(tokenOf(nonce)).toString('hex'), used: false })
      work.record('directory.setup-link-made', 'node')
    }
    return `${ctx.config.TOCSIN_PUBLIC_URL}/setup#${tokenOf(nonce)}`
  })
}

export type SetupData = {
  readonly token: string
  readonly organisation: NewOrganisation
  readonly person: {
    readonly email: string
    readonly name: string
    readonly password: string
    readonly locale: string
    readonly timeZone: string
  }
}

/** First run, once: organisation, administrator who is operator too, login. Refuses `directory.setup-over` and `directory.setup-token`. */
export async function setUp(ctx: Context, data: SetupData): Promise<{ organisation: OrganisationId; person: PersonId }> {
  // all of it is asked again under the lock; here it spares the hashing of a password for whoever knocks
  const hash = hashToken(data.token)
  requireToken(await ctx.read(node, readFact), hash)
  requireStrong(data.person.password, [data.person.email, data.person.name, data.organisation.name])
  const passwordHash = await hashPassword(data.person.password)
  const organisation = newId<'organisation'>(ctx.now().getTime())
  const person = newId<'person'>(ctx.now().getTime())
  const actor = { ...systemActor('setup', organisation), operator: true }
  await perform(ctx, actor, async (work) => {
    const fact = requireToken(await lockFact(work.tx), hash)
    work.require(true)
    await addOrganisation(work, organisation, data.organisation)
    const { email, name, locale, timeZone } = data.person
    if (!(await insertPerson(work.tx, { id: person, email, name, locale, timeZone, operator: true, since: work.now })))
      throw new Failure('conflict', 'directory.known-person', 'this address has an account')
    await addLogin(work.tx, person, email, passwordHash)
    await insertMembership(work.tx, organisation, person, 'administrator', work.now)
    await keepFact(work.tx, { ...fact, used: true })
    work.record('directory.set-up', person)
  })
  return { organisation, person }
}

/** The fact, if the token is its own and it is not used; refuses otherwise. */
function requireToken(fact: SetupFact | undefined, hash: Buffer): SetupFact {
  if (fact?.used === true) throw new Failure('conflict', 'directory.setup-over', 'this node was set up already')
  if (fact === undefined || !timingSafeEqual(Buffer.from(fact.hash, 'hex'), hash))
    throw new Failure('forbidden', 'directory.setup-token', 'not the set-up link of this node')
  return fact
}
