import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Actor, type Role, roles, type Scope, scopes } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import {
  keepsAdministrator,
  mayMakeKey,
  mayManagePeople,
  mayOperate,
  mayReadAudit,
  mayRemove,
  mayRevokeKey,
  maySeePeople,
  mayStateSystems,
  rightsOf,
} from './policy.ts'

const person = (role: Role | null, more: Partial<Actor> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisation: role === null ? null : ('o' as OrganisationId),
  role,
  operator: false,
  scopes: null,
  ...more,
})
const key = (role: Role, held: readonly Scope[]): Actor => person(role, { kind: 'key', id: 'k', scopes: held })

test('a higher role loses no right', () => {
  const counts = roles.map((role) => new Set(rightsOf(person(role))))
  for (const [at, rights] of counts.entries()) for (const right of counts[at - 1] ?? []) expect(rights).toContain(right)
  expect(rightsOf(person('viewer'))).toEqual(['see-people', 'own-keys'])
  expect(rightsOf(person('administrator'))).not.toContain('operate-node')
})

test('who acts for no organisation has no right in one, operator or not', () => {
  expect(rightsOf(person(null))).toEqual([])
  expect(rightsOf(person(null, { operator: true }))).toEqual(['see-jobs', 'operate-node'])
})

test('a key has no right that its scopes do not give, and never the operator’s', () => {
  fc.assert(
    fc.property(fc.constantFrom(...roles), fc.subarray([...scopes]), fc.boolean(), (role, held, operator) => {
      const actor = { ...key(role, held), operator }
      if (!held.includes('administer'))
        expect([
          mayManagePeople(actor),
          mayReadAudit(actor),
          mayRemove(actor, 'x'),
          mayRevokeKey(actor, 'x'),
          mayStateSystems(actor),
        ]).toEqual([false, false, false, false, false])
      if (!held.includes('read')) expect(maySeePeople(actor)).toBe(false)
      expect(mayMakeKey(actor, ['read'])).toBe(false)
      expect(mayOperate(actor)).toBe(false)
      // what a key may, its person may
      for (const right of rightsOf(actor)) expect(rightsOf({ ...person(role), operator })).toContain(right)
    }),
  )
})

test('a person makes keys within their role', () => {
  expect(mayMakeKey(person('viewer'), ['read', 'report'])).toBe(true)
  expect(mayMakeKey(person('viewer'), ['read', 'write'])).toBe(false)
  expect(mayMakeKey(person('manager'), ['administer'])).toBe(false)
  expect(mayMakeKey(person('administrator'), [...scopes])).toBe(true)
  expect(mayMakeKey(person(null), ['read'])).toBe(false)
})

test('everybody may remove themselves and revoke their own keys, and no one else’s', () => {
  expect(mayRemove(person('viewer'), 'p')).toBe(true)
  expect(mayRemove(person('manager'), 'q')).toBe(false)
  expect(mayRevokeKey(person('viewer'), 'p')).toBe(true)
  expect(mayRevokeKey(person('manager'), 'q')).toBe(false)
  // the name of a channel or a key may equal a person's id; it is still no person
  expect(mayRemove(person('viewer', { kind: 'channel' }), 'p')).toBe(false)
})

test('an organisation keeps an administrator', () => {
  expect(keepsAdministrator('administrator', null, 0)).toBe(false)
  expect(keepsAdministrator('administrator', 'manager', 0)).toBe(false)
  expect(keepsAdministrator('administrator', 'administrator', 0)).toBe(true)
  expect(keepsAdministrator('administrator', null, 1)).toBe(true)
  expect(keepsAdministrator('viewer', null, 1)).toBe(true)
})
