import { type Actor, atLeast, inScope } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'

/** A channel (listener, public page, mailbox) acting for its organisation. */
export function channelActor(id: string, organisation: OrganisationId): Actor {
  return { kind: 'channel', id, organisation, role: null, operator: false, scopes: null }
}

/** Channels hand in reports; so does anyone in the organisation, and a key that was made for it. */
export function mayReport(actor: Actor): boolean {
  if (actor.organisation === null) return false
  if (actor.kind === 'channel' || actor.kind === 'system') return true
  return actor.kind === 'key' ? inScope(actor, 'report') : atLeast(actor, 'analyst')
}

export function mayRunChannels(actor: Actor): boolean {
  return atLeast(actor, 'administrator') && inScope(actor, 'administer')
}

/** The machinery's own acts on reports: recording what a job found. */
export function mayWorkOn(actor: Actor): boolean {
  return actor.kind === 'system' || (atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

export function mayDecideMail(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'write')
}

/** An invitation holds a one-time link into the organisation, and so does the letter on a new address: whoever may make such links may see it, and nobody else. */
export function mayReadMail(actor: Actor, kind: string): boolean {
  return atLeast(actor, kind === 'invitation' || kind === 'address' ? 'administrator' : 'viewer')
}

/** A reporter takes a report back by its tracking link; the listener of that page acts as a channel. */
export function mayWithdraw(actor: Actor): boolean {
  return actor.kind === 'channel' || (atLeast(actor, 'manager') && inScope(actor, 'write'))
}
