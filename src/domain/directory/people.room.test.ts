import { afterAll, beforeAll, expect, test } from 'vitest'
import { accept, book, browser, type Caller, firstRun, join, password, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let admin: Caller
let first: { organisation: string; person: string }
beforeAll(async () => {
  node = await startNode()
  const made = await firstRun(node)
  admin = made.admin
  first = made
})
afterAll(() => node?.close())

const tokenOf = (link: unknown) => String(link).split('#')[1]

async function otherOrganisation(name: string): Promise<{ id: string; admin: Caller; person: string }> {
  const made = await admin.call('POST', '/api/node/organisations', {
    organisation: { name, kind: 'provider', country: 'SN' },
    administrator: `boss@${name.toLowerCase()}.example`,
  })
  const { caller, person } = await accept(node, String(made.body.link), 'Boss')
  return { id: String((made.body.organisation as { id: string }).id), admin: caller, person }
}

test('an invitation is looked at, accepted once by a newcomer who is then signed in, and the administrators are told', async () => {
  const invited = await admin.call('POST', '/api/invitations', { email: 'Grace@Agence.example', role: 'manager' })
  expect(invited).toMatchObject({ status: 201, body: { mailed: false } })
  const token = tokenOf(invited.body.link)
  expect((await admin.call('GET', '/api/invitations')).body.items).toMatchObject([
    { email: 'grace@agence.example', role: 'manager', by: 'Ada' },
  ])
  const visitor = browser(node)
  expect((await visitor.call('POST', '/api/invitations/look', { token })).body).toMatchObject({
    organisation: { name: 'Agence des télécoms' },
    email: 'grace@agence.example',
    role: 'manager',
    known: false,
  })
  const person = { name: 'Grace', password, locale: 'zh-CN', timeZone: 'Asia/Shanghai' }
  expect((await visitor.call('POST', '/api/invitations/accept', { token, person: { ...person, password: 'grace grace 1' } })).code).toBe(
    'auth.weak-password',
  )
  const answers = await Promise.all([1, 2, 3].map(() => browser(node).call('POST', '/api/invitations/accept', { token, person })))
  expect(answers.map(({ status }) => status).sort()[0]).toBe(201)
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect((await visitor.call('POST', '/api/invitations/look', { token })).code).toBe('directory.invitation-over')

  const grace = browser(node)
  await grace.call('POST', '/api/auth/sign-in', { email: 'grace@agence.example', password })
  expect((await grace.call('GET', '/api/session')).body).toMatchObject({
    acting: { role: 'manager' },
    operator: false,
    rights: ['see-people', 'own-keys', 'state-systems', 'state-parties', 'import-parties', 'read-audit'],
  })
  expect((await admin.call('GET', '/api/notices')).body).toMatchObject({
    unread: 1,
    items: [{ kind: 'directory.person-joined', read: false }],
  })
  expect((await admin.call('GET', '/api/people')).body.items).toMatchObject([
    { name: 'Ada', role: 'administrator' },
    { name: 'Grace', role: 'manager' },
  ])
})

test('an invitation that was withdrawn, replaced, has run out, or never was opens nothing', async () => {
  const one = await admin.call('POST', '/api/invitations', { email: 'late@agence.example', role: 'viewer', days: 1 })
  const two = await admin.call('POST', '/api/invitations', { email: 'late@agence.example', role: 'viewer', days: 1 })
  const visitor = browser(node)
  const look = async (link: unknown) => (await visitor.call('POST', '/api/invitations/look', { token: tokenOf(link) })).code
  expect(await look(one.body.link)).toBe('directory.invitation-over')
  expect(await look(two.body.link)).toBeUndefined()
  expect((await admin.call('DELETE', `/api/invitations/${String(two.body.id)}`)).status).toBe(204)
  expect(await look(two.body.link)).toBe('directory.invitation-over')
  expect((await admin.call('DELETE', `/api/invitations/${String(two.body.id)}`)).code).toBe('directory.no-invitation')
  const three = await admin.call('POST', '/api/invitations', { email: 'late@agence.example', role: 'viewer', days: 1 })
  node.pass(25 * 3_600_000)
  expect(await look(three.body.link)).toBe('directory.invitation-over')
  expect(
    (await visitor.call('POST', '/api/invitations/accept', { token: tokenOf(three.body.link), person: { name: 'x', password } })).code,
  ).toBe('directory.invitation-over')
  expect(await look(`#${'y'.repeat(43)}`)).toBe('directory.invitation-over')
})

test('a known person joins another organisation as themselves only, and acts for one at a time', async () => {
  const second = await otherOrganisation('Orange')
  const { caller: ana, person } = await join(node, admin, 'ana@agence.example', 'analyst')
  const { body } = await second.admin.call('POST', '/api/invitations', { email: 'ana@agence.example', role: 'viewer' })
  const token = tokenOf(body.link)
  expect((await browser(node).call('POST', '/api/invitations/look', { token })).body).toMatchObject({ known: true })
  // whoever holds the link can't take the account over with it
  expect((await browser(node).call('POST', '/api/invitations/accept', { token, person: { name: 'Mallory', password } })).code).toBe(
    'directory.known-person',
  )
  expect((await second.admin.call('POST', '/api/invitations/join', { token })).code).toBe('directory.other-person')
  const joined = await ana.call('POST', '/api/invitations/join', { token })
  expect(joined.body).toMatchObject({
    acting: { role: 'viewer', organisation: { id: second.id } },
    memberships: [{ role: 'analyst' }, { role: 'viewer' }],
  })

  expect((await ana.call('GET', '/api/people')).body.items).toMatchObject([{ name: 'ana' }, { name: 'Boss' }])
  expect((await ana.call('PUT', '/api/session/acting', { organisation: first.organisation })).body).toMatchObject({
    acting: { role: 'analyst' },
  })
  const here = (await ana.call('GET', '/api/people')).body.items as { name: string }[]
  expect(here.map(({ name }) => name)).toContain('Ada')
  expect(here.map(({ name }) => name)).not.toContain('Boss')

  // and the two organisations know nothing of each other by way of her
  expect((await second.admin.call('PATCH', `/api/people/${first.person}`, { role: 'viewer' })).code).toBe('directory.no-person')
  expect((await second.admin.call('DELETE', `/api/people/${first.person}`)).code).toBe('directory.no-person')
  expect((await second.admin.call('PATCH', `/api/people/${person}`, { role: 'manager' })).status).toBe(200)
  expect((await ana.call('GET', '/api/session')).body).toMatchObject({ memberships: [{ role: 'analyst' }, { role: 'manager' }] })
})

test('a member of one organisation can’t act for another, nor by a cookie made by hand', async () => {
  const second = await otherOrganisation('Sonatel')
  expect((await second.admin.call('PUT', '/api/session/acting', { organisation: first.organisation })).code).toBe('directory.not-a-member')
  second.admin.jar.set('tocsin_acting', `${second.person}.${first.organisation}`)
  const session = await second.admin.call('GET', '/api/session')
  expect(session.body).toMatchObject({ acting: null, rights: [] })
  expect((await second.admin.call('GET', '/api/people')).status).toBe(403)
  expect((await second.admin.call('POST', '/api/invitations', { email: 'x@sonatel.example', role: 'viewer' })).status).toBe(403)
  // another person's choice, left in this browser, is no choice
  second.admin.jar.set('tocsin_acting', `${first.person}.${first.organisation}`)
  expect((await second.admin.call('GET', '/api/session')).body).toMatchObject({ acting: { organisation: { id: second.id } } })
})

test('only administrators manage people; everybody may leave, but not the last administrator', async () => {
  const { caller: viewer, person } = await join(node, admin, 'vera@agence.example', 'viewer')
  expect((await viewer.call('GET', '/api/people')).status).toBe(200)
  for (const [method, url, body] of [
    ['POST', '/api/invitations', { email: 'x@agence.example', role: 'viewer' }],
    ['GET', '/api/invitations', undefined],
    ['PATCH', `/api/people/${person}`, { role: 'administrator' }],
    ['DELETE', `/api/people/${first.person}`, undefined],
    ['PATCH', '/api/organisation', { name: 'Mine' }],
    ['GET', '/api/audit', undefined],
    ['GET', '/api/jobs', undefined],
    ['GET', '/api/keys?of=everybody', undefined],
    ['GET', '/api/node/organisations', undefined],
  ] as const) {
    expect([url, (await viewer.call(method, url, body)).code]).toEqual([url, 'platform.forbidden'])
  }
  expect((await admin.call('PATCH', `/api/people/${first.person}`, { role: 'manager' })).code).toBe('directory.last-administrator')
  expect((await admin.call('DELETE', `/api/people/${first.person}`)).code).toBe('directory.last-administrator')
  expect((await viewer.call('DELETE', `/api/people/${person}`)).status).toBe(204)
  expect((await viewer.call('GET', '/api/people')).status).toBe(403)
  expect((await viewer.call('GET', '/api/session')).body).toMatchObject({ acting: null, memberships: [] })
})

test('of two administrators who remove each other at once, one stays', async () => {
  const second = await otherOrganisation('Wave')
  const { caller: other, person } = await join(node, second.admin, 'deputy@wave.example', 'administrator')
  const answers = await Promise.all([
    second.admin.call('DELETE', `/api/people/${person}`),
    other.call('DELETE', `/api/people/${second.person}`),
  ])
  // who comes second is an administrator no more (403), or would be the last to go (409)
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
  const left = answers[0]?.status === 204 ? second.admin : other
  expect((await left.call('GET', '/api/people')).body.items).toMatchObject([{ role: 'administrator' }])
})

test('a changed role and an ended membership count at the next request', async () => {
  const { caller, person } = await join(node, admin, 'otto@agence.example', 'administrator')
  expect((await caller.call('GET', '/api/audit')).status).toBe(200)
  expect((await admin.call('PATCH', `/api/people/${person}`, { role: 'viewer' })).body).toMatchObject({ role: 'viewer' })
  expect((await caller.call('GET', '/api/audit')).status).toBe(403)
  expect((await admin.call('DELETE', `/api/people/${person}`)).status).toBe(204)
  expect((await caller.call('GET', '/api/people')).status).toBe(403)
  const lines = await book(admin, `subject=${person}`)
  expect(lines.map(({ action, actor }) => [action, actor.name])).toEqual([
    ['directory.person-removed', 'Ada'],
    ['directory.role-changed', 'Ada'],
    ['directory.person-joined', 'otto'],
  ])
})

test('people are paged by name', async () => {
  for (const name of ['p1', 'p2', 'p3']) await join(node, admin, `${name}@agence.example`, 'viewer')
  const seen: string[] = []
  let after = ''
  for (let pages = 0; pages < 20; pages++) {
    const { body } = await admin.call('GET', `/api/people?limit=2${after}`)
    seen.push(...(body.items as { name: string }[]).map(({ name }) => name))
    if (body.next === null) break
    after = `&after=${encodeURIComponent(String(body.next))}`
  }
  const whole = (await admin.call('GET', '/api/people?limit=200')).body.items as { name: string }[]
  expect(seen).toEqual(whole.map(({ name }) => name))
  expect(new Set(seen).size).toBe(seen.length)
  expect((await admin.call('GET', '/api/people?after=nonsense&limit=200')).body.items).toHaveLength(whole.length)
})

test('a person changes their own data, an administrator the organisation’s; what is no language, zone or country is refused', async () => {
  const changed = await admin.call('PATCH', '/api/me', {
    name: 'Ada L.',
    locale: 'ar',
    timeZone: 'Africa/Dakar',
    digest: 'hourly',
    digestHour: 7,
  })
  expect(changed.body).toMatchObject({ name: 'Ada L.', locale: 'ar', timeZone: 'Africa/Dakar', digest: 'hourly', digestHour: 7 })
  expect((await admin.call('GET', '/api/session')).body).toMatchObject({ person: changed.body })
  for (const wrong of [
    { locale: 'x_y' },
    { timeZone: 'Mars/Olympus' },
    { digest: 'weekly' },
    { digestHour: 24 },
    { operator: true },
    { email: 'other@agence.example' },
  ]) {
    expect([wrong, (await admin.call('PATCH', '/api/me', wrong)).code]).toEqual([wrong, 'platform.invalid-request'])
  }
  expect((await admin.call('PATCH', '/api/organisation', { name: 'Agence', country: 'BE' })).body).toMatchObject({
    name: 'Agence',
    country: 'BE',
  })
  expect((await admin.call('PATCH', '/api/organisation', { country: 'ZZ' })).status).toBe(400)
  await admin.call('PATCH', '/api/me', { name: 'Ada' })
})
