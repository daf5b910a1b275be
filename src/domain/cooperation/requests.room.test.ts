import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../base/actor.ts'
import { newId } from '../../base/id.ts'
import type { MemberKind } from './network/member.ts'
import type { Ask } from './network/request-content.ts'
import type { RequestAct } from './network/request-course.ts'
import { firstRule } from './network/sharing.ts'
import { actOnRequest, noteOnRequest, sendRequest, weighRequest } from './operations/network/request-acts.ts'
import { dropAnswer } from './operations/network/request-answers.ts'
import { addAttachment, fetchAttachment } from './operations/network/request-attachments.ts'
import { draftRequest, dropRequest, redraftRequest } from './operations/network/request-drafts.ts'
import { tendRequestsJob } from './operations/network/tend-requests.ts'
import { emptyDueRequests, previewRequests } from './store/network/old-requests.ts'
import { insertAttachment, listAttachments } from './store/network/request-attachments.ts'
import { pageFiles } from './store/network/request-files.ts'
import { findRequest } from './store/network/requests.ts'
import { setRule } from './store/network/sharing.ts'
import { type Member, personOf, random, startWorld, tried, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const join = (name: string, country: string, kind?: MemberKind) => world.join(name, kind, country)
const ask = (title: string, mayPass: boolean): Ask => ({
  ...{ kind: 'data', title, data: ['subscriber'], things: [{ kind: 'domain', value: 'dialler.example' }], period: null, ground: 'request' },
  ...{
    law: 'Act 2007',
    purpose: 'inquiry',
    text: '',
    language: 'en',
    urgency: 'ordinary',
    answerBy: null,
    preserveUntil: null,
    mayPass,
    overrides: [],
  },
})
const asked = (to: Member, title: string, mayPass = true) => ({
  ...{ to: { kind: 'member', member: to.card } as const, case: null, nameCase: false, releaseHarm: false, goesOn: null },
  ask: ask(title, mayPass),
})

const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: null } as const

// ---- the model: who may see what, as one would say it in words

type Model = {
  id: string
  asker: number
  first: number
  holder: number
  mayPass: boolean
  state: string
  partly: boolean
  said: { text: string; by: number; to: number[] }[]
  notes: { text: string; by: number }[]
}

const moves: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sent: {
    acknowledge: 'acknowledged',
    question: 'questioned',
    partial: 'partly',
    answer: 'answered',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  acknowledged: { question: 'questioned', partial: 'partly', answer: 'answered', refuse: 'refused', withdraw: 'withdrawn' },
  questioned: { reply: '?', partial: 'partly', answer: 'answered', refuse: 'refused', withdraw: 'withdrawn' },
  partly: { question: 'questioned', partial: 'partly', answer: 'answered', refuse: 'refused', withdraw: 'withdrawn' },
}

function expected(who: number, all: readonly Model[]) {
  const mine = all.filter(
    (one) => one.asker === who || (one.state !== 'draft' && one.state !== 'dropped' && (one.first === who || one.holder === who)),
  )
  return {
    requests: mine.map(({ id }) => id).sort(),
    files: mine.map((one) => `${one.id} ${one.asker === who || one.holder === who ? one.state : 'passed-on'}`).sort(),
    said: all.flatMap(({ said }) => said.filter(({ by, to }) => by === who || to.includes(who)).map(({ text }) => text)).sort(),
    notes: all.flatMap(({ notes }) => notes.filter(({ by }) => by === who).map(({ text }) => text)).sort(),
  }
}

async function visible(actor: Actor) {
  return world.ctx.read(actor, async (tx) => {
    const texts = async (query: ReturnType<typeof sql<{ text: string }>>) => (await query.execute(tx)).rows.map(({ text }) => text).sort()
    return {
      requests: await texts(sql<{ text: string }>`select id::text as text from cooperation.request`),
      files: await texts(sql<{ text: string }>`select request || ' ' || state as text from cooperation.request_file`),
      said: await texts(sql<{ text: string }>`select text from cooperation.request_message`),
      notes: await texts(sql<{ text: string }>`select text from cooperation.request_note`),
    }
  })
}

const acts: readonly RequestAct[] = [
  'acknowledge',
  'question',
  'reply',
  'partial',
  'answer',
  'refuse',
  'withdraw',
  'pass-on',
  'pass-on',
  'pass-on',
]

test('after any acts in any order each sees its own requests and those asked of it, what was said to it, and nothing else', async () => {
  const members = [
    await join('Asker', 'NZ'),
    await join('Primary', 'FR'),
    await join('Police', 'FR'),
    await join('Regulator', 'FR'),
    await join('Carrier', 'FR', 'industry'),
    await join('Outsider', 'SG'),
  ]
  const at = (index: number) => members[index] as Member
  const all: Model[] = []
  const seed = Number(process.env.TOCSIN_REQUESTS_SEED ?? 11)
  const pick = random(seed)
  let count = 0
  for (let step = 0; step < 240; step++) {
    const text = `w${++count}`
    const one = all.length === 0 ? undefined : (all[Math.max(0, all.length - 1 - pick(6))] as Model)
    const what = pick(10)
    if (one === undefined || what < 2) {
      // the last stands by: neither asks nor is asked
      const asker = pick(4)
      const to = 1 + pick(4)
      const mayPass = pick(3) > 0
      const made = world.as(at(asker), (work) => draftRequest(work, asked(at(to), text, mayPass)))
      if (asker !== to)
        all.push({ id: await made, asker, first: to, holder: to, mayPass, state: 'draft', partly: false, said: [], notes: [] })
      else await world.as(at(asker), async (work) => dropRequest(work, await made))
      if (asker === to)
        all.push({ id: await made, asker, first: to, holder: to, mayPass, state: 'dropped', partly: false, said: [], notes: [] })
      continue
    }
    const who = pick(6)
    if (what === 2) {
      const done = await tried(() => world.as(at(who), (work) => noteOnRequest(work, one.id, text)))
      const knows = expected(who, [one]).files.length > 0
      expect({ step, done }).toEqual({ step, done: knows })
      if (done) one.notes.push({ text, by: who })
      continue
    }
    if (one.state === 'draft') {
      const row = await world.ctx.read(at(one.asker).actor, (tx) => findRequest(tx, one.id))
      if (pick(5) === 0) await world.as(at(one.asker), (work) => redraftRequest(work, one.id, asked(at(one.first), text, one.mayPass)))
      else {
        const sender = pick(3) === 0 ? who : one.asker
        const done = await tried(() => world.as(at(sender), (work) => sendRequest(work, one.id, row?.sha256 ?? '')))
        expect({ step, done }).toEqual({ step, done: sender === one.asker })
        if (done) one.state = 'sent'
      }
      continue
    }
    // mostly somebody whom it concerns
    const act = acts[pick(acts.length)] as RequestAct
    const actor = pick(4) === 0 ? who : act !== 'pass-on' && pick(2) === 0 ? one.asker : one.holder
    const to = 1 + pick(4)
    const done = await tried(() =>
      world.as(at(actor), (work) =>
        actOnRequest(work, one.id, {
          act,
          text,
          member: at(to).card,
          ...(act === 'partial' || act === 'answer' ? { terms } : {}),
          ...(act === 'refuse' ? { refusal: 'not-held', otherRoute: 'none' } : {}),
        }),
      ),
    )
    const side = actor === one.asker ? ['reply', 'withdraw'] : ['acknowledge', 'question', 'partial', 'answer', 'refuse', 'pass-on']
    const concerns = actor === one.asker || actor === one.holder
    const passes =
      (one.state === 'sent' || one.state === 'acknowledged') &&
      one.mayPass &&
      one.first === one.holder &&
      at(one.first).kind === 'agency' &&
      at(to).kind === 'agency' &&
      at(to).country === at(one.first).country &&
      to !== actor &&
      to !== one.asker
    const may = concerns && side.includes(act) && (act === 'pass-on' ? passes : moves[one.state]?.[act] !== undefined)
    expect({ step, act, state: one.state, done }).toEqual({ step, act, state: one.state, done: may })
    if (!done) continue
    one.said.push({ text, by: actor, to: act === 'pass-on' ? [one.asker, to] : [actor === one.asker ? one.holder : one.asker] })
    if (act === 'partial') one.partly = true
    if (act === 'pass-on') Object.assign(one, { holder: to, state: 'sent' })
    else one.state = act === 'reply' ? (one.partly ? 'partly' : 'acknowledged') : (moves[one.state]?.[act] as string)
    if (step % 8 === 0)
      for (let index = 0; index < members.length; index++)
        expect({ step, index, ...(await visible(at(index).actor)) }).toEqual({ step, index, ...expected(index, all) })
  }
  for (let index = 0; index < members.length; index++) expect(await visible(at(index).actor)).toEqual(expected(index, all))
  // whoever holds the network's office sees nothing of what its members ask each other
  expect(await visible(personOf(world.network))).toEqual({ requests: [], files: [], said: [], notes: [] })
  expect(all.some(({ first, holder }) => first !== holder)).toBe(true)
  expect(new Set(all.map(({ state }) => state)).size).toBeGreaterThan(3)
})

test('a queue stands in the order of harm as whoever is asked weighs it, page by page', async () => {
  const [one, two] = [await join('Asks much', 'JP'), await join('Is asked much', 'KR')]
  const weights = [12, 99.5, 40, 0, 77.25, 40]
  for (const [index, weight] of weights.entries()) {
    const id = await world.as(one, (work) => draftRequest(work, asked(two, `n${index}`)))
    const row = await world.ctx.read(one.actor, (tx) => findRequest(tx, id))
    await world.as(one, (work) => sendRequest(work, id, row?.sha256 ?? ''))
    await world.as(two, (work) => weighRequest(work, id, weight, 'as we know it'))
  }
  const listed: number[] = []
  for (let place: Parameters<typeof pageFiles>[4]; ; ) {
    const page = await world.ctx.read(two.actor, (tx) => pageFiles(tx, two.organisation, { side: 'asked' }, new Date(), place, 2))
    listed.push(...page.map(({ weight }) => weight ?? -1))
    const last = page.at(-1)
    if (page.length < 2 || last === undefined) break
    place = { rank: last.rank, at: last.lastAt, id: last.id }
  }
  expect(listed).toEqual([99.5, 77.3, 40, 40, 12, 0])
  // the asker's own list knows nothing of it
  const own = await world.ctx.read(one.actor, (tx) => pageFiles(tx, one.organisation, { side: 'asker' }, new Date(), undefined, 50))
  expect(own.map(({ weight }) => weight)).toEqual(weights.map(() => null))
})

test('both sides are reminded once of what is overdue, and what nobody answered is over for both', async () => {
  const [one, two] = [await join('Waits', 'IE'), await join('Is slow', 'PT')]
  const id = await world.as(one, (work) => draftRequest(work, asked(two, 'slow')))
  const row = await world.ctx.read(one.actor, (tx) => findRequest(tx, id))
  await world.as(one, (work) => sendRequest(work, id, row?.sha256 ?? ''))
  const tend = async (days: number) => {
    const ctx = { ...world.ctx, now: () => new Date(Date.now() + days * 86_400_000) }
    for (const { organisation: owner } of [one, two]) await tendRequestsJob.run(ctx, systemActor('schedule', owner), {})
    const { rows } = await world.root.query<{ state: string; reminded: string | null }>(
      'select state, reminded from cooperation.request_file where request = $1 order by side',
      [id],
    )
    return rows
  }
  expect(await tend(1)).toEqual([
    { state: 'sent', reminded: null },
    { state: 'sent', reminded: null },
  ])
  const late = { state: 'sent', reminded: 'acknowledge' }
  expect(await tend(5)).toEqual([late, late])
  const over = { state: 'expired', reminded: null }
  expect(await tend(125)).toEqual([over, over])
  await expect(world.as(two, (work) => actOnRequest(work, id, { act: 'answer', text: 'late', terms }))).rejects.toThrow(/is expired/)
})

test('a file of an answer that waits for a second person stays, with its bytes; one that nobody says goes after a day', async () => {
  const [one, two] = [await join('Asks for files', 'DK'), await join('Wants two people', 'FI')]
  const id = await world.as(one, (work) => draftRequest(work, asked(two, 'files')))
  const row = await world.ctx.read(one.actor, (tx) => findRequest(tx, id))
  await world.as(one, (work) => sendRequest(work, id, row?.sha256 ?? ''))
  await world.as(two, async (work) => {
    work.require(true)
    await setRule(work.tx, two.organisation, { ...firstRule, secondPerson: true }, work.now, two.actor.id)
  })
  const held = await addAttachment(world.ctx, two.actor, id, 'held.csv', Buffer.from('waits,1'))
  const spare = await addAttachment(world.ctx, two.actor, id, 'spare.csv', Buffer.from('nobody,2'))
  await world.as(two, (work) => actOnRequest(work, id, { act: 'answer', text: 'with a file', files: [held], terms }))
  const ctx = { ...world.ctx, now: () => new Date(Date.now() + 2 * 86_400_000) }
  await tendRequestsJob.run(ctx, systemActor('schedule', two.organisation), {})
  const left = await world.ctx.read(two.actor, (tx) => listAttachments(tx, id))
  expect(left.map((file) => file.id)).toEqual([held])
  expect(left.map((file) => file.id)).not.toContain(spare)
  const unreferenced = (sha256: string) =>
    world.ctx.read(systemActor('evidence.sweep-blobs', null), (tx) => sql`select evidence.unreferenced(${[sha256]}::text[])`.execute(tx))
  const sha256 = left[0]?.sha256 ?? ''
  expect((await unreferenced(sha256)).rows).toEqual([])
  await world.as(two, (work) => dropAnswer(work, id))
  expect((await unreferenced(sha256)).rows).toHaveLength(1)
})

test('of a request that is over for as long as its words are kept, each side loses its own; that there was one stays', async () => {
  const [one, two] = [await join('Asked long ago', 'NO'), await join('Answered long ago', 'SE')]
  const sendOne = async (title: string) => {
    const id = await world.as(one, (work) => draftRequest(work, asked(two, title)))
    const row = await world.ctx.read(one.actor, (tx) => findRequest(tx, id))
    await world.as(one, (work) => sendRequest(work, id, row?.sha256 ?? ''))
    return id
  }
  const [over, open] = [await sendOne('Mina Quill of dialler.example'), await sendOne('Still open')]
  const file = { id: newId(), owner: one.organisation, request: over, name: 'mina-quill.pdf', sha256: 'a'.repeat(64), size: 3 }
  await world.as(one, async (work) => {
    work.require(true)
    await insertAttachment(work.tx, file, work.now, one.actor.id)
  })
  for (const who of [one, two]) await world.as(who, (work) => noteOnRequest(work, over, `Mina Quill, says ${who.organisation}`))
  await world.as(two, (work) => actOnRequest(work, over, { act: 'answer', text: 'Mina Quill rents it', member: two.card, terms }))

  const [early, late] = [new Date('2020-01-01'), new Date(Date.now() + 60_000)]
  const due = (who: Member, before: Date) => world.ctx.read(who.actor, (tx) => previewRequests(tx, before, 5))
  const purge = (who: Member, before: Date) =>
    world.as(who, async (work) => {
      work.require(true)
      return emptyDueRequests(work.tx, before, 100, work.now)
    })
  const left = async (who: Member) => {
    const { rows } = await world.root.query<{ all: string }>(
      `select concat_ws(' ', (select string_agg(content::text, ' ') from cooperation.request where owner = $1 and id = $2),
        (select string_agg(text || detail::text || person_name, ' ') from cooperation.request_message where owner = $1 and request = $2),
        (select string_agg(text, ' ') from cooperation.request_note where owner = $1 and request = $2),
        (select string_agg(name, ' ') from cooperation.request_attachment where owner = $1 and request = $2),
        (select string_agg(title || coalesce(asked::text, ''), ' ') from cooperation.request_file where owner = $1 and request = $2)) as all`,
      [who.organisation, over],
    )
    return rows[0]?.all ?? ''
  }
  expect(await due(one, early)).toMatchObject({ count: 0 })
  expect(await purge(one, early)).toBe(0)
  expect(await due(one, late)).toMatchObject({ count: 1, samples: [over] })
  expect(await left(one)).toContain('Mina Quill')

  expect(await purge(one, late)).toBe(1)
  expect(await left(one)).not.toContain('Quill')
  expect(await left(one)).not.toContain('quill')
  // what the other side said is its own, and has its own period
  expect(await left(two)).toContain('Mina Quill rents it')
  await expect(fetchAttachment(world.ctx, one.actor, file.id)).rejects.toMatchObject({ code: 'cooperation.attachment-gone' })
  expect([await purge(two, late), await purge(one, late), await purge(two, late)]).toEqual([1, 0, 0])
  expect(await left(two)).not.toContain('Quill')

  const files = await world.ctx.read(one.actor, (tx) => pageFiles(tx, one.organisation, { side: 'asker' }, new Date(), undefined, 50))
  expect(JSON.stringify(files)).toContain(over)
  // what is still open keeps its words, however old
  const { rows } = await world.root.query<{ id: string }>('select id from cooperation.request where id = any ($1) and emptied_at is null', [
    [over, open],
  ])
  expect(rows).toEqual([{ id: open }])
})
