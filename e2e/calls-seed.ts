import type { BrowserContext } from 'playwright-core'
import { ask } from './desk.ts'

/** What stands on the pages of calls. */
export type SeededCalls = { readonly call: string }
type Named = { readonly id: string }
type Whole = Named & { readonly items: readonly { readonly id: string; readonly standing: string | null }[] }

/** A series with a call that is under way; the person acts for the network. `agency` does not work on the node: the network speaks for it. */
export async function seedCalls(context: BrowserContext, agency: string, industry: string): Promise<SeededCalls> {
  const series = await ask<Named>(context, 'POST', '/api/call-series', { name: 'Quarterly calls', months: 3 })
  const call = await ask<Whole>(context, 'POST', '/api/calls', {
    title: 'Spring call of the network',
    note: 'Bring what came of the last call.',
    startsAt: new Date(Date.now() - 600_000).toISOString(),
    timeZone: 'Asia/Singapore',
    duration: 90,
    link: 'https://rooms.example/a-rather-long-name-of-a-room-that-has-to-break-somewhere/0123456789',
    chairName: 'Ada Chair',
    series: series.id,
  })
  const [cases, , techniques] = call.items
  const whole = `/api/calls/${call.id}`
  await ask(context, 'POST', `${whole}/guests`, { name: 'Grace Guest', body: 'University of Somewhere', mail: 'grace@university.example' })
  await ask(context, 'POST', `${whole}/invitations`, { members: [industry], items: [cases?.id, techniques?.id], agency })
  for (const to of ['convened', 'under-way']) await ask(context, 'POST', `${whole}/move`, { to })
  const on = (what: string) => `/api/call-items/${cases?.id}/${what}`
  await ask(context, 'POST', on('papers'), { kind: 'paper', title: 'Cases since the winter', text: 'Three of them are new.' })
  await ask(context, 'POST', on('minutes'), { text: 'The cases were gone through.' })
  await ask(context, 'POST', on('minutes'), { text: 'The cases were gone through one by one.' })
  await ask(context, 'PUT', on('attendance'), { members: [agency, industry] })
  await ask(context, 'POST', on('decisions'), { kind: 'recommendation', text: 'Publish the list of numbers.' })
  await ask(context, 'POST', on('actions'), { member: agency, text: 'Send the list to all members.', due: '2026-01-31' })
  return { call: call.id }
}
