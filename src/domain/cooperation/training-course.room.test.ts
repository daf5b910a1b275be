import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrainingAudience, TrainingText } from './network/training.ts'
import { beginEducation, changeEducation, joinEducation } from './operations/network/educations.ts'
import { enrol, keepTrainingAttendance } from './operations/network/enrolments.ts'
import { addMaterial } from './operations/network/materials.ts'
import { endMember } from './operations/network/members.ts'
import { changeTraining, endTraining, keepIndustryOut, offerTraining } from './operations/network/trainings.ts'
import { findEducation, pageEducations } from './store/network/educations.ts'
import { listEnrolments } from './store/network/enrolments.ts'
import { listMaterials } from './store/network/materials.ts'
import { blankParticipants, previewParticipants } from './store/network/old-enrolments.ts'
import { findTraining, lockToRemind, pageTrainings, setTrainingReminded } from './store/network/trainings.ts'
import { type Member, personOf, startWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const text = (audience: TrainingAudience, seats: number | null): TrainingText => ({
  ...{ title: 'Session', topic: 'detection-techniques', note: '', trainers: '', languages: ['en'], startsAt: null, timeZone: 'UTC' },
  ...{ duration: null, link: null, seats, audience },
})

test('whoever signs up as a session is taken out of their sight is not on its list', async () => {
  const [agency, provider] = [await world.join('Agency L', 'agency'), await world.join('Provider L', 'industry')]
  const id = await world.inNetwork(agency, (work, standing) => offerTraining(work, standing, text('members', null)))
  await world.inNetwork(agency, (work, standing) => keepIndustryOut(work, standing, id))
  // they had looked before the objection
  await expect(world.inNetwork(provider, (work, standing) => enrol(work, standing, id))).rejects.toMatchObject({
    code: 'cooperation.no-training',
  })
  expect(await world.ctx.read(personOf(world.network), (tx) => listEnrolments(tx, id))).toEqual([])
})

test('whoever comes back to the network under another card signs up anew, and stays on the list', async () => {
  const [agency, provider] = [await world.join('Agency B', 'agency'), await world.join('Provider B', 'industry')]
  const id = await world.inNetwork(agency, (work, standing) => offerTraining(work, standing, text('members', null)))
  await world.inNetwork(provider, (work, standing) => enrol(work, standing, id))
  await world.asSecretariat((work, standing) => endMember(work, standing, provider.card, null))
  await world.comeBack(provider)
  await world.inNetwork(provider, (work, standing) => enrol(work, standing, id))
  await world.inNetwork(agency, (work, standing) => changeTraining(work, standing, id, text('members', 5)))
  const [own] = await world.ctx.read(provider.actor, (tx) => listEnrolments(tx, id))
  expect(own).toMatchObject({ member: provider.card, state: 'enrolled', attended: null })
})

test('a session is reminded of once, and not where it was cancelled or moved after it was listed', async () => {
  const now = world.ctx.now()
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
  const timed = { ...text('agencies', null), startsAt: hours(20), duration: 60 }
  const [kept, moved, off] = await world.asSecretariat(async (work, standing) => [
    await offerTraining(work, standing, timed),
    await offerTraining(work, standing, timed),
    await offerTraining(work, standing, timed),
  ])
  await world.asSecretariat((work, standing) => changeTraining(work, standing, String(moved), { ...timed, startsAt: hours(48) }))
  await world.asSecretariat((work, standing) => endTraining(work, standing, String(off), 'cancelled'))
  const due = () =>
    world.asSecretariat(async (work) => {
      work.require(true)
      const found = []
      for (const id of [kept, moved, off]) found.push((await lockToRemind(work.tx, String(id), now, hours(24)))?.id)
      await setTrainingReminded(work.tx, String(kept), now)
      return found
    })
  expect(await due()).toEqual([kept, undefined, undefined])
  expect(await due()).toEqual([undefined, undefined, undefined])
})

test('a session of which it is noted who was there is said to be over', async () => {
  const begun = { ...text('agencies', null), startsAt: new Date(world.ctx.now().getTime() - 3_600_000), duration: 30 }
  const id = await world.asSecretariat((work, standing) => offerTraining(work, standing, begun))
  await world.asSecretariat((work, standing) => keepTrainingAttendance(work, standing, id, []))
  await world.asSecretariat((work, standing) => endTraining(work, standing, id, 'over'))
  expect(await world.ctx.read(personOf(world.network), (tx) => findTraining(tx, id))).toMatchObject({ state: 'over' })
})

test('a campaign of education is seen by agencies, and by industry while it is for all members', async () => {
  const [agency, provider] = [await world.join('Agency E', 'agency'), await world.join('Provider E', 'industry')]
  const partner = await world.join('Partner E', 'industry')
  const days = { startsOn: '2026-03-01', endsOn: null }
  const about = { title: 'Campaign', aim: 'Close relays', addressed: ['providers' as const], languages: ['en'], countries: [], ...days }
  const id = await world.inNetwork(agency, (work, standing) => beginEducation(work, standing, { ...about, audience: 'members' }))
  const asked = { language: 'en', title: 'Leaflet', text: 'words', url: null, file: null }
  await world.inNetwork(agency, (work, standing) => addMaterial(work, standing, 'education', id, asked))
  const seen = ({ actor }: Member) =>
    world.ctx.read(actor, async (tx) => [
      (await findEducation(tx, id)) !== undefined,
      (await pageEducations(tx, world.network, undefined, undefined, 50)).some((one) => one.id === id),
      (await listMaterials(tx, id)).length,
    ])
  expect([await seen(agency), await seen(provider)]).toEqual([
    [true, true, 1],
    [true, true, 1],
  ])
  await world.inNetwork(partner, (work, standing) => joinEducation(work, standing, id, ''))
  await world.inNetwork(agency, (work, standing) => changeEducation(work, standing, id, { ...about, audience: 'agencies' }))
  // who takes part in it goes on seeing it
  expect([await seen(agency), await seen(provider), await seen(partner)]).toEqual([
    [true, true, 1],
    [false, false, 0],
    [true, true, 1],
  ])
  const own = await world.inNetwork(provider, (work, standing) => beginEducation(work, standing, { ...about, audience: 'agencies' }))
  const begun = ({ actor }: Member) => world.ctx.read(actor, async (tx) => (await findEducation(tx, own)) !== undefined)
  expect([await begun(agency), await begun(provider), await begun(partner)]).toEqual([true, true, false])
})

test('who was at a session is forgotten once it is long over; that so many were there stays', async () => {
  const [agency, other] = [await world.join('Agency R', 'agency'), await world.join('Agency S', 'agency')]
  const day = 86_400_000
  const now = world.ctx.now().getTime()
  const timed = { ...text('agencies', null), startsAt: new Date(now + day), duration: 60 }
  const id = await world.inNetwork(agency, (work, standing) => offerTraining(work, standing, timed))
  await world.inNetwork(other, (work, standing) => enrol(work, standing, id))
  await world.root.query(`update cooperation.training_enrolment set name = 'Ada Lovelace' where training = $1`, [id])
  const [going, after] = [new Date(now + day + 1_800_000), new Date(now + day + 3_600_001)]
  const mine = async (before: Date) => {
    const { samples } = await world.ctx.read(personOf(world.network), (tx) => previewParticipants(tx, before, 500))
    const listed = await world.ctx.read(personOf(world.network), (tx) => listEnrolments(tx, id))
    return listed.filter((one) => samples.includes(one.id)).length
  }
  // nobody has to say that it is over
  expect([await mine(going), await mine(after)]).toEqual([0, 1])
  const where = (when: 'coming' | 'past', at: Date) =>
    world.ctx.read(other.actor, async (tx) =>
      (await pageTrainings(tx, world.network, { when }, at, undefined, 500)).some((one) => one.id === id),
    )
  expect([await where('coming', going), await where('past', going)]).toEqual([true, false])
  expect([await where('coming', after), await where('past', after)]).toEqual([false, true])
  const purge = () =>
    world.asSecretariat((work) => {
      work.require(true)
      return blankParticipants(work.tx, after, 500)
    })
  expect([await purge(), await purge()]).toEqual([expect.toSatisfy((count: number) => count > 0), 0])
  const [left] = await world.ctx.read(other.actor, (tx) => listEnrolments(tx, id))
  expect(left).toMatchObject({ name: '…', state: 'enrolled' })
})
