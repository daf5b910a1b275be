import type { BrowserContext } from 'playwright-core'
import { ask } from './desk.ts'

/** What stands on the pages of the questionnaire, the registers and the secretariat. */
export type SeededProgress = { readonly round: string; readonly law: string; readonly offer: string; readonly announcement: string }
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
  const round = await open('Second round', 60)
  const enter = (entry: object) => ask<Named>(context, 'POST', '/api/network/registers', entry)
  const sources = {
    source: 'Journal officiel, a long title of a source that a line does not hold',
    sourceUrl: 'https://law.example/12',
    sourceOn: '2026-02-01',
  }
  const law = await enter({
    kind: 'law',
    country: 'KM',
    title: 'Loi sur les communications électroniques',
    state: 'before-parliament',
    onDate: '2026-01-15',
    lawKinds: ['mail', 'text-messages', 'forged-senders'],
    powers: ['demand', 'fine'],
    ...sources,
  })
  await enter({ kind: 'law', country: 'AT', title: 'Messages Act', state: 'in-force', onDate: '2003-08-20', ...sources })
  await enter({
    kind: 'fines',
    country: 'AT',
    title: 'Fines of 2025',
    year: 2025,
    amount: 1_250_000,
    collected: 830_000.5,
    currency: 'EUR',
    ...sources,
  })
  await enter({
    kind: 'obstacle',
    title: 'No fast way to have logs preserved',
    state: 'solving',
    affected: ['AT', 'KM'],
    responsible: away,
  })
  const offer = await enter({ kind: 'offer', title: 'Training on tracing senders', state: 'open', topic: 'training', until: '2027-06-30' })
  const wanted = await enter({ kind: 'ask', title: 'Training wanted', state: 'open', topic: 'training', country: 'KM' })
  await ask(context, 'POST', `/api/network/registers/${offer.id}/match`, { ask: wanted.id, note: 'In May, by video' })
  const announcement = await ask<Named>(context, 'POST', '/api/network/announcements', {
    title: 'The next meeting',
    text: 'It is held by video.\nPapers follow a week before.',
    language: 'en',
    audience: 'members',
  })
  return { round, law: law.id, offer: offer.id, announcement: announcement.id }
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
