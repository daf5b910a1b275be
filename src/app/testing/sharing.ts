import { expect } from 'vitest'
import type { Client, House } from './house.ts'
import type { Joined } from './network.ts'

/** What the tests of sharing look at in a share. */
export type Share = {
  id: string
  copy: string
  state: string
  sha256: string
  revision: number
  bytes: string
  audience: { name: string }[]
  grows: boolean
  routes: { country: string; kind: string }[]
  guards: { newcomers: string[]; ceiling: string | null; secondPerson: boolean }
  receipts: { name: string }[]
  deletions: { name: string; read: boolean; confirmedAt: string | null }[]
  may: { decide: boolean; recall: boolean }
}

export const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'Part 4, Act 2007', purpose: 'joint inquiry' }
export const paper = (title: string, text = 'words of the paper') => ({ kind: 'document', title, text })
export const asked = (object: object, recipients: object[], more: object = {}, restsOn: string[] = []) => ({
  object,
  recipients,
  terms: { ...terms, ...more },
  restsOn,
})
export const member = ({ id }: Joined) => ({ kind: 'member', value: id })

export async function draft(who: Client, body: object): Promise<Share> {
  const made = await who.call('POST', '/api/shares', body)
  expect(made).toMatchObject({ status: 201 })
  return made.body as Share
}
export const decide = (who: Client, { id, sha256, revision }: Share, unusual = true) =>
  who.call('POST', `/api/shares/${id}/approve`, { sha256, revision, unusual })
export async function show(who: Client, body: object): Promise<Share> {
  const answer = await decide(who, await draft(who, body))
  expect(answer).toMatchObject({ status: 200 })
  return answer.body as Share
}

/** A file of the one, shown with its bytes and fetched by the other. */
export async function giveFile(house: House, from: Client, to: Joined): Promise<void> {
  const made = await from.call('POST', '/api/reports?name=given.bin', Buffer.from('MZ\0\x01given'), {
    'content-type': 'application/octet-stream',
  })
  await house.settle()
  const { item } = (await from.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body as { item: string }
  const { copy } = await show(from, asked({ kind: 'evidence', id: item, bytes: 'clean' }, [member(to)]))
  expect((await to.client.call('GET', `/api/shared/${copy}/bytes`)).status).toBe(200)
}
