import type { BrowserContext } from 'playwright-core'
import { ask } from './desk.ts'

/** What stands on the pages of training and education. */
export type SeededTrainings = { readonly training: string; readonly education: string }
type Named = { readonly id: string }

/** Sessions and a campaign with figures; the person acts for the network. */
export async function seedTrainings(context: BrowserContext, industry: string): Promise<SeededTrainings> {
  const session = { topic: 'detection-techniques', languages: ['en', 'fr'], timeZone: 'Asia/Singapore', seats: 20 }
  const training = await ask<Named>(context, 'POST', '/api/trainings', {
    ...session,
    title: 'Tracing senders through networks that nobody looks after',
    note: 'Bring a message of your own.',
    trainers: 'Ada Trainer',
    startsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    duration: 90,
    link: 'https://rooms.example/a-rather-long-name-of-a-room-that-has-to-break-somewhere/0123456789',
    audience: 'named',
  })
  await ask(context, 'POST', `/api/trainings/${training.id}/invitations`, { members: [industry] })
  const material = { language: 'fr', title: 'Diapositives', text: 'Les mots.', url: 'https://course.example/a-rather-long-address/slides' }
  await ask(context, 'POST', `/api/trainings/${training.id}/materials`, material)
  await ask(context, 'POST', '/api/trainings', { ...session, title: 'Law for investigators', topic: 'law', audience: 'members' })
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const education = await ask<Named>(context, 'POST', '/api/educations', {
    title: 'Close your relays',
    aim: 'Fewer mail servers that send for anybody.',
    addressed: ['providers', 'businesses'],
    languages: ['en', 'fr', 'ar'],
    countries: ['AT', 'KM'],
    startsOn: day(-30),
  })
  const to = `/api/educations/${education.id}`
  await ask(context, 'POST', `${to}/materials`, material)
  await ask(context, 'POST', `${to}/reach`, { counted: 'people', number: 125_000, source: 'Counter of the campaign page', onDate: day(-2) })
  const figure = { counted: 'open-relays', source: 'Monthly scan of all networks of the country', since: day(-60), until: day(-30) }
  await ask(context, 'POST', `${to}/figures`, { ...figure, country: 'AT', number: 1_240 })
  await ask(context, 'POST', `${to}/figures`, { ...figure, country: 'AT', number: 310, since: day(-29), until: day(0) })
  await ask(context, 'POST', `${to}/figures`, { ...figure, country: 'KM', asn: 36939, number: 57, note: 'By hand' })
  return { training: training.id, education: education.id }
}
