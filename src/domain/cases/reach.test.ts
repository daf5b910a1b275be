import { expect, test } from 'vitest'
import type { Answering } from '../directory/index.ts'
import { reachOf } from './reach.ts'

const contact = { id: null, address: 'abuse@host.example', purpose: 'abuse', format: 'text', language: null, atMostEvery: null } as const
const answering = (role: Answering['role'], contacts: Answering['contacts'] = []): Answering => ({
  role,
  party: { id: null, name: 'Somebody', country: null, reference: null },
  contacts,
  source: 'stated',
  date: '2026-11-30T00:00:00Z',
  note: null,
  of: null,
})

test.each([
  ['nobody', []],
  ['nobody', [answering('cert', [contact]), answering('authority', [contact])]],
  ['somebody-answers', [answering('network'), answering('cert', [contact])]],
  ['contact-known', [answering('network'), answering('registrar', [contact])]],
  ['own-customer', [answering('host', [contact]), answering('customer')]],
] as const)('reach is %s by the nearest who answers', (reach, answers) => {
  expect(reachOf(answers)).toBe(reach)
})
