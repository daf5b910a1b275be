import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../base/id.ts'
import { serveLive } from '../../platform/http/live-route.ts'
import { type Live, openLive } from '../../platform/live.ts'
import { perform } from '../../platform/work.ts'
import { notify } from './index.ts'
import { browser, type Caller, firstRun, join, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let live: Live
let admin: Caller
let organisation: OrganisationId
let address: string
beforeAll(async () => {
  node = await startNode({}, (http, database) => {
    live = openLive(database.url, http.ctx.log)
    serveLive(http, live, 100)
  })
  const made = await firstRun(node)
  admin = made.admin
  organisation = made.organisation as OrganisationId
  address = await node.http.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await live?.close()
  await node?.close()
})

/** Opens the stream as a browser would; `ended` resolves with all that came when the server closes it. */
async function stream(by: Caller): Promise<{ text(): string; ended: Promise<string> }> {
  const cookie = [...by.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${address}/api/live`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  let text = ''
  const read = async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString('utf8')
    return text
  }
  const ended = read()
  return { text: () => text, ended }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

test('a notice reaches the consoles of its organisation by kind alone, and the stream ends with the session', async () => {
  const { caller, person } = await join(node, admin, 'ana@agence.example', 'analyst')
  const open = await stream(caller)
  await until(() => open.text().includes(': \n'))
  await perform(node.ctx, systemActor('test', organisation), async (work) => {
    work.require(true)
    await notify(work, [person as PersonId], { kind: 'intake.stuck', subject: 'x' })
  })
  await until(() => open.text().includes('data: '))
  expect(open.text()).toContain('data: [{"kind":"notice","id":""}]')
  await caller.call('POST', '/api/auth/sign-out')
  await open.ended
})

test('the stream ends with the membership', async () => {
  const { caller, person } = await join(node, admin, 'ben@agence.example', 'analyst')
  const open = await stream(caller)
  expect((await admin.call('DELETE', `/api/people/${person}`)).status).toBe(204)
  await open.ended
})

test('nobody listens without a session', async () => {
  expect((await browser(node).call('GET', '/api/live')).status).toBe(401)
})
