import { expect, test } from 'vitest'
import { type Askable, routeRequest } from './country.ts'

const agency = (id: string, year: number, laws: Askable['laws'] = [], here = true): Askable => ({
  ...{ id, name: id, laws, here },
  joinedAt: new Date(`${year}-01-01T00:00:00Z`),
})
const gone = (agencies: readonly Askable[], primary: string | null = null, law: 'anti-spam' | 'criminal' = 'anti-spam') => {
  const route = routeRequest(agencies, primary, law)
  return route === undefined ? undefined : [route.kind, route.to.id, route.others.map(({ id }) => id)]
}

test('a request to a country goes to whom its agencies named, else to its only one, and to nobody where there is none', () => {
  const [old, young] = [agency('old', 2001), agency('young', 2009, ['anti-spam'])]
  expect(gone([])).toBeUndefined()
  expect(gone([old, young], 'old')).toEqual(['primary', 'old', []])
  expect(gone([old])).toEqual(['only-agency', 'old', []])
})

test('of several that named none it goes to one that enforces the law in question, else to the longest member, here before elsewhere', () => {
  const police = agency('police', 2003, ['criminal', 'anti-spam'])
  const regulator = agency('regulator', 2001, ['anti-spam'])
  const ministry = agency('ministry', 1999)
  expect(gone([ministry, police, regulator])).toEqual(['by-law', 'regulator', ['ministry', 'police']])
  expect(gone([ministry, police, regulator], null, 'criminal')).toEqual(['by-law', 'police', ['ministry', 'regulator']])
  expect(gone([ministry, { ...regulator, here: false }], null, 'criminal')).toEqual(['longest', 'ministry', ['regulator']])
  expect(gone([ministry, { ...regulator, here: false }])).toEqual(['longest', 'ministry', ['regulator']])
  expect(
    gone([
      { ...ministry, here: false },
      { ...regulator, here: false },
    ]),
  ).toEqual(['by-law', 'regulator', ['ministry']])
})
