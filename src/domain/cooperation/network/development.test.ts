import { expect, test } from 'vitest'
import { countryCodes } from '../../../formats/iso3166.ts'
import { developmentOf } from './development.ts'

test('the lists of the United Nations have 45, 32 and 53 countries and territories', () => {
  const counted = (list: 'ldc' | 'lldc' | 'sids') => countryCodes.filter((code) => developmentOf(code)[list]).length
  expect([counted('ldc'), counted('lldc'), counted('sids')]).toEqual([45, 32, 53])
})

test('a country can be on several of them, and on none', () => {
  expect(developmentOf('KM')).toEqual({ ldc: true, lldc: false, sids: true })
  expect(developmentOf('NE')).toEqual({ ldc: true, lldc: true, sids: false })
  expect(developmentOf('FR')).toEqual({ ldc: false, lldc: false, sids: false })
})
