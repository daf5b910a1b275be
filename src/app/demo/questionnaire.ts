import type { Member, Network } from './members.ts'
import type { DemoNode } from './node.ts'
import type { Random } from './random.ts'

/** A round of the questionnaire on cross-border enforcement, answered by most. */

type Question = {
  readonly code: string
  readonly kind: 'yes-no' | 'choice' | 'number' | 'text' | 'laws'
  readonly options: readonly string[]
}

/** The secretariat makes the questions of our own wording a version, unless they are one. Answers its id. */
export async function shipQuestions(node: DemoNode, { office }: Network): Promise<string> {
  return (await node.call<{ id: string }>(office, 'POST', '/api/network/questionnaires/shipped')).id
}

/** Opens a round of so many days; agencies answer with a likelihood of `share`. */
export async function holdRound(
  node: DemoNode,
  { office }: Network,
  {
    questionnaire,
    title,
    days,
    share,
  }: { readonly questionnaire: string; readonly title: string; readonly days: number; readonly share: number },
  agencies: readonly Member[],
  random: Random,
): Promise<void> {
  const closesAt = new Date(node.ctx.now().getTime() + days * 86_400_000).toISOString()
  const { id } = await node.call<{ id: string }>(office, 'POST', '/api/network/rounds', { questionnaire, title, closesAt })
  await node.rest()
  const path = `/api/network/rounds/${id}/sheet`
  for (const agency of agencies.filter(() => random.chance(share))) {
    const { questions } = await node.call<{ questions: Question[] }>(agency.who, 'GET', path)
    const answers = questions.map((question) => answerTo(question, agency, random))
    const audience = random.pick(['agencies', 'agencies', 'members'])
    const { changedAt } = await node.call<{ changedAt: string }>(agency.who, 'PUT', path, { joint: false, audience, answers })
    await node.call(agency.who, 'POST', `${path}/submit`, { changedAt })
  }
}

const words = [
  'As the act says, case by case.',
  'In writing, with the reference of the case.',
  'We decide together with the ministry.',
  'Both are possible.',
]

function answerTo({ code, kind, options }: Question, { legalBasis }: Member, random: Random) {
  const [law = legalBasis, article = ''] = legalBasis.split(', ')
  return {
    code,
    choice: kind === 'yes-no' ? random.pick(['yes', 'yes', 'partly', 'no']) : kind === 'choice' ? random.pick(options) : null,
    amount: kind === 'number' ? random.pick([2, 5, 8, 10, 30, 60]) : null,
    words: kind === 'text' ? random.pick(words) : '',
    sources: kind === 'laws' || random.chance(0.3) ? [{ law, article, url: '' }] : [],
  }
}
