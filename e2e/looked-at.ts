import { readFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import type { Visit } from './browser.ts'
import { type SeededCases, seedCases } from './cases-seed.ts'
import { ask, enter, mustBeGood } from './desk.ts'
import { type SeededNetwork, seedNetwork } from './network-seed.ts'
import type { Product } from './product.ts'
import { type SeededTechnique, seedTechnique } from './techniques-seed.ts'

// Every page there is, and what has to be there for it to be seen.

export type Seeded = {
  readonly report: string
  readonly several: string
  readonly item: string
  readonly campaign: string
  readonly cases: SeededCases
  readonly network: SeededNetwork
} & SeededTechnique

// the pages by their patterns in the console's routes; `$id` stands for what was seeded
export const pages = (seeded: Seeded): Readonly<Record<string, readonly string[]>> => ({
  '/': ['/'],
  '/figures': ['/figures', '/figures?last=365', '/figures?from=2020-01-01&until=2020-01-02'],
  '/reports': ['/reports', '/reports?q=nothing-like-it', '/reports?added=true'],
  '/reports/$id': [`/reports/${seeded.report}`, `/reports/${seeded.several}`, '/reports/01900000-0000-7000-8000-000000000000'],
  '/lessons': ['/lessons'],
  '/campaigns': ['/campaigns', '/campaigns?q=nothing-like-it'],
  '/campaigns/$id': [`/campaigns/${seeded.campaign}`, '/campaigns/01900000-0000-7000-8000-000000000000'],
  '/cases': ['/cases?state=open,acting,waiting,closed,merged', '/cases?q=nothing-like-it'],
  '/cases/$id': [seeded.cases.full, seeded.cases.bare, seeded.cases.merged, seeded.cases.closed, 'C-2026-9999'].map(
    (code) => `/cases/${code}`,
  ),
  '/cases/settings': ['/cases/settings'],
  '/cases/bulk/$id': [`/cases/bulk/${seeded.cases.bulk}`],
  '/outcomes': ['/outcomes?by=country', '/outcomes?until=2020-01-01'],
  '/outcomes/notices': ['/outcomes/notices'],
  '/organisation/leaving': ['/organisation/leaving'],
  '/outbox': ['/outbox'],
  '/approvals': ['/approvals'],
  '/releases': ['/releases'],
  '/releases/$id': ['/releases/01900000-0000-7000-8000-000000000000'],
  '/block-lists': ['/block-lists'],
  '/samples': ['/samples'],
  '/vendors': ['/vendors'],
  '/hotlines': ['/hotlines'],
  '/redaction': ['/redaction'],
  '/letters': ['/letters'],
  '/network/apply': ['/network/apply'],
  '/network/applications': ['/network/applications'],
  '/network/applications/$id': ['/network/applications/01900000-0000-7000-8000-000000000000'],
  '/network/instrument': ['/network/instrument'],
  '/network/procedures': ['/network/procedures', '/network/procedures?of=work-plan'],
  '/requests': ['/requests', '/requests?side=asker'],
  '/joint-cases': ['/joint-cases', '/joint-cases?list=invited', '/joint-cases?list=past&q=nothing-like-it'],
  '/joint-cases/$id': ['/joint-cases/01900000-0000-7000-8000-000000000000'],
  '/requests/new': ['/requests/new'],
  '/requests/figures': ['/requests/figures'],
  '/requests/$id': ['/requests/01900000-0000-7000-8000-000000000000'],
  '/techniques': ['/techniques', '/techniques?kind=yara'],
  '/techniques/$id': [`/techniques/${seeded.technique}`, '/techniques/01900000-0000-7000-8000-000000000000'],
  '/technique-runs/$id': [`/technique-runs/${seeded.run}`],
  '/channels': ['/channels'],
  '/evidence': ['/evidence'],
  '/evidence/$id': [`/evidence/${seeded.item}`],
  '/packages': ['/packages'],
  '/retention': ['/retention'],
  '/subjects': ['/subjects'],
  '/log': ['/log'],
  '/people': ['/people'],
  '/keys': ['/keys?of=everybody'],
  '/organisation': ['/organisation'],
  '/lookup': ['/lookup', '/lookup?value=192.0.2.7', '/lookup?value=nothing'],
  '/parties': ['/parties', '/parties?q=nothing-like-it'],
  '/parties/imports': ['/parties/imports'],
  '/parties/$id': ['/parties/01900000-0000-7000-8000-000000000000'],
  '/audit': ['/audit'],
  '/account': ['/account'],
  '/notices': ['/notices'],
  '/node/organisations': ['/node/organisations'],
  '/node/audit': ['/node/audit'],
  '/node/health': ['/node/health'],
  '/jobs': ['/jobs'],
  '/$': ['/no-such-page'],
})
// the same, acted for by the network
export const networkPages = ({ network }: Seeded): Readonly<Record<string, readonly string[]>> => ({
  '/network': ['/network'],
  '/network/members': ['/network/members', '/network/members?state=left,refused', '/network/members?q=nothing-like-it'],
  '/network/members/import': ['/network/members/import'],
  '/network/members/$id': [network.agency, network.left, '01900000-0000-7000-8000-000000000000'].map((id) => `/network/members/${id}`),
  '/network/members/$id/disclosure': [`/network/members/${network.industry}/disclosure`],
  '/network/contacts': ['/network/contacts'],
  '/network/contacts/import': ['/network/contacts/import'],
  '/network/ties': ['/network/ties'],
  '/resources': ['/resources', '/resources?state=withdrawn'],
  '/network/disclosures': ['/network/disclosures'],
  '/network/registers': ['/network/registers', '/network/registers?kind=obstacle', '/network/registers?q=nothing-like-it'],
  '/network/registers/$id': [network.law, network.offer].map((id) => `/network/registers/${id}`),
  '/network/secretariat': ['/network/secretariat'],
  '/network/announcements/$id': [`/network/announcements/${network.announcement}`],
  '/network/questionnaire': ['/network/questionnaire'],
  '/network/questionnaire/rounds/$id': [
    `/network/questionnaire/rounds/${network.round}?section=sharing`,
    '/network/questionnaire/rounds/01900000-0000-7000-8000-000000000000',
  ],
  '/network/questionnaire/rounds/$id/answer': [`/network/questionnaire/rounds/${network.round}/answer?member=${network.away}`],
  '/shared': ['/shared', '/shared?q=nothing-like-it'],
  '/shared/$id': ['/shared/01900000-0000-7000-8000-000000000000'],
  '/proofs/$subject': [`/proofs/${network.announcement}`, '/proofs/01900000-0000-7000-8000-000000000000'],
  '/shares': ['/shares'],
  '/shares/$id': [`/shares/${network.share}`, '/shares/01900000-0000-7000-8000-000000000000'],
  '/groups': ['/groups'],
  '/groups/$id': [`/groups/${network.group}`],
  '/calls': ['/calls', '/calls?when=past'],
  '/calls/$id': [`/calls/${network.call}`, '/calls/01900000-0000-7000-8000-000000000000'],
  '/calls/series': ['/calls/series'],
  '/calls/actions': ['/calls/actions'],
  '/calls/board': ['/calls/board'],
  '/calls/reports': ['/calls/reports'],
  '/network/trainings': ['/network/trainings', '/network/trainings?when=self-paced'],
  '/network/trainings/$id': [`/network/trainings/${network.training}`, '/network/trainings/01900000-0000-7000-8000-000000000000'],
  '/network/educations': ['/network/educations'],
  '/network/educations/$id': [`/network/educations/${network.education}`],
  '/network/countries/$code': ['/network/countries/AT', '/network/countries/KM', '/network/countries/XX'],
})
export const doors = [
  '/sign-in',
  '/setup',
  '/invitation#a-token-that-nobody-was-given',
  '/recover#a-token-that-nobody-was-given',
  '/address#a-token-that-nobody-was-given',
]

let seeded: Seeded | undefined
const sample = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url))

/** Signs in whoever set the product up, and fills it for the first of them. */
export async function signedIn({ context }: Visit, product: Product): Promise<Seeded> {
  await enter(context, product)
  seeded ??= await seed(context, product)
  return seeded
}

/** Something of everything that a page may show. */
async function seed(context: BrowserContext, product: Product): Promise<Seeded> {
  const send = async (name: string, type: string): Promise<string> => {
    const answer = await context.request.post('/api/reports', { data: sample(name), headers: { 'content-type': type } })
    await mustBeGood(answer)
    return ((await answer.json()) as { id: string }).id
  }
  const report = await send('samples/forged-received.en.eml', 'message/rfc822')
  const several = await send('reports/forward-attached-several.eml', 'message/rfc822')
  for (const name of ['zip-in-zip.ru', 'charset-lie.ar', 'qr-code.zh-Hans', 'bidi-file-name.ar'])
    await send(`samples/${name}.eml`, 'message/rfc822')
  await send('reports/url-file.txt', 'text/plain')
  // the same once more with a line below it: two that belong together
  const alike = Buffer.concat([sample('samples/forged-received.en.eml'), Buffer.from('\r\nsent from a telephone\r\n')])
  await mustBeGood(await context.request.post('/api/reports', { data: alike, headers: { 'content-type': 'message/rfc822' } }))
  await send('reports/unrecognisable.bin', 'application/octet-stream')
  await product.mail(sample('reports/inline-gmail.en.eml'))
  await ask(context, 'POST', '/api/invitations', { email: 'guest@desk.example', role: 'viewer' })
  await ask(context, 'POST', '/api/keys', { name: 'feeder', scopes: ['report'] })
  await ask(context, 'POST', '/api/channels', { name: 'Consumer line' })
  const read = (id: string) => ask<{ state: string; item: string; campaign: { id: string } | null }>(context, 'GET', `/api/reports/${id}`)
  for (const id of [report, several]) await expect.poll(async () => (await read(id)).state, { timeout: 20_000 }).toBe('analysed')
  await expect.poll(async () => (await read(report)).campaign, { timeout: 20_000 }).not.toBe(null)
  const { item, campaign } = await read(report)
  return {
    report,
    several,
    item,
    campaign: campaign?.id ?? '',
    cases: await seedCases(context),
    network: await seedNetwork(context),
    ...(await seedTechnique(context)),
  }
}
