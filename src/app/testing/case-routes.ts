import { expect } from 'vitest'
import { newId } from '../../base/id.ts'
import type { Client } from './house.ts'

// What the test of isolation needs to know of cases.

/** Bodies that routes with an id take. */
export const caseBodies: Readonly<Record<string, object>> = {
  'PATCH /api/cases/:id': { title: 'mine now' },
  'POST /api/cases/:id/assign': { assignee: null },
  'POST /api/cases/:id/hand-over': { assignee: newId(), note: 'mine now' },
  'POST /api/cases/:id/watch': { watching: true },
  'POST /api/cases/:id/state': { state: 'waiting' },
  'POST /api/cases/:id/close': { why: 'done' },
  'POST /api/cases/:id/reopen': { reason: 'mine now' },
  'POST /api/cases/:id/merge': { from: [newId()] },
  'POST /api/cases/:id/reports': { ids: [newId()] },
  'POST /api/cases/:id/reports/remove': { ids: [newId()] },
  'POST /api/cases/:id/campaigns': { ids: [newId()] },
  'POST /api/cases/:id/campaigns/remove': { ids: [newId()] },
  'POST /api/cases/:id/items': { ids: [newId()] },
  'POST /api/cases/:id/items/remove': { ids: [newId()] },
  'POST /api/cases/:id/parties': { role: 'host', name: 'mine now' },
  'PUT /api/case-parties/:id': { role: 'host', name: 'mine now' },
  'POST /api/cases/:id/links': { case: newId() },
  'POST /api/cases/:id/tasks': { title: 'mine now' },
  'PATCH /api/tasks/:id': { title: 'mine now' },
  'POST /api/cases/:id/notes': { text: 'mine now' },
  'PATCH /api/notes/:id': { text: 'mine now' },
  'POST /api/cases/:id/harm': { name: 'people', value: 1, reason: 'mine now' },
  'POST /api/cases/:id/actions': { kind: 'notify' },
  'POST /api/actions/:id/decline': { reason: 'mine now' },
  'POST /api/actions/:id/withdraw': { reason: 'mine now' },
  'POST /api/actions/:id/outcomes': { kind: 'acted' },
}

/** Routes that name their objects in the body. */
export const caseNamed: Readonly<Record<string, (id: string) => object>> = {
  'POST /api/cases': (id) => ({ title: 'mine now', kind: 'spam', reports: [id], campaigns: [id], items: [id] }),
  'POST /api/cases/bulk/preview': (id) => ({ ids: [id], act: { kind: 'move', state: 'waiting' } }),
  'POST /api/cases/bulk': (id) => ({ ids: [id], act: { kind: 'close', why: 'done' }, previewed: '0'.repeat(64) }),
}

/** Tables of which each has a row after `fillCases`. */
export const caseTables = [
  'cases.case.id',
  'cases.entry.id',
  'cases.harm_input.id',
  'cases.case_party.id',
  'cases.case_link.id',
  'cases.task.id',
  'cases.note.id',
  'cases.action.id',
  'cases.action_rule.id',
  'cases.bulk.id',
  'cases.merge.id',
] as const

export const caseLists = [
  '/api/cases',
  '/api/cases/figures',
  '/api/cases/settings',
  '/api/cases/bulk',
  '/api/tasks',
  '/api/actions',
  '/api/action-rules',
  '/api/outcomes',
] as const

/** Two cases with all that may belong to one, the marker in every text. */
export async function fillCases(ann: Client, marker: string, report: string, item: string): Promise<void> {
  const opened = await ann.call('POST', '/api/cases', { title: marker, kind: 'phishing', reports: [report], items: [item], note: marker })
  const { id } = opened.body as { id: string }
  const other = ((await ann.call('POST', '/api/cases', { title: marker, kind: 'spam' })).body as { id: string }).id
  for (const [path, content] of [
    ['parties', { role: 'host', name: marker, address: `abuse@${marker}.example`, note: marker }],
    ['tasks', { title: marker }],
    ['links', { case: other }],
    ['harm', { name: 'people', value: 3, reason: marker }],
    ['actions', { kind: 'take-down', things: [{ kind: 'domain', value: `${marker}.example` }] }],
  ] as const)
    expect((await ann.call('POST', `/api/cases/${id}/${path}`, content)).status).toBeLessThan(300)
  await ann.call('POST', '/api/action-rules', { actionKind: 'notify', perDay: 1, note: marker })
  await ann.call('PUT', '/api/cases/settings', { silenceDays: 7, nearHours: 7, triage: true, triageReports: 7 })
  const act = { ids: [id, other], act: { kind: 'note', audience: 'internal', text: marker } }
  const { previewed } = (await ann.call('POST', '/api/cases/bulk/preview', act)).body as { previewed: string }
  expect((await ann.call('POST', '/api/cases/bulk', { ...act, previewed })).status).toBe(202)
  const third = ((await ann.call('POST', '/api/cases', { title: marker, kind: 'spam' })).body as { id: string }).id
  await ann.call('POST', `/api/cases/${other}/merge`, { from: [third] })
}
