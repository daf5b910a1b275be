import type { BrowserContext } from 'playwright-core'
import { ask } from './desk.ts'

/** What stands on the pages of the questionnaire. */
export type SeededProgress = { readonly round: string }
type Named = { readonly id: string }

/** A round that an agency which does not work on the node has answered; the person acts for the network. */
export async function seedProgress(context: BrowserContext, away: string): Promise<SeededProgress> {
  const { id: questionnaire } = await ask<Named>(context, 'POST', '/api/network/questionnaires/shipped')
  const open = async (title: string, days: number) => {
    const closesAt = new Date(Date.now() + days * 86_400_000).toISOString()
    const round = await ask<Named>(context, 'POST', '/api/network/rounds', { questionnaire, title, closesAt })
    const sheet = `/api/network/rounds/${round.id}/sheet`
    const draft = await ask<{ changedAt: string }>(context, 'PUT', `${sheet}?member=${away}`, { joint: true, answers: answersOf(title) })
    await ask(context, 'POST', `${sheet}/submit?member=${away}`, { changedAt: draft.changedAt })
    return round.id
  }
  await open('First round', 30)
  return { round: await open('Second round', 60) }
}

const answer = { choice: null, amount: null, words: '', sources: [] }
const answersOf = (title: string) => [
  { ...answer, code: 'authority.role', words: `We enforce what the law says of messages. (${title})` },
  {
    ...answer,
    code: 'sharing.may',
    choice: 'partly',
    words: 'With agencies of the region.',
    sources: [
      {
        law: 'Loi sur les communications',
        article: 'article 12',
        url: 'https://law.example/a-rather-long-address/that-must-break-somewhere',
      },
    ],
  },
  { ...answer, code: 'powers.fine', amount: 250_000 },
]
