import { newId } from '../../base/id.ts'

// What routes take, for the test that tries every route with ids of others.

const rules = { recipients: true, reporter: true, tracking: true, attachments: 'behind', headers: [], words: [] }
const sha256 = '0'.repeat(64)

export const releaseBodies: Readonly<Record<string, object>> = {
  'POST /api/releases/:id/approve': { sha256 },
  'POST /api/cases/:id/replies': { to: 'mine@second.example', language: 'en', title: 'mine now', text: 'mine now' },
  'POST /api/cases/:id/replies/words': { to: 'mine@second.example', language: 'en' },
  'POST /api/releases/:id/decline': { reason: 'mine now' },
  'POST /api/releases/:id/recall': { reason: 'mine now' },
  'POST /api/releases/:id/retry': { sha256 },
  'PATCH /api/releases/:id': { text: 'mine now' },
  'POST /api/releases/:id/by-hand': {},
  'PUT /api/ways/:id': { name: 'mine now', kind: 'mail', value: 'mine@second.example' },
  'POST /api/ways/:id/confirm': { value: 'mine@second.example' },
  'POST /api/submissions/:id/answers': { verdict: 'clean' },
  'PUT /api/redaction-profiles/:id': { name: 'mine now', standard: false, rules },
}

export const releasesNamed: Readonly<Record<string, (id: string) => object>> = {
  'POST /api/block-entries/withdraw': (id) => ({ ids: [id], reason: 'mine now' }),
  'POST /api/releases/approve': (id) => ({ releases: [{ id, sha256 }] }),
  'POST /api/referrals': (id) => ({ report: id }),
  'POST /api/redaction-profiles/try': (id) => ({ report: id, rules }),
}

export const campaignBodies: Readonly<Record<string, object>> = {
  'POST /api/reports/:id/lessons': { taught: 'wanted' },
  'PATCH /api/campaigns/:id': { name: 'mine now' },
  'POST /api/campaigns/:id/merge': { campaigns: [newId()] },
  'POST /api/campaigns/:id/merge/preview': { campaigns: [newId()] },
  'POST /api/campaigns/:id/split': { reports: [newId()] },
  'POST /api/campaigns/:id/split/preview': { reports: [newId()] },
  'POST /api/campaigns/:id/reports': { reports: [newId()] },
  'POST /api/campaigns/:id/pin': { reports: [newId()], pinned: true },
  'POST /api/campaigns/:id/undo': { change: newId() },
}

const call = { title: 'mine now', startsAt: '2026-01-02T10:00:00.000Z', timeZone: 'UTC', duration: 60 }
const session = { title: 'mine now', topic: 'law', languages: ['en'], timeZone: 'UTC', audience: 'agencies' }
const education = { title: 'mine now', aim: 'mine now', addressed: ['consumers'], languages: ['en'], startsOn: '2026-01-01' }
const material = { language: 'en', title: 'mine now', text: 'mine now' }
const card = { name: 'mine now', country: 'FR' }
const shareOf = (object: object, member: string = newId()) => ({
  object,
  recipients: [{ kind: 'member', value: member }],
  terms: { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'mine now', purpose: 'mine now' },
  restsOn: [member],
})
const entry = { title: 'mine now', text: 'mine now' }
const brief = { ...entry, ground: 'mine now', permitted: 'none' }
const given = { ...entry, kind: 'note', reach: 'all', late: true, tlp: 'amber' }
const requestOf = (member: string = newId()) => ({
  to: { kind: 'member', member },
  case: member,
  goesOn: member,
  ask: {
    ...{
      kind: 'data',
      title: 'mine now',
      data: ['logs'],
      things: [{ kind: 'domain', value: 'mine.example' }],
      period: null,
      ground: 'request',
    },
    ...{ law: '', purpose: 'mine now', text: '', language: 'en', urgency: 'ordinary', answerBy: null, preserveUntil: null, mayPass: false },
    overrides: [],
  },
})
const technique = { name: 'mine now', text: 'domain mine.example', tlp: 'amber', permitted: 'internally-visible' }
export const networkBodies: Readonly<Record<string, object>> = {
  'POST /api/leaving/:id/confirm': { password: 'mine now' },
  'POST /api/takeouts/:id/file': { password: 'mine now' },
  'PUT /api/network/members/:id': card,
  'POST /api/network/members/:id/representations': { name: 'mine now' },
  'PUT /api/network/representations/:id': { basis: 'mine now' },
  'POST /api/network/members/:id/leave': {},
  'POST /api/network/members/:id/organisation': { administrator: 'mine@second.example' },
  'POST /api/network/offices/:id/end': {},
  'PUT /api/network/offices/:id': { endsAt: '2030-01-01T00:00:00.000Z' },
  'PUT /api/network/members/:id/disclosure': { channel: 'mail', lines: [] },
  'POST /api/network/members/:id/disclosure/publish': { changedAt: '2026-01-01T00:00:00.000Z' },
  'POST /api/calls/:id/told': { member: newId(), how: 'by mail' },
  'POST /api/network/told/:id': { member: newId(), how: 'by mail' },
  'PUT /api/network/registers/:id': { title: 'mine now', seen: '2026-01-01T00:00:00.000Z' },
  'POST /api/network/registers/:id/match': { ask: newId() },
  'PUT /api/network/rounds/:id': { title: 'mine now', closesAt: '2026-01-01T00:00:00.000Z' },
  'POST /api/network/rounds/:id/told': { member: newId(), how: 'by mail' },
  'PUT /api/network/rounds/:id/sheet': { answers: [] },
  'POST /api/network/rounds/:id/sheet/submit': { changedAt: '2026-01-01T00:00:00.000Z' },
  'PUT /api/network/contacts/:id': { audience: 'members' },
  'POST /api/network/contacts/:id/hand-over': { audience: 'members', designated: { on: '2026-01-02', by: 'mine now' } },
  'POST /api/network/country-contacts/:id/sign': { agency: newId() },
  'POST /api/network/country-contacts/:id/decline': { agency: newId(), reason: 'mine now' },
  'PUT /api/groups/:id': { name: 'mine now', purpose: '' },
  'POST /api/groups/:id/members': { members: [newId()], past: true },
  'POST /api/groups/:id/members/remove': { members: [newId()] },
  'PUT /api/shares/:id': shareOf({ kind: 'document', title: 'mine now', text: 'mine now' }),
  'POST /api/shares/:id/approve': { sha256, revision: 1 },
  'POST /api/shared/:id/onward': { to: { kind: 'member', value: newId() }, what: 'mine now', why: 'mine now' },
  'POST /api/onward/:id/consent': { reason: 'mine now' },
  'POST /api/onward/:id/refuse': { reason: 'mine now' },
  'POST /api/techniques/:id/versions': technique,
  'POST /api/techniques/:id/results': {
    ...{ corpus: 'mine now', unwanted: 1, wanted: 1, truePositives: 1, falsePositives: 1 },
    ...{ measuredOn: '2026-01-01', measuredBy: 'mine now' },
  },
  'POST /api/secrecy/:id': { kind: 'case', mark: 'confidential' },
  'PUT /api/requests/:id': requestOf(),
  'POST /api/requests/:id/send': { sha256 },
  'POST /api/requests/:id/acts': { act: 'answer', text: 'mine now' },
  'POST /api/requests/:id/answer/approve': { sha256 },
  'POST /api/requests/:id/cost': { amount: 1, currency: 'EUR', bearer: 'asker' },
  'POST /api/requests/:id/cost/agree': { agree: true, amount: 1, currency: 'EUR', bearer: 'asker' },
  'POST /api/requests/:id/outcome': { outcome: 'action', text: 'mine now' },
  'POST /api/requests/:id/weigh': { weight: 1, reason: 'mine now' },
  'POST /api/requests/:id/call-back': { result: 'confirmed' },
  'POST /api/requests/:id/notes': { text: 'mine now' },
  'PUT /api/joint-cases/:id': brief,
  'POST /api/joint-cases/:id/invitations': { members: [newId()] },
  'POST /api/joint-cases/:id/answer': { accept: true },
  'POST /api/joint-cases/:id/remove': { party: newId() },
  'POST /api/joint-cases/:id/lead': { party: newId() },
  'POST /api/joint-cases/:id/lead/answer': { accept: true },
  'POST /api/joint-cases/:id/close': { outcome: 'stopped', text: 'mine now' },
  'PUT /api/joint-cases/:id/case': { case: newId() },
  'POST /api/joint-cases/:id/entries': given,
  'PUT /api/joint-entries/:id': entry,
  'POST /api/joint-entries/:id/task': { state: 'done' },
  'PUT /api/resources/:id': { name: 'mine now', about: { en: '', 'zh-CN': '', ar: '' }, addresses: ['https://mine.example/'] },
  'POST /api/network/proposals/:id/objection': {},
  'POST /api/network/proposals/:id/objection/withdraw': {},
  'POST /api/network/proposals/:id/told': { member: newId(), how: 'by mail' },
  'POST /api/network/editions/:id/signatures': { signer: 'Mine Now', signedOn: '2026-01-01' },
  'PUT /api/calls/:id': call,
  'POST /api/calls/:id/move': { to: 'convened' },
  'POST /api/calls/:id/answer': { answer: 'accepted' },
  'POST /api/calls/:id/guests': { name: 'mine now' },
  'POST /api/calls/:id/items': { title: 'mine now' },
  'POST /api/calls/:id/order': { items: [newId()] },
  'POST /api/calls/:id/invitations': { members: [newId()] },
  'PUT /api/call-series/:id': { name: 'mine now', months: 3, open: true },
  'PUT /api/call-items/:id': { title: 'mine now' },
  'POST /api/call-items/:id/papers': { kind: 'paper', title: 'mine now', text: 'mine now' },
  'POST /api/call-items/:id/minutes': { text: 'mine now' },
  'POST /api/call-items/:id/minutes/approve': { revision: 1 },
  'PUT /api/call-items/:id/attendance': { members: [newId()] },
  'POST /api/call-items/:id/decisions': { kind: 'decision', text: 'mine now' },
  'POST /api/call-items/:id/actions': { member: newId(), text: 'mine now' },
  'POST /api/call-items/:id/reports': { kind: 'cases', title: 'mine now' },
  'POST /api/call-actions/:id/settle': { done: true },
  'POST /api/call-reports/:id/solution': { solution: 'mine now', solved: true },
  'PUT /api/trainings/:id': session,
  'POST /api/trainings/:id/end': { to: 'cancelled' },
  'PUT /api/trainings/:id/attendance': { present: [newId()] },
  'POST /api/trainings/:id/evaluation': { useful: 1, clear: 1, pace: 1, apply: 1 },
  'POST /api/trainings/:id/invitations': { members: [newId()] },
  'POST /api/trainings/:id/materials': material,
  'POST /api/educations/:id/materials': material,
  'PUT /api/educations/:id': education,
  'POST /api/educations/:id/join': {},
  'POST /api/educations/:id/reach': { counted: 'people', number: 1, source: 'mine now', onDate: '2026-01-01' },
  'POST /api/educations/:id/figures': {
    ...{ counted: 'zombies', country: 'FR', since: '2026-01-01', until: '2026-01-02', number: 1, source: 'mine now' },
  },
}
export const networkNamed: Readonly<Record<string, (id: string) => object>> = {
  'POST /api/network/offices': (id) => ({ member: id }),
  'POST /api/network/registers': (id) => ({ kind: 'obstacle', title: 'mine now', state: 'open', responsible: id }),
  'POST /api/network/rounds': (id) => ({ questionnaire: id, title: 'mine now', closesAt: '2030-01-01T00:00:00.000Z' }),
  'POST /api/network/contacts': (id) => ({ member: id, role: 'unit', audience: 'members' }),
  'POST /api/network/countries/:code/contact': (id) => ({ agency: id, by: id }),
  'POST /api/shares': (id) => shareOf({ kind: 'case', id }, id),
  'POST /api/technique-runs': (id) => ({ copy: id, since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' }),
  'POST /api/requests': requestOf,
  'POST /api/requests/check': requestOf,
  'POST /api/joint-cases': (id) => ({ ...brief, tlp: 'amber', case: id }),
  'POST /api/calls': (id) => ({ ...call, series: id, chair: id }),
  'POST /api/call-objections': (id) => ({ item: id, members: [id], agency: id }),
  'POST /api/node/network': (id) => ({ name: 'mine now', country: 'FR', holder: id }),
}
