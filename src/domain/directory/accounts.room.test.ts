import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import { serveLive } from '../../platform/http/live-route.ts'
import { type Live, openLive } from '../../platform/live.ts'
import { accept, book, browser, type Caller, firstRun, join, password, program, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let mailing: TestNode
let live: Live
let admin: Caller
let first: { organisation: string; person: string }
beforeAll(async () => {
  // rights that change are looked at when they do: no beat comes in the length of a test
  node = await startNode({}, (http, database) => {
    live = openLive(database.url, http.ctx.log)
    serveLive(http, live, 3_600_000)
  })
  mailing = await startNode({ TOCSIN_RELAY: 'smtp://127.0.0.1:9' })
  first = await firstRun(node).then((made) => {
    admin = made.admin
    return made
  })
})
afterAll(async () => {
  await live?.close()
  await node?.close()
  await mailing?.close()
})

const tokenOf = (link: unknown) => String(link).split('#')[1]
let count = 0
async function newcomer(role = 'analyst', by = admin, on = node) {
  const email = `p${++count}@agence.example`
  return { email, ...(await join(on, by, email, role, `198.51.100.${10 + count}`)) }
}
async function otherOrganisation(name: string): Promise<{ id: string; boss: Caller }> {
  const made = await admin.call('POST', '/api/node/organisations', {
    organisation: { name, kind: 'provider', country: 'SN' },
    administrator: `boss@${name.toLowerCase()}.example`,
  })
  const { caller } = await accept(node, String(made.body.link), 'Boss')
  return { id: String((made.body.organisation as { id: string }).id), boss: caller }
}
const signIn = async (email: string, on = node) => {
  const caller = browser(on, `203.0.113.${++count}`)
  return { caller, answer: await caller.call('POST', '/api/auth/sign-in', { email, password }) }
}
const offer = (person: string, email: string, by = admin) => by.call('POST', `/api/people/${person}/address`, { email })
const confirm = (by: Caller, link: unknown) => by.call('POST', '/api/me/address/confirm', { token: tokenOf(link) })

describe('an address', () => {
  test('is changed by the link that an administrator made, opened by the person: they sign in with the new one alone, and stay signed in', async () => {
    const { caller, person, email } = await newcomer()
    const key = String((await caller.call('POST', '/api/keys', { name: 'robot', scopes: ['read'] })).body.key)
    const made = await offer(person, 'New.Name@Agence.example')
    expect(made).toMatchObject({ status: 201, body: { mailed: false } })
    expect((await caller.call('GET', '/api/session')).body).toMatchObject({ person: { email } })
    expect((await confirm(caller, made.body.link)).body).toMatchObject({ id: person, email: 'new.name@agence.example' })
    expect((await caller.call('GET', '/api/session')).body).toMatchObject({ person: { email: 'new.name@agence.example' } })
    expect((await program(node, key).call('GET', '/api/people')).status).toBe(200)
    expect((await signIn(email)).answer.code).toBe('auth.refused')
    expect((await signIn('new.name@agence.example')).answer.body).toEqual({ next: 'signed-in' })
    expect((await admin.call('GET', '/api/people?limit=200')).body.items).toContainEqual(
      expect.objectContaining({ id: person, email: 'new.name@agence.example' }),
    )
    expect((await book(admin, `subject=${person}`)).map(({ action }) => action).slice(0, 3)).toEqual(
      expect.arrayContaining(['directory.address-changed', 'directory.address-offered']),
    )
    // once
    expect((await confirm(caller, made.body.link)).code).toBe('directory.address-link-over')
  })

  test('is changed by nobody else who has the link, nor by one that was replaced, has run out, or never was', async () => {
    const { caller, person, email } = await newcomer()
    const other = await newcomer()
    const one = await offer(person, 'mine1@agence.example')
    const two = await offer(person, 'mine2@agence.example')
    expect((await confirm(other.caller, two.body.link)).code).toBe('directory.address-link-over')
    expect((await confirm(browser(node), two.body.link)).status).toBe(401)
    expect((await confirm(caller, one.body.link)).code).toBe('directory.address-link-over')
    expect((await confirm(caller, `#${'y'.repeat(43)}`)).code).toBe('directory.address-link-over')
    node.pass(49 * 3_600_000)
    const later = await signIn(email)
    expect((await confirm(later.caller, two.body.link)).code).toBe('directory.address-link-over')
  })

  test('that somebody has already is not taken, not even by two at once', async () => {
    admin = (await signIn('ada@agence.example')).caller
    const people = [await newcomer(), await newcomer()]
    const taken = await offer(people[0]?.person ?? '', people[1]?.email ?? '')
    expect((await confirm(people[0]?.caller ?? admin, taken.body.link)).code).toBe('directory.known-person')
    const links = await Promise.all(people.map(({ person }) => offer(person, 'both@agence.example')))
    const answers = await Promise.all(people.map(({ caller }, at) => confirm(caller, links[at]?.body.link)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('is offered by an administrator of the person’s organisation alone', async () => {
    const { caller, person } = await newcomer('manager')
    const { boss } = await otherOrganisation('Orange')
    expect((await offer(person, 'x@agence.example', caller)).code).toBe('platform.forbidden')
    expect((await offer(person, 'x@agence.example', boss)).code).toBe('directory.no-person')
  })

  test('is void once the person left the organisation that offered it, and told to all that they belong to', async () => {
    const { caller, person, email } = await newcomer()
    const { boss, id } = await otherOrganisation('Sonatel')
    const invited = await boss.call('POST', '/api/invitations', { email, role: 'viewer' })
    await caller.call('POST', '/api/invitations/join', { token: tokenOf(invited.body.link) })
    const byBoss = await offer(person, 'void@agence.example', boss)
    expect((await boss.call('DELETE', `/api/people/${person}`)).status).toBe(204)
    expect((await confirm(caller, byBoss.body.link)).code).toBe('directory.address-link-over')
    const back = await boss.call('POST', '/api/invitations', { email, role: 'viewer' })
    await caller.call('POST', '/api/invitations/join', { token: tokenOf(back.body.link) })
    expect((await confirm(caller, (await offer(person, 'good@agence.example')).body.link)).status).toBe(200)
    for (const one of [admin, boss])
      expect((await book(one, `subject=${person}`)).map(({ action }) => action)).toContain('directory.address-changed')
    expect(id).not.toBe(first.organisation)
  })

  test('is asked for by the person with their password, where the node sends mail; both addresses are written to', async () => {
    const { caller } = await newcomer()
    const ask = (by: Caller, given: string) => by.call('POST', '/api/me/address', { email: 'later@agence.example', password: given })
    expect((await ask(caller, password)).code).toBe('directory.no-relay')
    const made = await firstRun(mailing)
    const mina = await newcomer('viewer', made.admin, mailing)
    expect((await ask(mina.caller, 'not the password')).code).toBe('auth.refused')
    expect((await ask(mina.caller, password)).status).toBe(202)
    expect((await book(made.admin)).map(({ action }) => action)).toContain('directory.address-offered')
    const letters = () =>
      mailing.ctx.read(systemActor('test', made.organisation as OrganisationId), (tx) =>
        tx.selectFrom('platform.outgoing_mail').select(['recipient', 'message']).where('kind', '=', 'address').orderBy('id').execute(),
      )
    const [letter, ...more] = await letters()
    expect([letter?.recipient, more]).toEqual(['later@agence.example', []])
    const text = letter?.message.toString().replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
    expect((await confirm(mina.caller, /\/address#[\w-]{43}/.exec(text)?.[0])).body).toMatchObject({ email: 'later@agence.example' })
    expect((await letters()).map(({ recipient }) => recipient)).toEqual(['later@agence.example', mina.email])
  })
})

describe('a person who was removed', () => {
  test('is out at once: by session, key and stream', async () => {
    const { caller, person } = await newcomer('manager')
    const key = String((await caller.call('POST', '/api/keys', { name: 'robot', scopes: ['read'] })).body.key)
    expect((await program(node, key).call('GET', '/api/people')).status).toBe(200)
    const address = node.http.app.server.listening ? '' : await node.http.app.listen({ host: '127.0.0.1', port: 0 })
    const cookie = [...caller.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const streams = await Promise.all(
      [{ cookie }, { authorization: `Bearer ${key}` }].map((headers) =>
        fetch(`${address}/api/live`, { headers: { ...headers } as Record<string, string> }),
      ),
    )
    expect(streams.map(({ status }) => status)).toEqual([200, 200])
    const ended = streams.map((stream) => stream.text())
    expect((await admin.call('DELETE', `/api/people/${person}`)).status).toBe(204)
    await Promise.all(ended)
    expect((await caller.call('GET', '/api/people')).status).toBe(403)
    expect((await caller.call('GET', '/api/session')).body).toMatchObject({ acting: null, memberships: [] })
    expect((await program(node, key).call('GET', '/api/people')).status).toBe(401)
    expect((await admin.call('DELETE', `/api/people/${first.person}`)).code).toBe('directory.last-administrator')
  })

  test('may delete their account, when they belong to none, with their password: nothing of them is left but ids', async () => {
    const { caller, person, email } = await newcomer()
    await caller.call('POST', '/api/keys', { name: 'robot', scopes: ['read'] })
    const remove = (given = password) => caller.call('POST', '/api/me/delete', { password: given })
    expect((await remove()).code).toBe('directory.still-member')
    expect((await admin.call('DELETE', `/api/people/${person}`)).status).toBe(204)
    expect((await remove('not the password')).code).toBe('auth.refused')
    expect((await remove()).status).toBe(204)
    expect((await caller.call('GET', '/api/session')).status).toBe(401)
    expect((await signIn(email)).answer.code).toBe('auth.refused')
    const lines = await book(admin, `subject=${person}`)
    expect(lines.map(({ action }) => action)).toContain('directory.person-joined')
    expect((await admin.call('GET', '/api/node/audit?limit=200')).body.items).toContainEqual(
      expect.objectContaining({ action: 'directory.account-deleted', subject: person }),
    )
    expect((await admin.call('GET', '/api/keys?of=everybody&limit=200')).status).toBe(200)
    // the address is free again, and whoever comes by it is another person
    const again = await join(node, admin, email, 'viewer', '198.51.100.200')
    expect(again.person).not.toBe(person)
  })

  test('who runs the node alone stays', async () => {
    const made = await firstRun(await startAlone())
    const second = await newcomer('administrator', made.admin, alone)
    expect((await second.caller.call('DELETE', `/api/people/${made.person}`)).status).toBe(204)
    expect((await made.admin.call('POST', '/api/me/delete', { password })).code).toBe('directory.last-operator')
    expect((await made.admin.call('GET', '/api/session')).status).toBe(200)
  })
})

let alone: TestNode
async function startAlone(): Promise<TestNode> {
  alone = await startNode()
  return alone
}
afterAll(() => alone?.close())
