import { z } from 'zod'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import { type Naming, type NamingState, settleNaming } from '../../network/country.ts'
import { maySpeakFor, type Standing } from '../../network/standing.ts'
import {
  findNaming,
  insertNaming,
  insertSignature,
  listAgenciesOf,
  listSignatures,
  lockOpenNamings,
  setNamingState,
} from '../../store/network/country-contacts.ts'
import { endGrants, grant, listStandingGroups } from '../../store/network/groups.ts'
import { lockMember } from '../../store/network/members.ts'

/**
 * Proposes whose designated unit is the country's primary contact; who proposes signs. With one agency alone it stands at once. Refuses
 * `cooperation.not-of-country`, `cooperation.naming-open`.
 */
export async function proposeNaming(
  work: Work,
  standing: Standing,
  asked: { readonly country: string; readonly agency: string; readonly by: string },
): Promise<void> {
  const { network } = standing
  const { country, agency, by } = asked
  const open = await lockOpenNamings(work.tx, network, country)
  await speakFor(work, standing, country, by)
  const agencies = await listAgenciesOf(work.tx, network, country)
  if (!agencies.some(({ id }) => id === agency)) throw notOf(country, agency)
  if (open.some(({ state }) => state === 'proposed'))
    throw new Failure('conflict', 'cooperation.naming-open', `a proposal for ${country} waits for signatures`)
  const id = newId(work.now.getTime())
  const naming: Naming = {
    ...{ id, country, agency, proposedBy: by, proposedAt: work.now },
    ...{ state: 'proposed', stoodAt: null, endedAt: null },
  }
  await insertNaming(work.tx, network, naming)
  await showTo(work, network, 'agencies', 'country-contact', id)
  await showTo(work, network, 'agencies', 'country-signatures', id)
  await insertSignature(work.tx, network, newId(), { naming: id, agency: by, said: 'signed', reason: null, at: work.now }, work.actor.id)
  work.record('cooperation.country-contact-proposed', id, { country, agency, by })
  work.witness('cooperation.country-contact-proposed', id, { country, agency, by }, true)
  work.tell('country-signatures', id)
  await settleCountry(work, network, country, by)
  work.enqueue(tellCountryJob, { country, except: by }, { key: country })
}

/** Refuses `cooperation.not-of-country`, `cooperation.naming-over`, `cooperation.said-already`. */
export async function signNaming(work: Work, standing: Standing, id: string, agency: string): Promise<void> {
  await say(work, standing, id, { agency, said: 'signed', reason: null })
}

/** The same. It ends a proposal; what stands already goes on, and the reason is shown. */
export async function declineNaming(work: Work, standing: Standing, id: string, agency: string, reason: string): Promise<void> {
  await say(work, standing, id, { agency, said: 'declined', reason })
}

async function say(
  work: Work,
  standing: Standing,
  id: string,
  said: { readonly agency: string; readonly said: 'signed' | 'declined'; readonly reason: string | null },
): Promise<void> {
  const { country } = present(await findNaming(work.tx, id), 'cooperation.no-naming', `naming ${id}`)
  const open = await lockOpenNamings(work.tx, standing.network, country)
  await speakFor(work, standing, country, said.agency)
  if (!open.some((one) => one.id === id)) throw new Failure('conflict', 'cooperation.naming-over', `naming ${id} has ended`)
  if (!(await insertSignature(work.tx, standing.network, newId(), { naming: id, ...said, at: work.now }, work.actor.id)))
    throw new Failure('conflict', 'cooperation.said-already', `agency ${said.agency} has said already`)
  work.record(`cooperation.country-contact-${said.said}`, id, { country, agency: said.agency })
  work.witness(`cooperation.country-contact-${said.said}`, id, { country, agency: said.agency })
  work.announce('country-contact', id)
  // how a country's agencies come to it is theirs: nobody else is told that one of them signed
  work.tell('country-signatures', id)
  await settleCountry(work, standing.network, country, said.agency)
  work.enqueue(tellCountryJob, { country, except: said.agency }, { key: country })
}

/** By whoever proposed it. Refuses `cooperation.naming-over` once it stands or has ended. */
export async function withdrawNaming(work: Work, standing: Standing, id: string): Promise<void> {
  const { country, proposedBy } = present(await findNaming(work.tx, id), 'cooperation.no-naming', `naming ${id}`)
  const open = await lockOpenNamings(work.tx, standing.network, country)
  await speakFor(work, standing, country, proposedBy)
  const naming = open.find((one) => one.id === id)
  if (naming?.state !== 'proposed') throw new Failure('conflict', 'cooperation.naming-over', `naming ${id} is proposed no more`)
  await move(work, standing.network, naming, 'withdrawn')
}

/**
 * What became of a country's namings: after somebody signed or declined, and when an agency of it has come or gone. An agency that comes while one stands is
 * told, and may sign or decline. The caller has asked for leave.
 */
export async function settleCountry(work: Work, network: OrganisationId, country: string, by: string | null = null): Promise<void> {
  const open = await lockOpenNamings(work.tx, network, country)
  if (open.length === 0) return
  const agencies = await listAgenciesOf(work.tx, network, country)
  const signatures = await listSignatures(
    work.tx,
    open.map(({ id }) => id),
  )
  const moved = new Set<string>()
  for (const naming of open) {
    const state = settleNaming(
      naming,
      agencies,
      signatures.filter((one) => one.naming === naming.id),
    )
    if (state === naming.state) continue
    const before = open.find((one) => one.state === 'standing' && !moved.has(one.id))
    if (state === 'standing' && before !== undefined) await move(work, network, before, 'replaced')
    await move(work, network, naming, state)
    moved.add(naming.id)
  }
  work.announce('country-contact', '')
  work.enqueue(tellCountryJob, { country, except: by }, { key: country })
}

async function move(work: Work, network: OrganisationId, { id, country, agency }: Naming, state: NamingState): Promise<void> {
  await setNamingState(work.tx, id, state, work.now)
  // what the country's agencies named is for all members; how they came to it is theirs
  if (state === 'standing') await showTo(work, network, 'members', 'country-contact', id)
  else await hideFrom(work, network, 'members', 'country-contact', id)
  work.record(`cooperation.country-contact-${state}`, id, { country, agency })
  work.witness(`cooperation.country-contact-${state}`, id, { country, agency })
  work.announce('country-contact', id)
  work.tell('country-contact', id)
}

/** Tells the agencies of a country that there is something to see to its primary contact. */
export const tellCountryJob = defineJob({
  name: 'cooperation.tell-country',
  payload: z.object({ country: z.string().length(2), except: z.uuid().nullable() }),
  async run(ctx, actor, { country, except }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      for (const { id, organisation } of await listAgenciesOf(work.tx, actor.organisation as OrganisationId, country))
        if (organisation !== null && id !== except) {
          const notice = { kind: 'cooperation.country-contact', subject: country }
          await notifyElsewhere(work, organisation, 'manager', notice, [{ kind: 'country-contact', id: '' }])
        }
    })
  },
})

async function speakFor(work: Work, standing: Standing, country: string, agency: string): Promise<void> {
  const member = await lockMember(work.tx, agency)
  if (member === undefined || member.country !== country) {
    work.require(standing.acting || standing.member !== null)
    throw notOf(country, agency)
  }
  work.require(maySpeakFor(standing, member))
}

function notOf(country: string, agency: string): Failure {
  return new Failure('conflict', 'cooperation.not-of-country', `${agency} is no agency of ${country}`)
}

async function showTo(work: Work, network: OrganisationId, standing: 'agencies' | 'members', kind: string, id: string): Promise<void> {
  const group = (await listStandingGroups(work.tx, network)).find((one) => one.standing === standing)
  if (group !== undefined) await grant(work.tx, network, kind, id, group.id, work.now)
}

async function hideFrom(work: Work, network: OrganisationId, standing: 'members', kind: string, id: string): Promise<void> {
  const group = (await listStandingGroups(work.tx, network)).find((one) => one.standing === standing)
  if (group !== undefined) await endGrants(work.tx, network, kind, id, group.id)
}
