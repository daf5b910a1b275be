import type { TrainingWhole } from '../../domain/cooperation/contract.ts'
import type { Cast, Member, Network } from './members.ts'
import type { Caller, DemoNode } from './node.ts'
import { pageOf } from './paper.ts'

/** Training sessions: offered by the office, agencies and industry; people sign up, come, and say what it was worth. */

type Course = { readonly title: string; readonly topic: string; readonly note: string; readonly audience: 'agencies' | 'members' }

const courses: readonly Course[] = [
  {
    title: 'Reading header lines',
    topic: 'detection-techniques',
    note: 'Which lines can be forged, and which cannot. Bring a message of your own.',
    audience: 'members',
  },
  {
    title: 'Keeping evidence that a court takes',
    topic: 'evidence',
    note: 'From the first copy to the hearing: custody, hashes, and what to write down.',
    audience: 'agencies',
  },
  {
    title: 'Asking abroad',
    topic: 'cooperation',
    note: 'What a request needs to be answered: ground, period, identifiers, language.',
    audience: 'members',
  },
  {
    title: 'Money behind unwanted messages',
    topic: 'investigation',
    note: 'From the order page to the account. With three cases that are closed.',
    audience: 'agencies',
  },
  {
    title: 'Rules and tables of words',
    topic: 'detection-techniques',
    note: 'We write a technique together and run it over our own reports.',
    audience: 'agencies',
  },
  {
    title: 'What providers can see',
    topic: 'systems',
    note: 'An operator shows its logs: what is there, for how long, and what a question costs.',
    audience: 'members',
  },
  {
    title: 'Acts against spam compared',
    topic: 'law',
    note: 'Consent, exceptions and fines in eight laws, on one page each.',
    audience: 'agencies',
  },
  {
    title: 'Warning the public in time',
    topic: 'awareness',
    note: 'How to warn without teaching the fraud. Samples in six languages.',
    audience: 'members',
  },
  {
    title: 'First steps with unwanted software',
    topic: 'investigation',
    note: 'Look without running it: names, rights, addresses.',
    audience: 'agencies',
  },
  { title: 'Preservation before a request', topic: 'cooperation', note: 'Why logs are gone, and how to be in time.', audience: 'members' },
]

export type Session = { readonly id: string; readonly runner: Caller; readonly came: readonly Member[] }

/** Somebody offers a session; people sign up, more than there are seats at some. Without `startsAt` it is at one's own pace. */
export async function offerSession(
  node: DemoNode,
  network: Network,
  { agencies, industry, random }: Cast,
  number: number,
  startsAt: Date | null,
): Promise<Session> {
  const course = courses[number % courses.length]
  const [host = agencies[0], company] = [agencies[(number * 2) % agencies.length], industry[number % Math.max(1, industry.length)]]
  // the office, an agency and a company in turn; a company offers to all
  const by = number % 3 === 0 ? null : number % 3 === 2 && course?.audience === 'members' ? company : host
  const runner = by?.who ?? network.office
  const seats = startsAt !== null && number % 3 === 0 ? Math.max(3, Math.floor(agencies.length / 8)) : null
  const { id } = await node.call<TrainingWhole>(runner, 'POST', '/api/trainings', {
    ...course,
    trainers: by === null || by === undefined ? 'Two analysts of member agencies' : `Staff of ${by.name}`,
    languages: number % 2 === 0 ? ['en'] : ['en', 'fr'],
    startsAt: startsAt?.toISOString() ?? null,
    timeZone: by?.timeZone ?? 'UTC',
    duration: startsAt === null ? null : 90,
    link: startsAt === null ? null : `https://meet.example/training-${number + 1}`,
    seats,
  })
  const words = [course?.note ?? '', '', '1. What it looks like', '2. What to write down', '3. Whom to ask']
  await node.call(runner, 'POST', `/api/trainings/${id}/files?language=en&title=Slides&name=slides.pdf`, pageOf(course?.title ?? '', words))
  await node.call(runner, 'POST', `/api/trainings/${id}/materials`, {
    language: 'en',
    title: 'Exercise',
    text: 'Take one report of your own desk and answer the five questions of the last slide.',
    url: 'https://courses.example/exercise',
  })
  const asked = [...agencies.slice(0, 3), ...agencies.slice(3).filter(() => random.chance(0.15))]
  if (course?.audience === 'members') asked.push(...industry.slice(0, 1), ...industry.slice(1).filter(() => random.chance(0.08)))
  const came = startsAt === null ? [] : asked
  for (const { who } of came) await node.call(who, 'POST', `/api/trainings/${id}/enrol`)
  return { id, runner, came }
}

/** It was held: who was there, and what they thought of it. */
export async function closeSession(node: DemoNode, { id, runner, came }: Session, { random }: Cast): Promise<void> {
  const path = `/api/trainings/${id}`
  const { participants } = await node.call<TrainingWhole>(runner, 'GET', path)
  const there = participants.filter(({ state }, at) => state === 'enrolled' && (at < 3 || random.chance(0.85)))
  await node.call(runner, 'PUT', `${path}/attendance`, { present: there.map((one) => one.id) })
  const words = [
    'The exercise was the best part.',
    '',
    'Slower, please, for those who do not speak English at home.',
    '',
    'More cases of our own part of the world.',
  ]
  for (const [at, { member }] of there.entries()) {
    const person = came.find((one) => one.id === member?.id)
    if (person === undefined || (at >= 3 && random.chance(0.2))) continue
    const [useful, clear, pace, apply] = [random.between(3, 5), random.between(3, 5), random.between(2, 5), random.between(3, 5)]
    await node.call(person.who, 'POST', `${path}/evaluation`, { useful, clear, pace, apply, words: words[at] ?? '' })
  }
  await node.call(runner, 'POST', `${path}/end`, { to: 'over' })
}
