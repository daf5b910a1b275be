import { type Actor, atLeast, inScope, type Role, type Scope } from '../../base/actor.ts'
import type { Right } from './contract.ts'

// Who may do what in the directory.

export function maySeePeople(actor: Actor): boolean {
  return atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** Inviting, roles, removing. A key needs the scope `administer`. */
export function mayManagePeople(actor: Actor): boolean {
  return atLeast(actor, 'administrator') && inScope(actor, 'administer')
}

/** Everybody may leave. */
export function mayRemove(actor: Actor, person: string): boolean {
  return mayManagePeople(actor) || (actor.kind === 'person' && actor.id === person && actor.organisation !== null)
}

export function mayManageOrganisation(actor: Actor): boolean {
  return mayManagePeople(actor)
}

/** Which mail systems are the organisation's own decides what its readings believe: for those who answer for the desk. */
export function mayStateSystems(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

const own = (actor: Actor) => actor.kind === 'system' && actor.organisation !== null

/** Parties, what they answer for, and looking it up: whoever works at the desk, and the node where it drafts for an organisation. */
export function maySeeParties(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'viewer') && inScope(actor, 'read'))
}

export function mayStateParties(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'write')
}

/** Having a registry asked tells it what the desk looks at. The node asks where somebody at the desk proposed to write to whoever answers. */
export function mayAskOutside(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Files of customers and of who had which address. */
export function mayImport(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

export function mayConfigureLookup(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

const keyNeeds: Record<Scope, Role> = { read: 'viewer', report: 'viewer', write: 'analyst', administer: 'administrator' }

/** A person makes keys for themselves, with no more than their role has. A key makes no keys. */
export function mayMakeKey(actor: Actor, scopes: readonly Scope[]): boolean {
  return actor.kind === 'person' && scopes.every((scope) => atLeast(actor, keyNeeds[scope]))
}

export function mayManageKeys(actor: Actor): boolean {
  return mayManagePeople(actor)
}

export function mayRevokeKey(actor: Actor, owner: string): boolean {
  return mayManageKeys(actor) || (actor.kind === 'person' && actor.id === owner)
}

export function mayReadAudit(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Runs the machinery: never by a key. */
export function mayOperate(actor: Actor): boolean {
  return actor.operator && (actor.kind === 'person' || actor.kind === 'system')
}

/** An organisation must keep somebody who can manage it. `others` counts its other administrators. */
export function keepsAdministrator(before: Role, after: Role | null, others: number): boolean {
  return before !== 'administrator' || after === 'administrator' || others > 0
}

/** What the console may offer to a signed-in person; each act asks its own question again. */
export function rightsOf(actor: Actor): Right[] {
  const granted: Record<Right, boolean> = {
    'see-people': maySeePeople(actor),
    'manage-people': mayManagePeople(actor),
    'own-keys': mayMakeKey(actor, ['read']),
    'manage-keys': mayManageKeys(actor),
    'manage-organisation': mayManageOrganisation(actor),
    'state-systems': mayStateSystems(actor),
    'state-parties': mayStateParties(actor),
    'import-parties': mayImport(actor),
    'read-audit': mayReadAudit(actor),
    'see-jobs': mayManagePeople(actor) || mayOperate(actor),
    'operate-node': mayOperate(actor),
  }
  return (Object.keys(granted) as Right[]).filter((right) => granted[right])
}
