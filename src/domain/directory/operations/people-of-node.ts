import { systemActor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { PersonId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { membershipsOf } from '../store/callers.ts'
import { listEverybody, setOperator } from '../store/people.ts'

// For the command line of the machine that the node runs on; no route leads here.

const node = systemActor('command', null)

export type PersonOfNode = {
  readonly id: PersonId
  readonly email: string
  readonly name: string
  readonly operator: boolean
  readonly memberships: readonly { readonly code: string; readonly role: string; readonly suspended: boolean }[]
}

/** Everybody who may sign in, by address, with what they belong to. */
export async function listPeopleOfNode(ctx: Context): Promise<PersonOfNode[]> {
  return ctx.read(node, async (tx) => {
    const people: PersonOfNode[] = []
    for (const { id, email, name, operator } of await listEverybody(tx)) {
      const memberships = (await membershipsOf(tx, id)).map(({ code, role, suspended }) => ({ code, role, suspended }))
      people.push({ id, email, name, operator, memberships })
    }
    return people
  })
}

/** Lets a person run the node, or no longer. Refuses `directory.no-person`, and `directory.last-operator`: somebody must run it. */
export async function appointOperator(ctx: Context, email: string, operator: boolean): Promise<void> {
  await perform(ctx, node, async (work) => {
    work.require(work.actor.operator)
    const people = await listEverybody(work.tx)
    const person = people.find((one) => one.email === email.trim().toLowerCase())
    if (person === undefined) throw new Failure('missing', 'directory.no-person', `nobody signs in as ${email}: see tocsin admin list`)
    const others = people.filter((one) => one.operator && one.id !== person.id)
    if (!operator && others.length === 0)
      throw new Failure('conflict', 'directory.last-operator', 'nobody would run this node: appoint another operator first')
    await setOperator(work.tx, person.id, operator)
    work.record(operator ? 'directory.operator-appointed' : 'directory.operator-ended', person.id)
  })
}
