import { expect } from 'vitest'
import type { Client } from './house.ts'

export type CallItem = {
  id: string
  standing: string | null
  title: string
  papers: { id: string }[]
  minutes: { revision: number; approvedAt: string | null }[]
  actions: { id: string; text: string; doneAt: string | null }[]
  reports: { id: string }[]
  attendance: { name: string }[]
}
export type Call = {
  id: string
  state: string
  link: string | null
  series: { id: string } | null
  items: CallItem[]
  carried: { id: string; text: string }[]
  inside: {
    audience: { call: { name: string }[]; items: { item: string; members: { name: string }[] }[] }
    objections: { id: string; agency: { name: string }; members: string[] | null; reason: string | null }[]
    invitations: { id: string; member: { name: string } }[]
    guests: { name: string }[]
    linkKnown: boolean
  } | null
  may: Record<string, boolean>
}

/** Does it, and answers what it answered. */
export async function done(who: Client, method: 'POST' | 'PUT', path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await who.call(method, path, body)
  expect({ path, ...answer }).toMatchObject({ status: expect.toBeOneOf([200, 201, 204]) })
  return (answer.body ?? {}) as Record<string, unknown>
}

export const read = async (who: Client, id: string) => (await who.call('GET', `/api/calls/${id}`)).body as Call
export const asked = (more: object = {}) => ({
  title: 'Quarterly call',
  startsAt: '2027-03-02T10:00:00.000Z',
  timeZone: 'Asia/Singapore',
  duration: 90,
  ...more,
})
export const itemOf = (call: Call, standing: string) => call.items.find((item) => item.standing === standing) as CallItem
