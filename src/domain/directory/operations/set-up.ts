import { randomBytes, timingSafeEqual } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import { type Auth, addLogin, hashPassword, hashToken, requireStrong } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { insertMembership, insertPerson } from '../store/people.ts'
import { keepFact, lockFact, wasSetUp } from '../store/set-up.ts'
import { addOrganisation, type NewOrganisation } from './node.ts'

const node = systemActor('setup', null)

/** Whether the node still waits for its first organisation. */
export async function isSetupOpen(ctx: Context): Promise<boolean> {
  return ctx.read(node, async (tx) => !(await wasSetUp(tx)))
}

/** The one-time set-up link, the same at every start until it is used; undefined once it was. `renew` makes another and voids the one before. */
export async function setupLink(ctx: Context, auth: Auth, renew = false): Promise<string | undefined> {
  const tokenOf = (nonce: string) => auth.mac(`setup ${nonce}`).toString('base64url')
  return perform(ctx, node, async (work) => {
    work.require(work.actor.operator)
    const fact = await lockFact(work.tx)
    if (fact?.used === true) return undefined
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
  // asked again under the lock; here it spares the work and says 'over' before anything else is judged
  if (!(await isSetupOpen(ctx))) throw over()
  requireStrong(data.person.password, [data.person.email, data.person.name, data.organisation.name])
  const passwordHash = await hashPassword(data.person.password)
  const organisation = newId<'organisation'>(ctx.now().getTime())
  const person = newId<'person'>(ctx.now().getTime())
  const actor = { ...systemActor('setup', organisation), operator: true }
  await perform(ctx, actor, async (work) => {
    const fact = await lockFact(work.tx)
    if (fact?.used === true) throw over()
    const right = fact !== undefined && timingSafeEqual(Buffer.from(fact.hash, 'hex'), hashToken(data.token))
    if (!right) throw new Failure('forbidden', 'directory.setup-token', 'not the set-up link of this node')
    work.require(right)
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

function over(): Failure {
  return new Failure('conflict', 'directory.setup-over', 'this node was set up already')
}
