import { readFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { ask, mustBeGood } from './desk.ts'

/** A desk with cases on it: one with everything that can belong to a case, one with nothing, one that was merged, one that is closed. */
export type SeededCases = {
  readonly full: string
  readonly fullId: string
  readonly bare: string
  readonly merged: string
  readonly closed: string
  readonly bulk: string
}

type Made = { readonly id: string; readonly code: string }

const sample = (name: string) => readFileSync(new URL(`../fixtures/samples/${name}.eml`, import.meta.url))

/** Hands in a sample, and answers the id of its report. */
export async function handInSample(context: BrowserContext, name: string): Promise<string> {
  const answer = await context.request.post('/api/reports', {
    data: sample(name),
    headers: { 'content-type': 'message/rfc822' },
  })
  await mustBeGood(answer)
  return ((await answer.json()) as { id: string }).id
}

export async function seedCases(context: BrowserContext): Promise<SeededCases> {
  const post = <T = unknown>(path: string, data?: unknown) => ask<T>(context, 'POST', path, data)
  const open = (title: string, kind: string, more: object = {}) => post<Made>('/api/cases', { title, kind, ...more })
  const me = await ask<{ person: { id: string } }>(context, 'GET', '/api/session')
  const reports = [await handInSample(context, 'phone-bait.en'), await handInSample(context, 'invoice-pdf.de')]
  const full = await open('Giveaway of phones that asks for card numbers', 'phishing', {
    reports,
    assignee: me.person.id,
    dueAt: '2026-01-05T12:00:00.000Z',
    note: 'The page is copied from the bank’s own.',
  })
  const at = (path: string) => `/api/cases/${full.id}/${path}`
  await post(at('harm'), { name: 'people', value: 1_200, reason: 'the bank counted the calls' })
  await post(at('harm'), { name: 'money', value: 250_000, reason: 'from the statements' })
  await post(at('harm'), { name: 'victims', value: ['elderly', 'small-business'], reason: 'those who called' })
  await post(at('parties'), { role: 'host', name: 'Example Hosting', address: 'abuse@host.example' })
  await post(at('parties'), { role: 'victim', name: 'Bank of Example', note: 'Ms Kaya, at the fraud desk' })
  await post(at('tasks'), { title: 'Call the bank about the list of victims', assignee: me.person.id, dueAt: '2026-01-04T12:00:00.000Z' })
  const done = await post<Made>(at('tasks'), { title: 'Save the page before it is gone' })
  await ask(context, 'PATCH', `/api/tasks/${done.id}`, { state: 'done' })
  await post(at('notes'), { text: 'Hosted with Example Hosting; the domain is three days old.\nWe ask them first.', audience: 'partners' })
  await post(at('actions'), {
    kind: 'take-down',
    recipient: { name: 'Example Hosting', address: 'abuse@host.example', role: 'host' },
    things: [{ kind: 'url', value: 'https://prize.example/card' }],
    ground: 'content-is-up',
  })
  const bare = await open('Told by telephone: somebody sells access to mailboxes', 'compromise')
  await post(at('links'), { case: bare.id, kind: 'related' })
  const twin = await open('The same giveaway, in French', 'phishing')
  await post(at('merge'), { from: [twin.id] })
  const closed = await open('Newsletter that nobody asked for', 'marketing')
  await post(`/api/cases/${closed.id}/close`, { why: 'declined' })
  const wish = { ids: [bare.id], act: { kind: 'assign', assignee: me.person.id } }
  const { previewed } = await post<{ previewed: string }>('/api/cases/bulk/preview', wish)
  const bulk = await post<{ id: string }>('/api/cases/bulk', { ...wish, previewed })
  return { full: full.code, fullId: full.id, bare: bare.code, merged: twin.code, closed: closed.code, bulk: bulk.id }
}
