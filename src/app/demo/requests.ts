import type { RequestWhole } from '../../domain/cooperation/contract.ts'
import type { Member } from './members.ts'
import type { DemoNode } from './node.ts'
import { pageOf, tableOf } from './paper.ts'
import type { Random } from './random.ts'

/** Agencies ask for help, and what became of it. */

type Written = { readonly id: string; readonly sha256: string }

const dayAfter = (node: DemoNode, days: number) => new Date(node.ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

/** One member asks another for data about a sender; the check's doubts are answered with a reason. Answers the request's id. */
async function askFor(node: DemoNode, by: Member, of: Member, random: Random): Promise<string> {
  const asked = {
    to: { kind: 'member', member: of.id },
    ask: {
      kind: of.kind === 'agency' ? 'enforcement' : 'data',
      title: random.pick([
        'Who rents the sending host',
        'Accounts behind a parcel fee',
        'Sender of 40,000 messages',
        'Owner of a sales page',
      ]),
      data: of.kind === 'agency' ? [] : ['subscriber', 'traffic'],
      things: [{ kind: 'address', value: `203.0.113.${random.between(2, 250)}` }],
      period: of.kind === 'agency' ? null : { from: dayAfter(node, -20), to: dayAfter(node, -6) },
      ground: 'request',
      law: by.legalBasis,
      purpose: 'To find who sends, and to stop it',
      text: 'We received complaints about messages from this address. Their header lines are at your disposal.',
      language: 'en',
      urgency: random.pick(['ordinary', 'ordinary', 'urgent'] as const),
      answerBy: dayAfter(node, random.between(20, 60)),
      preserveUntil: null,
      mayPass: true,
      overrides: [] as object[],
    },
  }
  const { findings } = await node.call<{ findings: { code: string; level: string; override: boolean }[] }>(
    by.who,
    'POST',
    '/api/requests/check',
    asked,
  )
  const doubts = findings.filter(({ level, override }) => level === 'error' && override)
  asked.ask.overrides = doubts.map(({ code }) => ({ code, reason: 'We follow with an order of the court.' }))
  const { id, sha256 } = await node.call<Written>(by.who, 'POST', '/api/requests', asked)
  await node.call(by.who, 'POST', `/api/requests/${id}/send`, { sha256 })
  return id
}

/** Some requests of a quarter, each further on its way than the one before or not: answered, refused, asked back, left lying. */
export async function askAround(
  node: DemoNode,
  agencies: readonly Member[],
  industry: readonly Member[],
  random: Random,
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    // the first of each kind, who can sign in afterwards, ask and are asked each time
    const by = (i === 0 ? agencies[0] : undefined) ?? random.pick(agencies)
    const known = i === 1 ? agencies[0] : i === 2 ? industry[0] : undefined
    const of = known !== undefined && known !== by ? known : random.pick([...agencies, ...industry].filter(({ id }) => id !== by.id))
    const id = await askFor(node, by, of, random)
    const act = (who: Member, body: object) => {
      node.pass(random.between(1, 9))
      return node.call(who.who, 'POST', `/api/requests/${id}/acts`, body)
    }
    if (random.chance(0.15)) continue
    await act(of, { act: 'acknowledge' })
    const course = random.unit()
    if (random.chance(0.3)) {
      await act(of, { act: 'question', text: 'Do you have the header lines?' })
      const files = [await attach(node, by, id, 'header-lines.txt', headerLines)]
      await act(by, { act: 'reply', text: 'They are in the file, as they came.', files, terms: ofFiles })
    }
    if (random.chance(0.3)) await callBack(node, of, id)
    if (random.chance(0.3))
      await node.call(of.who, 'POST', `/api/requests/${id}/weigh`, {
        weight: random.between(20, 90),
        reason: 'Many were written to; few paid.',
      })
    if (course < 0.5) {
      const files = [await attach(node, of, id, 'answer.pdf', pageOf('Answer', ['What we hold of it.', of.name]))]
      if (of.kind === 'industry') files.push(await attach(node, of, id, 'sessions.csv', sessions(node, random)))
      await act(of, { act: 'answer', text: 'What we hold of it is given below, and in the files.', lines: linesOf(of), files })
    } else if (course < 0.65)
      await act(of, {
        act: 'refuse',
        text: 'Our law wants an order first.',
        refusal: 'no-ground',
        otherRoute: random.pick(['treaty', 'court']),
      })
    else if (course < 0.85) {
      await act(of, { act: 'question', text: 'Which port was it, and in which time zone are the moments?' })
      if (random.chance(0.6)) await act(by, { act: 'reply', text: 'Port 25; all moments are UTC.' })
    }
  }
}

/** Whoever is asked calls the asker back, where the directory names a number. */
async function callBack(node: DemoNode, { who }: Member, id: string): Promise<void> {
  const { callBack } = await node.call<RequestWhole>(who, 'GET', `/api/requests/${id}`)
  if (callBack.number === null) return
  await node.call(who, 'POST', `/api/requests/${id}/call-back`, { result: 'confirmed', note: 'The unit knew of it.' })
}

/** A file is put in, to be said with the next message. Answers its id. */
async function attach(node: DemoNode, { who }: Member, request: string, name: string, bytes: Uint8Array): Promise<string> {
  return (await node.call<{ id: string }>(who, 'POST', `/api/requests/${request}/attachments?name=${name}`, bytes)).id
}

const ofFiles = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: null }
const headerLines = Buffer.from(
  'Received: from mail.lantern-refund.example (unknown [203.0.113.77])\r\n by mx.reporter.example with ESMTP; Mon, 2 Nov 2026 09:14:02 +0000\r\nFrom: "Lantern Mobile" <service@lantern-refund.example>\r\n',
)
const sessions = (node: DemoNode, random: Random) =>
  tableOf([
    ['from', 'until', 'bytes'],
    ...[9, 6, 2].map((days) => [dayAfter(node, -days), dayAfter(node, 1 - days), random.between(2_000, 900_000)]),
  ])

const linesOf = ({ kind }: Member) =>
  kind === 'agency'
    ? []
    : [
        { data: 'subscriber', said: 'given', text: 'A customer since last spring, whom we told to stop.' },
        { data: 'traffic', said: 'not-held', text: '' },
      ]
