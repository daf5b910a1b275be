import type { BrowserContext } from 'playwright-core'
import { type SeededCalls, seedCalls } from './calls-seed.ts'
import { ask } from './desk.ts'
import { type SeededProgress, seedProgress } from './progress-seed.ts'
import { type SeededSharing, seedSharing } from './sharing-seed.ts'
import { type SeededTrainings, seedTrainings } from './trainings-seed.ts'

/** What stands on the pages of a network. */
export type SeededNetwork = {
  readonly id: string
  readonly home: string
  readonly agency: string
  readonly industry: string
  readonly left: string
  readonly away: string
} & SeededCalls &
  SeededProgress &
  SeededSharing &
  SeededTrainings

/** A network whose office the desk holds, with a few members; the person acts for the desk again afterwards. */
export async function seedNetwork(context: BrowserContext): Promise<SeededNetwork> {
  const { acting } = await ask<{ acting: { organisation: { id: string } } }>(context, 'GET', '/api/session')
  const home = acting.organisation.id
  const { id } = await ask<{ id: string }>(context, 'POST', '/api/node/network', { name: 'Action Network', country: 'SG', holder: home })
  await ask(context, 'PUT', '/api/session/acting', { organisation: id })
  const add = (member: object) => ask<{ id: string }>(context, 'POST', '/api/network/members', member)
  const agency = await add({
    kind: 'agency',
    name: 'Authority for Electronic Messages',
    country: 'AT',
    legalBasis: 'Messages Act, section 12',
    laws: ['anti-spam', 'consumer-protection', 'telecommunications'],
    powers: ['demand', 'preserve', 'fine', 'share-abroad'],
    languages: ['de', 'en'],
    timeZone: 'Europe/Vienna',
    hours: 'Mondays to Fridays, 9 to 17',
    website: 'https://messages.example',
    resources: ['AS64500', '192.0.2.0/24', 'messages.example'],
  })
  await ask(context, 'POST', `/api/network/members/${agency.id}/organisation`, { administrator: 'admin@messages.example' })
  const away = await add({ kind: 'agency', name: 'Agence des communications', country: 'KM', laws: ['telecommunications'] })
  const industry = await add({ kind: 'industry', name: 'Harbour Networks', country: 'AT', category: 'internet-provider' })
  const left = await add({ kind: 'industry', name: 'Parcel Couriers', country: 'NZ', category: 'courier' })
  await ask(context, 'POST', `/api/network/members/${left.id}/leave`, { reason: 'Merged with another' })
  const progress = await seedProgress(context, away.id)
  const sharing = await seedSharing(context, agency.id)
  const calls = await seedCalls(context, away.id, industry.id)
  const trainings = await seedTrainings(context, industry.id)
  await ask(context, 'PUT', '/api/session/acting', { organisation: home })
  return {
    id,
    home,
    agency: agency.id,
    industry: industry.id,
    left: left.id,
    away: away.id,
    ...progress,
    ...sharing,
    ...calls,
    ...trainings,
  }
}
