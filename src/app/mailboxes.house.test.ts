import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import { newId, type OrganisationId } from '../base/id.ts'
import { noteSent, openThread } from '../domain/intake/index.ts'
import { keepMailboxes, type Mailboxes } from '../domain/intake/listeners/mailboxes.ts'
import { enterMailbox, listMailboxesToKeep, sweepMailbox } from '../domain/intake/operations/sweep-mailbox.ts'
import { reportNotRun } from '../platform/testing/not-run.ts'
import { until } from '../platform/testing/platform.ts'
import { perform } from '../platform/work.ts'
import { type Dovecot, hasDovecot, startDovecot } from './testing/dovecot.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let root: pg.Client
/** answers token requests, and the server's questions about tokens */
let tokens: Server
let asked: string[] = []
beforeAll(async () => {
  house = await openHouse({ TOCSIN_MAIL_SIZE: '20000', TOCSIN_MAILBOX_NETWORKS: '127.0.0.0/8' })
  ann = await firstRun(house)
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  tokens = createServer((request, reply) => {
    const url = new URL(request.url ?? '/', 'http://x')
    reply.setHeader('content-type', 'application/json')
    if (url.pathname === '/info') {
      const good = url.searchParams.get('token') === 'fresh-access'
      reply.statusCode = good ? 200 : 401
      reply.end(JSON.stringify(good ? { user: 'oona' } : {}))
      return
    }
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      asked.push(body)
      const good = new URLSearchParams(body).get('client_secret') === 'client-secret'
      reply.statusCode = good ? 200 : 400
      reply.end(JSON.stringify(good ? { access_token: 'fresh-access', refresh_token: 'second-refresh' } : { error: 'invalid_client' }))
    })
  })
  await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  tokens.close()
  await root.end()
  await house.close()
})
const tokenPort = () => (tokens.address() as AddressInfo).port

const settings = {
  ...{ address: 'abuse@provider.example', host: '127.0.0.1', port: 993, security: 'tls', authority: null as string | null },
  ...{ username: 'ann', auth: 'password', tokenUrl: null as string | null, clientId: null as string | null, scope: null },
  ...{ folder: 'INBOX', done: 'move', doneFolder: 'Taken' as string | null },
}
type View = {
  id: string
  trouble: { code: string; detail: string | null } | null
  contactAt: string | null
  taken: number
  tooLarge: number
}
const list = async () => (await ann.call('GET', '/api/mailboxes')).body as { items: View[] }
const find = async (id: string) => (await list()).items.find((one) => one.id === id)
const tried = async (change: object) =>
  (
    (await ann.call('POST', '/api/mailboxes/test', { ...settings, password: 'secret', ...change })).body as {
      trouble: { code: string } | null
    }
  ).trouble?.code

describe('a mailbox', () => {
  test('keeps what opens it encrypted, shows it to nobody, and sends it nowhere else', async () => {
    const made = await ann.call('POST', '/api/mailboxes', { ...settings, name: 'Kept', password: 'hunter-two-secret' })
    expect(made.status).toBe(201)
    const { id } = made.body as { id: string }
    for (const { raw } of [
      made,
      await ann.call('GET', '/api/mailboxes'),
      await ann.call('GET', '/api/audit'),
      await ann.call('GET', '/api/channels'),
    ])
      expect(raw.toString()).not.toContain('hunter-two')
    const { rows } = await root.query('select secret from intake.mailbox where channel = $1', [id])
    expect(Buffer.from(rows[0]?.secret ?? '').includes('hunter-two')).toBe(false)
    const moved = await ann.call('PUT', `/api/mailboxes/${id}`, { ...settings, name: 'Kept', host: '127.0.0.2' })
    expect([moved.status, (moved.body as { code: string }).code]).toEqual([400, 'intake.mailbox-incomplete'])
    expect((await ann.call('PUT', `/api/mailboxes/${id}`, { ...settings, name: 'Renamed', folder: 'Spam' })).body).toMatchObject({
      name: 'Renamed',
      folder: 'Spam',
    })
    expect((await ann.call('DELETE', `/api/mailboxes/${id}`)).status).toBe(204)
    expect((await list()).items).toEqual([])
    expect((await root.query('select count(*)::int as n from intake.mailbox')).rows).toEqual([{ n: 0 }])
  })

  test('is not looked for in private networks that the operator has not listed, nor asked in the clear elsewhere', async () => {
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', '[fd00::1]'])
      expect([host, await tried({ host })]).toEqual([host, 'private'])
    expect(await tried({ host: '8.8.8.8', security: 'plain', port: 143 })).toBe('plain')
    expect(await tried({ host: 'no-such-host.invalid' })).toBe('name')
    const oauth = { auth: 'oauth2', clientId: 'us', clientSecret: 'x', password: undefined }
    expect(await tried({ ...oauth, tokenUrl: 'https://10.0.0.1/token' })).toBe('private')
    expect(await tried({ ...oauth, tokenUrl: 'http://8.8.8.8/token' })).toBe('plain')
  })

  test('says in a word what is wrong with a server that is none', async () => {
    expect(await tried({ port: 1 })).toBe('refused')
    expect(await tried({ port: tokenPort(), security: 'tls' })).toBe('tls')
  })
})

if (!hasDovecot()) {
  reportNotRun('taking reports from a real IMAP server: the package dovecot-imapd is not here')
  test('a real IMAP server is not here: said so', () => expect(hasDovecot()).toBe(false))
} else {
  let server: Dovecot
  let keeper: Mailboxes
  beforeAll(async () => {
    server = await startDovecot(
      { ann: 'secret', bob: 'secret', cat: 'secret', dan: 'secret' },
      `http://127.0.0.1:${tokenPort()}/info?token=`,
    )
    keeper = keepMailboxes(house.ctx, house.receive)
  })
  afterAll(async () => {
    await keeper.stop()
    await server.stop()
  })

  let number = 0
  const spam = (word = `word${++number}`, extra = '') =>
    `Return-Path: <cy@citizen.example>\nReceived: from x.example by mx.provider.example; Sun, 1 Mar 2026 10:00:0${number % 10} +0000\nFrom: cy@citizen.example\nTo: abuse@provider.example\nSubject: ${word}\nMessage-ID: <${word}@citizen.example>\n${extra}\nlook at https://bad.example/${word}\n`
  const secure = () => ({ host: 'localhost', authority: server.authority, security: 'tls', port: server.tlsPort })
  const add = async (change: object, name = `box ${++number}`) => {
    const made = await ann.call('POST', '/api/mailboxes', {
      ...settings,
      security: 'plain',
      port: server.port,
      password: 'secret',
      ...change,
      name,
    })
    expect([made.status, made.raw.toString()]).toEqual([201, expect.anything()])
    await keeper.look()
    return (made.body as { id: string }).id
  }
  const reports = async (channel: string) =>
    (
      await root.query<{ times: number; form: string; state: string; reporter_address: string | null }>(
        'select times, form, state, reporter_address from intake.report where channel = $1 order by received_at',
        [channel],
      )
    ).rows
  const remove = async (id: string) => {
    await ann.call('DELETE', `/api/mailboxes/${id}`)
    await keeper.look()
  }

  describe('a real server', () => {
    test('gives what waits and what comes later, each once; what was taken is moved', async () => {
      for (let at = 0; at < 20; at++) await server.deliver('ann', spam())
      const id = await add(secure())
      await until(async () => (await find(id))?.taken === 20)
      await until(async () => (await server.list('ann', 'Taken')).length === 20)
      expect(await server.list('ann')).toEqual([])
      await server.deliver('ann', spam())
      await until(async () => (await reports(id)).length === 21)
      await house.settle()
      const seen = await reports(id)
      for (const one of seen) expect(one).toMatchObject({ times: 1, state: 'analysed', reporter_address: 'cy@citizen.example' })
      expect((await find(id))?.contactAt).not.toBeNull()
      await remove(id)
    })

    test('that keeps messages in their folder gives each once, whatever their numbers', async () => {
      await server.deliver('bob', spam())
      const id = await add({ ...secure(), username: 'bob', done: 'flag', doneFolder: null, security: 'starttls', port: server.port })
      await until(async () => (await find(id))?.taken === 1)
      await ann.call('PATCH', `/api/channels/${id}`, { open: false })
      await keeper.look()
      await server.renumber('bob')
      await server.deliver('bob', spam())
      await ann.call('PATCH', `/api/channels/${id}`, { open: true })
      await keeper.look()
      await until(async () => (await find(id))?.taken === 2)
      expect((await reports(id)).map(({ times }) => times)).toEqual([1, 1])
      expect(await server.list('bob')).toHaveLength(2)
      await remove(id)
    })

    test('meets again what was taken by a process that died before it could say so: the same bytes are one report', async () => {
      await server.deliver('cat', spam())
      await keeper.stop()
      const id = await add({ username: 'cat' })
      const [mailbox] = (await listMailboxesToKeep(house.ctx)).filter(({ channel }) => channel === id)
      const entered = mailbox === undefined ? undefined : await enterMailbox(house.ctx, mailbox)
      if (entered === undefined) throw new Error('no mailbox')
      const dying = { ...entered.folder, finish: () => Promise.reject(new Error('killed')) }
      await expect(sweepMailbox(house.ctx, house.receive, { ...entered, folder: dying })).rejects.toThrow('killed')
      entered.folder.close()
      expect([await reports(id), await server.list('cat')]).toMatchObject([[{ times: 1 }], [expect.anything()]])
      keeper = keepMailboxes(house.ctx, house.receive)
      await until(async () => (await server.list('cat', 'Taken')).length === 1)
      expect(await reports(id)).toMatchObject([{ times: 1 }])
      await remove(id)
    })

    test('is kept by one process of several, and by another when that one ends', async () => {
      const id = await add({ username: 'dan' })
      const other = keepMailboxes(house.ctx, house.receive)
      await other.look()
      const holder = async () =>
        (await root.query('select held_by from intake.mailbox where channel = $1', [id])).rows[0]?.held_by as string | null
      const first = await holder()
      expect(first).not.toBeNull()
      await other.look()
      expect(await holder()).toBe(first)
      await keeper.stop()
      await other.look()
      expect(await holder()).not.toBe(first)
      await server.deliver('dan', spam())
      await until(async () => (await reports(id)).length === 1)
      await other.stop()
      expect(await holder()).toBeNull()
      keeper = keepMailboxes(house.ctx, house.receive)
      await keeper.look()
      await remove(id)
    })

    test('leaves what is too large where it is, and says how many', async () => {
      await server.deliver('ann', spam('large', `X: ${'x'.repeat(900)}\n`.repeat(30)))
      await server.deliver('ann', spam())
      const id = await add({})
      await until(async () => (await find(id))?.tooLarge === 1)
      await until(async () => (await reports(id)).length === 1)
      expect(await server.list('ann')).toHaveLength(1)
      await remove(id)
    })

    test('brings an answer into its thread', async () => {
      const about = newId<'case'>()
      await perform(house.ctx, systemActor('test', ann.organisation as OrganisationId), async (work) => {
        const { threadId } = await openThread(work, house.ctx, { aboutKind: 'case', about, correspondent: 'cy@citizen.example' })
        await noteSent(work, threadId, 'letter-9@provider.example')
      })
      await server.deliver('bob', spam('answer', 'In-Reply-To: <letter-9@provider.example>\n'))
      const id = await add({ username: 'bob', folder: 'INBOX' })
      const replies = async () => ((await ann.call('GET', `/api/replies?about=${about}`)).body as { items: { settled: boolean }[] }).items
      await until(async () => (await replies()).some(({ settled }) => settled))
      await remove(id)
    })

    test('lets in by OAuth2; the refresh token that it gives takes the place of the one before', async () => {
      await server.deliver('oona', spam())
      const oauth = {
        auth: 'oauth2',
        username: 'oona',
        tokenUrl: `http://127.0.0.1:${tokenPort()}/token`,
        clientId: 'us',
        password: undefined,
      }
      expect(await tried({ ...oauth, security: 'plain', port: server.port, clientSecret: 'wrong' })).toBe('token')
      asked = []
      const id = await add({ ...oauth, clientSecret: 'client-secret', refreshToken: 'first-refresh' })
      await until(async () => (await reports(id)).length === 1)
      expect(new URLSearchParams(asked[0]).get('refresh_token')).toBe('first-refresh')
      await ann.call('POST', '/api/mailboxes/test', { ...settings, ...oauth, security: 'plain', port: server.port, id })
      expect(new URLSearchParams(asked.at(-1)).get('refresh_token')).toBe('second-refresh')
      await remove(id)
    })

    test('is told from one that is wrong: password, folder, certificate', async () => {
      const at = { security: 'plain', port: server.port }
      expect(await tried({ ...at, password: 'wrong' })).toBe('login')
      expect(await tried({ ...at, folder: 'Nowhere' })).toBe('folder')
      expect(await tried({ security: 'tls', port: server.tlsPort })).toBe('certificate')
      expect(await tried({ security: 'starttls', port: server.port })).toBe('certificate')
      // signed by whom we trust, but for another name
      expect(await tried({ ...secure(), host: '127.0.0.1' })).toBe('certificate')
      expect(await tried(secure())).toBeUndefined()
      expect(await tried({ ...secure(), security: 'starttls', port: server.port })).toBeUndefined()
      expect(await tried(at)).toBeUndefined()
      const id = await add({ password: 'wrong' })
      await until(async () => (await find(id))?.trouble?.code === 'login')
      await remove(id)
    })
  })
}
