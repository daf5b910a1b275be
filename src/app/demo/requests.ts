import type { Member } from './members.ts'
import type { DemoNode } from './node.ts'
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
    const by = random.pick(agencies)
    const of = random.pick([...agencies, ...industry].filter(({ id }) => id !== by.id))
    const id = await askFor(node, by, of, random)
    const act = (who: Member, body: object) => node.call(who.who, 'POST', `/api/requests/${id}/acts`, body)
    if (random.chance(0.15)) continue
    await act(of, { act: 'acknowledge' })
    const course = random.unit()
    if (course < 0.5) await act(of, { act: 'answer', text: 'What we hold of it is given below.', lines: linesOf(of) })
    else if (course < 0.65)
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

const linesOf = ({ kind }: Member) =>
  kind === 'agency'
    ? []
    : [
        { data: 'subscriber', said: 'given', text: 'A customer since last spring, whom we told to stop.' },
        { data: 'traffic', said: 'not-held', text: '' },
      ]
