import { afterAll, beforeAll, expect, test } from 'vitest'
import { accept, book, browser, type Caller, firstRun, password, startNode, type TestNode } from './testing/node.ts'
import { totp } from './testing/totp.ts'

let node: TestNode
let admin: Caller
beforeAll(async () => {
  node = await startNode()
  ;({ admin } = await firstRun(node))
})
afterAll(() => node?.close())

let count = 0
async function newcomer(): Promise<{ email: string; caller: Caller; person: string }> {
  count++
  const email = `person${count}@agence.example`
  const { body } = await admin.call('POST', '/api/invitations', { email, role: 'analyst' })
  return { email, ...(await accept(node, String(body.link), `Person ${count}`, `192.0.2.${count}`)) }
}

const signIn = (caller: Caller, email: string, word = password) => caller.call('POST', '/api/auth/sign-in', { email, password: word })

test('a person signs in with address and password, is told who they are, and signs out', async () => {
  const { email } = await newcomer()
  const caller = browser(node)
  expect((await caller.call('GET', '/api/session')).code).toBe('platform.sign-in')
  const answer = await signIn(caller, email.toUpperCase())
  expect(answer.body).toEqual({ next: 'signed-in' })
  const cookie = answer.raw.cookies.find(({ name }) => name === 'tocsin.session_token')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  expect((await caller.call('GET', '/api/session')).body).toMatchObject({ person: { email }, acting: { role: 'analyst' } })
  expect((await caller.call('POST', '/api/auth/sign-out')).status).toBe(204)
  expect((await caller.call('GET', '/api/session')).status).toBe(401)
  const replay = browser(node)
  replay.jar.set('tocsin.session_token', cookie?.value ?? '')
  expect((await replay.call('GET', '/api/session')).status).toBe(401)
})

test('a wrong password and an unknown address are refused by the same answer', async () => {
  const { email } = await newcomer()
  const wrong = await signIn(browser(node), email, 'not the right one')
  const unknown = await signIn(browser(node), 'nobody@agence.example', 'not the right one')
  expect(wrong.status).toBe(403)
  expect(wrong.code).toBe('auth.refused')
  expect(unknown.raw.body).toBe(wrong.raw.body)
  const headers = ({ raw }: typeof wrong) => Object.keys(raw.headers).sort()
  expect(headers(unknown)).toEqual(headers(wrong))
})

test('after five wrong passwords from one network the right one must wait, from another it need not, and the pause ends', async () => {
  const { email } = await newcomer()
  const near = '203.0.113.5'
  for (let n = 0; n < 5; n++) expect((await signIn(browser(node, near), email, 'wrong wrong wrong')).code).toBe('auth.refused')
  const blocked = await signIn(browser(node, '203.0.113.77'), email)
  expect(blocked).toMatchObject({ status: 429, code: 'auth.throttled', body: { detail: { retryAfter: 30 } } })
  expect((await signIn(browser(node, '2001:db8::5'), email)).status).toBe(200)
  // that success forgave the account, not the near network's tries against others
  for (let n = 0; n < 6; n++) await signIn(browser(node, near), email, 'wrong wrong wrong')
  expect((await signIn(browser(node, near), email)).code).toBe('auth.throttled')
  node.pass(31_000)
  expect((await signIn(browser(node, near), email)).status).toBe(200)
})

test('wrong passwords sent all at once are no more than five tries', async () => {
  const { email } = await newcomer()
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(browser(node, '203.0.113.200'), email, 'wrong wrong wrong')))
  const codes = answers.map(({ code }) => code)
  expect(codes.filter((code) => code === 'auth.refused')).toHaveLength(5)
  expect(codes.filter((code) => code === 'auth.throttled')).toHaveLength(7)
})

test('nobody can sign up, and none of the library’s own routes is there', async () => {
  for (const path of [
    'sign-up/email',
    'sign-in/email',
    'get-session',
    'list-sessions',
    'two-factor/enable',
    'update-user',
    'change-email',
    'delete-user',
  ]) {
    const answer = await admin.call('POST', `/api/auth/${path}`, { email: 'x@agence.example', password, name: 'x' })
    expect([path, answer.status]).toEqual([path, 404])
  }
})

/** By which means the newest session was opened. */
async function lastMeans(): Promise<string | null | undefined> {
  return (await node.auth.db.selectFrom('auth.session').select('means').orderBy('created_at', 'desc').executeTakeFirst())?.means
}

test('a second factor is enrolled, asked for, counts once, and recovery codes are each good for one time', async () => {
  const { email, caller } = await newcomer()
  expect((await caller.call('POST', '/api/me/second-factor/enrol', { password: 'not mine at all' })).code).toBe('auth.refused')
  const enrolled = await caller.call('POST', '/api/me/second-factor/enrol', { password })
  const secret = String(enrolled.body.secret)
  const [code, other] = enrolled.body.recoveryCodes as [string, string]
  expect(String(enrolled.body.uri)).toContain('otpauth://totp/')
  expect(enrolled.body.recoveryCodes).toHaveLength(10)
  // it asks for nothing until a first code proves that the authenticator works
  expect((await signIn(browser(node), email)).body).toEqual({ next: 'signed-in' })
  expect((await caller.call('POST', '/api/me/second-factor/confirm', { code: '000000' })).code).toBe('auth.wrong-code')
  const spent = totp(secret, Date.now())
  expect((await caller.call('POST', '/api/me/second-factor/confirm', { code: spent })).status).toBe(204)
  expect((await caller.call('GET', '/api/me/second-factor')).body).toEqual({ enabled: true })

  const device = browser(node)
  expect((await signIn(device, email)).body).toEqual({ next: 'second-factor' })
  expect((await device.call('GET', '/api/session')).status).toBe(401)
  expect((await device.call('POST', '/api/auth/second-factor', { code: spent })).code).toBe('auth.wrong-code')
  expect((await device.call('GET', '/api/session')).status).toBe(401)

  // replaying the spent code used this challenge up; a new one takes the code of now
  expect((await signIn(device, email)).body).toEqual({ next: 'second-factor' })
  expect((await device.call('POST', '/api/auth/second-factor', { code: totp(secret, Date.now() + 30_000) })).status).toBe(204)
  expect((await device.call('GET', '/api/session')).body).toMatchObject({ person: { email } })
  expect(await lastMeans()).toBe('code')

  const lost = browser(node)
  await signIn(lost, email)
  expect((await lost.call('POST', '/api/auth/recovery-code', { code: 'aaaaa-bbbbb' })).code).toBe('auth.wrong-code')
  expect((await lost.call('POST', '/api/auth/recovery-code', { code: ` ${code.toUpperCase().replace('-', ' ')} ` })).status).toBe(204)
  expect((await lost.call('GET', '/api/session')).status).toBe(200)
  expect(await lastMeans()).toBe('recovery-code')
  const again = browser(node)
  await signIn(again, email)
  expect((await again.call('POST', '/api/auth/recovery-code', { code })).code).toBe('auth.wrong-code')

  const renewed = await lost.call('POST', '/api/me/second-factor/recovery-codes', { password })
  expect(renewed.body.recoveryCodes).not.toContain(other)
  const late = browser(node)
  await signIn(late, email)
  expect((await late.call('POST', '/api/auth/recovery-code', { code: other })).code).toBe('auth.wrong-code')

  expect((await lost.call('POST', '/api/me/second-factor/disable', { password })).status).toBe(204)
  expect((await signIn(browser(node), email)).body).toEqual({ next: 'signed-in' })
})

test('a second step without a first is refused, and guessing codes ends the challenge', async () => {
  expect((await browser(node).call('POST', '/api/auth/second-factor', { code: '123456' })).code).toBe('auth.challenge-over')
  const { email, caller } = await newcomer()
  const { body } = await caller.call('POST', '/api/me/second-factor/enrol', { password })
  const confirmed = await caller.call('POST', '/api/me/second-factor/confirm', { code: totp(String(body.secret), Date.now()) })
  expect(confirmed.status).toBe(204)
  const device = browser(node, '203.0.114.9')
  await signIn(device, email)
  const right = totp(String(body.secret), Date.now())
  const wrong = right === '000000' ? '000001' : '000000'
  for (let n = 0; n < 5; n++) expect((await device.call('POST', '/api/auth/second-factor', { code: wrong })).code).toBe('auth.wrong-code')
  expect((await device.call('POST', '/api/auth/second-factor', { code: right })).code).toBe('auth.throttled')
  node.pass(31_000)
  expect((await device.call('POST', '/api/auth/second-factor', { code: right })).code).toBe('auth.challenge-over')
})

test('somebody signed in as one person can’t pass the second step of another with their own code', async () => {
  const one = await newcomer()
  const two = await newcomer()
  const secrets = new Map<Caller, string>()
  for (const { caller } of [one, two]) {
    const { body } = await caller.call('POST', '/api/me/second-factor/enrol', { password })
    secrets.set(caller, String(body.secret))
    await caller.call('POST', '/api/me/second-factor/confirm', { code: totp(String(body.secret), Date.now()) })
  }
  const challenged = browser(node)
  await signIn(challenged, two.email)
  const challenge = challenged.jar.get('tocsin.two_factor')
  expect(challenge).toBeDefined()
  one.caller.jar.set('tocsin.two_factor', challenge ?? '')
  const answer = await one.caller.call('POST', '/api/auth/second-factor', {
    code: totp(secrets.get(one.caller) ?? '', Date.now() + 30_000),
  })
  expect(answer.code).toBe('auth.wrong-code')
})

test('sessions are listed by device and network, ended one by one, the others, or all', async () => {
  const { email, caller } = await newcomer()
  const phone = browser(node, '2001:db8:7:9::1', {
    'user-agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  })
  await signIn(phone, email)
  const { body } = await caller.call('GET', '/api/me/sessions')
  const items = body.items as { id: string; current: boolean; browser: string; system: string; network: string }[]
  expect(items).toHaveLength(2)
  expect(items.find(({ current }) => !current)).toMatchObject({ browser: 'Safari', system: 'iOS', network: '2001:db8:7::/48' })
  expect(items.find(({ current }) => current)).toMatchObject({ browser: 'Firefox', system: 'Linux' })
  expect(JSON.stringify(body)).not.toContain(decodeURIComponent(phone.jar.get('tocsin.session_token') ?? 'none').split('.')[0])

  const other = items.find(({ current }) => !current)?.id ?? ''
  expect((await admin.call('DELETE', `/api/me/sessions/${other}`)).code).toBe('auth.no-session')
  expect((await caller.call('DELETE', `/api/me/sessions/${other}`)).status).toBe(204)
  expect((await phone.call('GET', '/api/session')).status).toBe(401)

  await signIn(phone, email)
  expect((await caller.call('POST', '/api/me/sessions/end', { which: 'others' })).status).toBe(204)
  expect((await phone.call('GET', '/api/session')).status).toBe(401)
  expect((await caller.call('GET', '/api/session')).status).toBe(200)

  await signIn(phone, email)
  expect((await caller.call('POST', '/api/me/sessions/end', { which: 'all' })).status).toBe(204)
  expect((await phone.call('GET', '/api/session')).status).toBe(401)
  expect((await caller.call('GET', '/api/session')).status).toBe(401)
})

test('a new password ends the other sessions, and the old one is refused', async () => {
  const { email, caller } = await newcomer()
  const other = browser(node)
  await signIn(other, email)
  const next = 'violet umbrella tractors'
  expect((await caller.call('POST', '/api/me/password', { current: 'wrong wrong wrong', next })).code).toBe('auth.refused')
  expect((await caller.call('POST', '/api/me/password', { current: password, next: 'short' })).code).toBe('auth.weak-password')
  expect((await caller.call('POST', '/api/me/password', { current: password, next })).status).toBe(204)
  expect((await other.call('GET', '/api/session')).status).toBe(401)
  expect((await caller.call('GET', '/api/session')).status).toBe(200)
  expect((await signIn(browser(node), email)).code).toBe('auth.refused')
  expect((await signIn(browser(node), email, next)).status).toBe(200)
})

test('an open session is no way to guess the password', async () => {
  const { caller } = await newcomer()
  for (let n = 0; n < 5; n++)
    expect((await caller.call('POST', '/api/me/second-factor/disable', { password: 'wrong wrong wrong' })).code).toBe('auth.refused')
  // refused before the password is looked at: proves nothing, and must not take the count back
  await caller.call('POST', '/api/me/second-factor/recovery-codes', { password })
  expect((await caller.call('POST', '/api/me/password', { current: password, next: 'violet umbrella tractors' })).code).toBe(
    'auth.throttled',
  )
})

test('a recovery link sets a new password once, within the hour, and drops the factors when asked to', async () => {
  const { email, caller, person } = await newcomer()
  const { body } = await caller.call('POST', '/api/me/second-factor/enrol', { password })
  await caller.call('POST', '/api/me/second-factor/confirm', { code: totp(String(body.secret), Date.now()) })
  const id = person as Parameters<TestNode['auth']['offerRecovery']>[0]
  const stale = await node.auth.offerRecovery(id, false)
  node.pass(3_601_000)
  const visitor = browser(node)
  expect((await visitor.call('POST', '/api/auth/recover', { token: stale, password: 'violet umbrella tractors' })).code).toBe(
    'auth.link-spent',
  )
  const keeps = await node.auth.offerRecovery(id, false)
  const token = await node.auth.offerRecovery(id, true)
  expect((await visitor.call('POST', '/api/auth/recover', { token, password: 'short' })).code).toBe('auth.weak-password')
  const answers = await Promise.all(
    [1, 2].map(() => visitor.call('POST', '/api/auth/recover', { token, password: 'violet umbrella tractors' })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 403])
  expect((await visitor.call('POST', '/api/auth/recover', { token: keeps, password: 'violet umbrella tractors' })).code).toBe(
    'auth.link-spent',
  )
  expect((await caller.call('GET', '/api/session')).status).toBe(401)
  expect((await signIn(visitor, email, 'violet umbrella tractors')).body).toEqual({ next: 'signed-in' })
})

test('the books tell of sign-ins, refusals and changes with the network and never the address', async () => {
  const { email, caller } = await newcomer()
  await signIn(browser(node, '203.0.113.99'), email, 'wrong wrong wrong')
  await signIn(browser(node, '203.0.113.99'), email)
  await signIn(browser(node, '203.0.113.98'), 'nobody-else@agence.example', 'wrong wrong wrong')
  await caller.call('POST', '/api/me/sessions/end', { which: 'others' })
  const lines = (await book(admin, 'action=auth')).slice(0, 3)
  expect(lines.map(({ action, actor, detail }) => [action, actor.kind, detail.by])).toEqual([
    ['auth.sessions-ended', 'person', 'others'],
    ['auth.signed-in', 'person', 'password'],
    ['auth.refused', 'public', 'password'],
  ])
  expect(lines[1]?.detail.network).toBe('203.0.113.0/24')
  const mine = await admin.call('GET', '/api/node/audit?action=auth.refused&limit=1')
  expect(mine.body.items).toMatchObject([{ action: 'auth.refused', subject: 'unknown', detail: { network: '203.0.113.0/24' } }])
  const all = JSON.stringify([await book(admin), mine.body])
  expect(all).not.toContain('203.0.113.9')
  expect(all).not.toContain('nobody-else')
})

test('a page of another site can’t write with the cookie', async () => {
  const { caller } = await newcomer()
  const cookie = [...caller.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await node.http.app.inject({
    method: 'POST',
    url: '/api/me/sessions/end',
    headers: { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    payload: { which: 'all' },
  })
  expect(answer.json()).toMatchObject({ code: 'platform.cross-site' })
  expect((await caller.call('GET', '/api/session')).status).toBe(200)
})

test('passkey options ask for a verified user under the public name, and a made-up answer is refused', async () => {
  const { caller } = await newcomer()
  const options = await caller.call('POST', '/api/me/passkeys/options')
  expect(options.body).toMatchObject({
    rp: { id: 'localhost', name: 'Tocsin' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const made = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
  }
  expect((await caller.call('POST', '/api/me/passkeys', { name: 'key', response: made })).code).toBe('auth.passkey-refused')
  expect((await caller.call('GET', '/api/me/passkeys')).body).toEqual({ items: [], next: null })
  const visitor = browser(node)
  expect((await visitor.call('POST', '/api/auth/passkey/options')).body).toMatchObject({ userVerification: 'required', rpId: 'localhost' })
  expect((await visitor.call('POST', '/api/auth/passkey/sign-in', { response: made })).code).toBe('auth.passkey-refused')
  expect((await visitor.call('GET', '/api/session')).status).toBe(401)
})
