import type { OrganisationId } from './id.ts'

/** What a person may be in an organisation, each including those before it. */
export const roles = ['viewer', 'analyst', 'manager', 'administrator'] as const
export type Role = (typeof roles)[number]

/** What an API key may be limited to. `read` sees, `report` hands in reports, `write` changes, `administer` manages. */
export const scopes = ['read', 'report', 'write', 'administer'] as const
export type Scope = (typeof scopes)[number]

/** By which means somebody signed in: a password alone, with a code of the authenticator or a recovery code, or a passkey. */
export const signInMeans = ['password', 'code', 'recovery-code', 'passkey'] as const
export type SignInMeans = (typeof signInMeans)[number]

/**
 * Who acts, and for whom. `organisation` is what row-level security compares with: null sees no organisation's rows.
 * `operator` runs the machinery of the node and never sees content.
 */
export type Actor = {
  /** `person` at the console, `key` by API key, `channel` a listener or mailbox, `public` an anonymous visitor, `system` the node itself. */
  readonly kind: 'person' | 'key' | 'channel' | 'public' | 'system'
  /** A person's id, or the name of the machinery (`smtp`, `analysis`); written in the audit. */
  readonly id: string
  readonly organisation: OrganisationId | null
  readonly role: Role | null
  readonly operator: boolean
  /** null: not limited by a key's scopes. */
  readonly scopes: readonly Scope[] | null
  /** how a person's session was opened, where that is known */
  readonly means?: SignInMeans | null
}

/** Whether the actor holds at least this role in the acting organisation. */
export function atLeast(actor: Actor, role: Role): boolean {
  return actor.organisation !== null && actor.role !== null && roles.indexOf(actor.role) >= roles.indexOf(role)
}

/** Whether the actor's key, if any, was given this scope. */
export function inScope(actor: Actor, scope: Scope): boolean {
  return actor.scopes === null || actor.scopes.includes(scope)
}

/** The node itself acting for one organisation (jobs, channels): trusted code, confined to that organisation's rows. */
export function systemActor(id: string, organisation: OrganisationId | null): Actor {
  return {
    kind: 'system',
    id,
    organisation,
    role: organisation === null ? null : 'administrator',
    operator: organisation === null,
    scopes: null,
  }
}

/** The same for whoever acts as the same, for the same organisation. */
export function keyOf({ kind, id, organisation }: Actor): string {
  return `${kind} ${id} ${organisation}`
}
