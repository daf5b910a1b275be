import { describe, expect, test } from 'vitest'
import { type Actor, type Role, roles, type Scope, systemActor } from '../../base/actor.ts'
import { newId, type OrganisationId } from '../../base/id.ts'
import { channelActor, mayDecideMail, mayReadMail, mayReport, mayRunChannels, mayWithdraw, mayWorkOn } from './policy.ts'

const organisation = newId<'organisation'>() as OrganisationId
const person = (role: Role | null): Actor => ({ kind: 'person', id: 'p', organisation, role, operator: false, scopes: null })
const key = (role: Role, ...scopes: Scope[]): Actor => ({ ...person(role), kind: 'key', scopes })
const operator: Actor = { ...person(null), organisation: null, operator: true }
const allowed = (may: (actor: Actor) => boolean) => roles.filter((role) => may(person(role)))

describe('who may', () => {
  test('hand in reports: analysts and above, channels, the node, and keys that were made for it', () => {
    expect(allowed(mayReport)).toEqual(['analyst', 'manager', 'administrator'])
    expect([channelActor('smtp', organisation), systemActor('import', organisation)].map(mayReport)).toEqual([true, true])
    expect([key('viewer', 'report'), key('analyst', 'write'), key('administrator', 'read', 'administer')].map(mayReport)).toEqual([
      true,
      false,
      false,
    ])
    expect([operator, systemActor('import', null), { ...person('analyst'), organisation: null }].map(mayReport)).toEqual([
      false,
      false,
      false,
    ])
  })

  test('run channels: administrators, and their keys of that scope', () => {
    expect(allowed(mayRunChannels)).toEqual(['administrator'])
    expect(
      [key('administrator', 'administer'), key('administrator', 'write'), key('manager', 'administer'), operator].map(mayRunChannels),
    ).toEqual([true, false, false, false])
  })

  test('let letters go, take reports back, work on them', () => {
    expect(allowed(mayDecideMail)).toEqual(['analyst', 'manager', 'administrator'])
    expect(allowed(mayWithdraw)).toEqual(['manager', 'administrator'])
    expect(allowed(mayWorkOn)).toEqual(['analyst', 'manager', 'administrator'])
    for (const may of [mayDecideMail, mayWithdraw, mayWorkOn])
      expect([key('manager', 'write'), key('manager', 'read', 'report'), operator].map(may)).toEqual([true, false, false])
  })

  test('read letters: everybody of the organisation, but an invitation is a key', () => {
    expect(allowed((actor) => mayReadMail(actor, 'acknowledgement'))).toEqual([...roles])
    expect(allowed((actor) => mayReadMail(actor, 'invitation'))).toEqual(['administrator'])
    expect(mayReadMail(operator, 'acknowledgement')).toBe(false)
  })
})
