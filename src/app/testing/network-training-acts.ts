import { done } from './calls.ts'
import type { Acts, Play } from './network-play.ts'
import { type Asker, isAgency, type Party, type Session, seesEducation, seesSession } from './network-world.ts'

const emailOf = ({ addresses }: Asker) => addresses.at(-1) ?? ''

/** Whoever sees a session no more is on its list no more. */
export function strike(sessions: readonly Session[]): void {
  for (const session of sessions) for (const one of session.signed) if (!seesSession(one.party, session)) session.signed.delete(one)
}

/** Sessions of training, and joint campaigns that teach. */
export function trainingActs(play: Play): Acts {
  const { world, askers, sessions, next, any, members, agencies, industry, coming, know } = play
  const clientOf = (by: Party | null) => by?.joined.client ?? world.secretariat
  const educations: { readonly id: string; readonly by: Party | null; readonly sees: (who: Party) => boolean }[] = []
  return {
    async 'offer a session'() {
      if (sessions.length > 4) return false
      const by = next(3) === 0 ? null : (any(members()) ?? null)
      const audience = any(['agencies', 'members', 'named'] as const) ?? 'members'
      const timed = next(3) > 0
      const said = { title: `${coming()} session`, topic: 'law', languages: ['en'], timeZone: 'UTC', audience, note: `${coming()} note` }
      const when = timed ? { startsAt: '2027-04-01T10:00:00.000Z', duration: 60 } : {}
      const { id } = await done(clientOf(by), 'POST', '/api/trainings', { ...said, ...when })
      const session: Session = { id: String(id), by, audience, invited: new Set(), objects: new Set(), signed: new Set() }
      sessions.push(session)
      const signed = (who: Party) => [...session.signed].filter((one) => who === by || one.party === who).map(emailOf)
      const dated = (asker: Asker) => timed && session.signed.has(asker)
      know({ kind: 'training', id: session.id, sees: (who) => seesSession(who, session), signed, dated })
      return true
    },
    async 'let somebody into a session'() {
      const session = any(sessions.filter(({ audience, by }) => audience !== 'members' && by?.left !== true))
      // whoever offers it lets anybody in where it is for some by name; agencies let industry in
      const own = session?.audience === 'named'
      const who = any(own ? members() : industry())
      const by = session === undefined ? undefined : own ? session.by : any(agencies().filter((one) => seesSession(one, session)))
      if (session === undefined || who === undefined || by === undefined) return false
      await done(clientOf(by), 'POST', `/api/trainings/${session.id}/invitations`, { members: [who.joined.id] })
      session.invited.add(who)
      return true
    },
    async 'keep industry out of a session'() {
      // where some of industry is in
      const session = any(sessions.filter((one) => industry().some((who) => who !== one.by && seesSession(who, one))))
      const by = session === undefined ? undefined : any(agencies().filter((one) => seesSession(one, session) && !session.objects.has(one)))
      if (session === undefined || by === undefined || next(2) === 0) return false
      await done(by.joined.client, 'POST', `/api/trainings/${session.id}/objection`)
      session.objects.add(by)
      return true
    },
    async 'let industry into a session again'() {
      const session = any(sessions.filter(({ objects }) => objects.size > 0))
      const by = session === undefined ? undefined : any([...session.objects].filter((one) => !one.left && seesSession(one, session)))
      if (session === undefined || by === undefined) return false
      await done(by.joined.client, 'POST', `/api/trainings/${session.id}/objection/withdraw`)
      session.objects.delete(by)
      return true
    },
    async 'sign up'() {
      const session = any(sessions)
      const asker =
        session === undefined
          ? undefined
          : any(askers.filter((one) => one.here && seesSession(one.party, session) && !session.signed.has(one)))
      if (session === undefined || asker === undefined) return false
      await done(asker.client, 'POST', `/api/trainings/${session.id}/enrol`)
      session.signed.add(asker)
      return true
    },
    async 'give material'() {
      const session = any(sessions.filter(({ by }) => by?.left !== true))
      if (session === undefined) return false
      const { by, id: of } = session
      const path = `/api/trainings/${of}/files?name=${coming()}.txt`
      const made = await clientOf(by).call('POST', path, Buffer.from(`${coming()} slides`), { 'content-type': 'text/plain' })
      const { id } = made.body as { id: string }
      const sees = (who: Party) => seesSession(who, session)
      know({ kind: 'material', id, sees, bytes: { path: `/api/materials/${id}/file`, gets: ({ party }) => sees(party) } })
      return true
    },
    async 'begin a joint campaign'() {
      if (educations.length > 2) return false
      const by = any([null, ...members()]) ?? null
      const audience = by !== null && !isAgency(by) ? 'members' : (any(['agencies', 'members'] as const) ?? 'members')
      const said = {
        title: `${coming()} campaign`,
        aim: `${coming()} aim`,
        addressed: ['consumers'],
        languages: ['en'],
        startsOn: '2026-01-01',
        audience,
      }
      const { id } = await done(clientOf(by), 'POST', '/api/educations', said)
      const sees = (who: Party) => seesEducation(who, audience, by)
      educations.push({ id: String(id), by, sees })
      know({ kind: 'education', id: String(id), sees })
      return true
    },
    async 'say what a campaign reached'() {
      const one = any(educations.filter(({ by }) => by?.left !== true))
      if (one === undefined) return false
      const said = { counted: 'people', number: 5, note: `${coming()} reach`, source: 'counted', onDate: '2026-02-01' }
      await done(clientOf(one.by), 'POST', `/api/educations/${one.id}/reach`, said)
      know({ kind: 'material', id: `reach of ${one.id}`, sees: one.sees })
      return true
    },
  }
}
