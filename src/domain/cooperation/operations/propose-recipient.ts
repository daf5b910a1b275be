import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { Context } from '../../../platform/context.ts'
import type { ActionRow, ActionThing } from '../../cases/index.ts'
import { type Answering, type AnsweringContact, type AnsweringRole, type Thing, whoAnswersFor } from '../../directory/index.ts'
import type { ReleaseRecipient } from '../release.ts'

/** Whom the directory names for an action that names nobody: the recipient, who says so, of when that is, and what of the thing they answer for. */
export type ProposedRecipient = {
  readonly recipient: ReleaseRecipient
  readonly atMostEvery: number | null
  readonly from: { readonly source: string; readonly date: string; readonly of: string | null; readonly note: string | null }
}

/** Who suits an action, the best first; of the same the nearest. */
const suits: Readonly<Record<string, readonly AnsweringRole[]>> = {
  notify: ['customer', 'network', 'host'],
  'take-down': ['host', 'registrar', 'network'],
  'tell-customer': ['customer'],
}

const mostAsked = 3

/**
 * Asks the directory who answers for what an action is about, where the action itself names no address. Only proposed: whoever approves sees who says so and of when that is.
 * It asks outside where the operator allows it, so never inside a unit of work. Undefined where nobody with an address is known.
 */
export async function proposeRecipient(ctx: Context, actor: Actor, action: ActionRow): Promise<ProposedRecipient | undefined> {
  const roles = suits[action.kind]
  if (roles === undefined || (action.recipient?.address ?? '').trim() !== '') return undefined
  for (const thing of action.things.flatMap(askable).slice(0, mostAsked)) {
    const found = bestOf(await ask(ctx, actor, thing), roles)
    if (found !== undefined) return found
  }
  return undefined
}

function askable({ kind, value, port, at }: ActionThing): readonly Thing[] {
  const seen = at == null ? null : new Date(at)
  if (kind === 'address') return [{ kind, value, port: port ?? null, at: seen }]
  return kind === 'domain' || kind === 'host' || kind === 'url' ? [{ kind, value, at: seen }] : []
}

async function ask(ctx: Context, actor: Actor, thing: Thing): Promise<readonly Answering[]> {
  try {
    return await whoAnswersFor(ctx, actor, thing)
  } catch (error) {
    // what somebody typed as a thing may be none
    if (error instanceof Failure && error.code === 'directory.not-recognised') return []
    throw error
  }
}

function bestOf(answers: readonly Answering[], roles: readonly AnsweringRole[]): ProposedRecipient | undefined {
  for (const role of roles) {
    for (const answer of answers.filter((one) => one.role === role)) {
      const contact = answer.contacts.find(({ purpose }) => purpose === 'abuse') ?? answer.contacts[0]
      if (contact !== undefined)
        return { recipient: recipientOf(answer, contact), atMostEvery: contact.atMostEvery, from: sourceOf(answer) }
    }
  }
  return undefined
}

function recipientOf({ role, party }: Answering, { id, address, language, format }: AnsweringContact): ReleaseRecipient {
  const value = address.trim().toLowerCase()
  return { kind: 'address', value, name: party.name, role, party: party.id, contact: id, language, format }
}

const sourceOf = ({ source, date, of, note }: Answering) => ({ source, date, of, note })
