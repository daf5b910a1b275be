import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMalformed } from '../../../base/parsed.ts'
import { readContactFile, type SupposedContact } from './contact-file.ts'

const agencies: SupposedContact = { kind: 'agency', audience: 'agencies' }
const read = (text: string, supposed = agencies) => {
  const file = readContactFile(new TextEncoder().encode(text), supposed, '2026-06-01')
  if (isMalformed(file)) throw new Error(file.malformed)
  return file
}

test('a table gives contacts with the act or the consent that they need', () => {
  const file = read(
    'Member;Country;Role;Unit;Person;Mail;Phone;Languages;Time zone;Audience;Designated on;Designated by;Consent on\n' +
      "Regulator;nz;unit;Enforcement;;unit@reg.example;'+64 4 123;en mi;Pacific/Auckland;members;2026-01-02;Head;\n" +
      'Regulator;NZ;staff;;Ann;ann@reg.example;;;;;;;2026-02-03',
  )
  expect([file.errors, file.read]).toEqual([[], 2])
  expect(file.rows).toMatchObject([
    {
      ...{ line: 2, kind: 'agency', country: 'NZ', name: 'Regulator' },
      said: {
        ...{
          role: 'unit',
          unit: 'Enforcement',
          mail: 'unit@reg.example',
          phone: '+64 4 123',
          languages: ['en', 'mi'],
          audience: 'members',
        },
        ...{ timeZone: 'Pacific/Auckland', designated: { on: '2026-01-02', by: 'Head' }, consent: null },
      },
    },
    { line: 3, said: { role: 'staff', person: 'Ann', audience: 'agencies', designated: null, consent: { on: '2026-02-03', until: null } } },
  ])
})

test('whatever is wrong is told by line and column', () => {
  const head = 'member,country,role,person,mail,phone,pgp,designated_on,designated_by,consent_on,colour\n'
  const act = '2026-01-02,Head,'
  const rows = [
    `,NZ,unit,A,a@x.example,,,${act}`,
    `R,NZ,boss,A,a@x.example,,,${act}`,
    `R,NZ,unit,A,no address,,,${act}`,
    'R,NZ,unit,A,a@x.example,,,,,',
    `R,NZ,unit,,,,,${act}`,
    'R,NZ,staff,A,a@x.example,,,,,',
    `R,NZ,industry,A,a@x.example,,,${act}`,
    'R,NZ,unit,A,a@x.example,,,2030-01-01,Head,',
    `R,NZ,unit,A,a@x.example,,no key,${act}`,
    `R,NZ,unit,A,a@x.example,,,${act}`,
    `r,nz,unit,B,b@x.example,,,${act}`,
    'R,NZ,unit,A,a@x.example,12,,2026-13-02,Head,',
  ]
  expect(read(head + rows.join('\n')).errors.map(({ line, column, why }) => [line, column, why])).toEqual([
    [1, 'colour', 'unknown-column'],
    [2, 'member', 'missing'],
    [3, 'role', 'unreadable'],
    [4, 'mail', 'unreadable'],
    [5, 'designated_on', 'missing'],
    [6, 'mail', 'empty'],
    [7, 'consent_on', 'missing'],
    [8, 'role', 'role'],
    [9, 'designated_on', 'acts'],
    [10, 'pgp', 'key'],
    [12, 'role', 'twice'],
    [13, 'phone', 'unreadable'],
    [13, 'designated_on', 'unreadable'],
  ])
})

test('a list of teams as FIRST gives it names a contact for each team that says how it is reached', () => {
  const data = [
    { 'team-full': 'Team One', country: 'BR', email: ['one@team.example'], phone: '+55 11 1234', timezone: 'UTC-03:00' },
    { 'team-full': 'Team Two', country: 'FR' },
    { 'team-full': 'Team Three', country: 'FR', email: 'three@team.example', telephone: 'ask us', pgp: 'https://keys.example' },
  ]
  const acts = { ...agencies, designatedOn: '2026-03-04', designatedBy: 'Steering committee' }
  expect(read(JSON.stringify({ data }), acts)).toMatchObject({
    ...{ format: 'first', errorCount: 0 },
    rows: [
      {
        ...{ line: 1, name: 'Team One', country: 'BR' },
        said: {
          role: 'unit',
          unit: 'Team One',
          mail: 'one@team.example',
          phone: '+55 11 1234',
          timeZone: 'Etc/GMT+3',
          designated: { by: 'Steering committee' },
        },
      },
      { line: 3, said: { mail: 'three@team.example', phone: null, pgp: null } },
    ],
  })
  expect(read(JSON.stringify({ data })).errors.map(({ why }) => why)).toEqual(['missing', 'missing'])
})

test('whatever the bytes are, they are read or malformed, and never more than the limits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const file = readContactFile(bytes, agencies, '2026-06-01')
      expect(isMalformed(file) || file.rows.length <= file.read).toBe(true)
    }),
  )
  const many = `member,country\n${'R,NZ\n'.repeat(5_001)}`
  expect(read(many)).toMatchObject({ errorCount: 5_001, errors: expect.objectContaining({ length: 500 }) })
  expect(isMalformed(readContactFile(new Uint8Array(16 * 1024 * 1024 + 1), agencies, '2026-06-01'))).toBe(true)
})
