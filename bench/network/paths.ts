import { readFile } from 'node:fs/promises'
import type { Node } from '../figures/node.ts'

export type Reader = 'agency' | 'industry' | 'secretariat'
export const readers: readonly Reader[] = ['agency', 'industry', 'secretariat']

// what the room has besides the network, and what leads to files alone: asked by other benchmarks, or not made here
const leftOut: readonly (readonly [RegExp, string])[] = [
  [/^\/api\/(block-|letters|redaction-profiles|releases|samples|submissions|ways|cases\/|forms)/, 'releases of one desk: bench/figures'],
  [/\/(call-files|request-attachments|materials)\/|\/bytes$/, 'the bytes of a file'],
  [/^\/api\/technique-runs\/\{id\}/, 'a run, which is made of reports'],
  [/^\/api\/trainings\/\{id\}\/record/, 'the record of one person'],
  [/^\/api\/(takeouts|secrecy\/\{id\})/, 'of one organisation, and empty here'],
]

/** With what a path is asked, where it is asked with something, by what is in `bench`. */
const queries: Readonly<Record<string, readonly string[]>> = {
  '/api/network/members': ['', '?limit=200', '?kind=industry', '?country=SG', '?q=Agency%200123', '?q=member'],
  '/api/network/members/export': ['?format=csv', '?format=json'],
  '/api/network/contacts': ['', '?limit=200', '?trouble=overdue', '?role=staff', '?q=unit-1', '?country=SG'],
  '/api/network/disclosures': ['', '?category=logs&asker=foreign&given=yes'],
  '/api/network/editions': ['?kind=instrument', '?kind=procedures'],
  '/api/network/proposals': ['', '?state=open', '?kind=accession&limit=200'],
  '/api/network/registers': ['', '?limit=200', '?kind=judgment', '?kind=law&state=in-force', '?country=SG', '?q=Agency', '?q=gazette'],
  '/api/network/registers/export': ['', '?kind=judgment'],
  '/api/network/ties': ['', '?since=2020-01-01'],
  '/api/network/questionnaires/{id}/export': ['?format=csv', '?format=json'],
  '/api/network/rounds/{id}/answers': ['', '?section=authority', '?limit=200&section=powers', '?country=SG'],
  '/api/network/rounds/{id}/changes': ['?before=$ROUND'],
  '/api/network/rounds/{id}/export': ['?format=csv', '?format=json'],
  '/api/network/rounds/{id}/sheet': ['?member=$CARD'],
  '/api/network/secrecy': ['?from=$CARD&to=$OTHER'],
  '/api/network/told/{id}': ['?kind=cooperation.announcement'],
  '/api/call-actions': ['', '?state=open', '?whose=own'],
  '/api/call-times': ['?from=$FROM&to=$TO&zone=UTC&minutes=90'],
  '/api/calls': ['', '?when=past&limit=200', '?when=coming'],
  '/api/calls/{id}/report': ['?language=en&form=page', '?language=ar&form=pdf'],
  '/api/joint-cases': ['', '?list=open&limit=200', '?list=past', '?words=entry'],
  '/api/joint-cases/{id}/entries': ['', '?limit=200', '?words=know'],
  '/api/requests': [
    '?side=asked',
    '?side=asker',
    '?side=asked&limit=200',
    '?side=asked&overdue=true',
    '?side=asked&state=sent',
    '?side=asker&country=SG',
  ],
  '/api/requests/export': ['?side=asked'],
  '/api/requests/figures': ['', '?side=asked', '?since=2020-01-01'],
  '/api/shared': [
    ...['', '?limit=200', '?q=needle', '?q=dialler', '?q=wave', '?q=dialler%20needle', '?q=absent', '?kind=case', '?tlp=red'],
    ...[
      '?from=$RAREST',
      '?from=$MOST',
      '?q=wave&from=$RAREST',
      '?q=wave&from=$MOST',
      '?q=needle&from=$MOST',
      '?kind=case&from=$RAREST',
      '?kind=case&tlp=clear',
    ],
  ],
  '/api/shares': ['', '?state=shared&limit=200', '?state=recalled'],
  '/api/educations': ['', '?country=SG', '?limit=200'],
  '/api/trainings': ['', '?when=past&limit=200', '?topic=investigation&language=fr'],
  '/api/techniques': ['', '?limit=200'],
}

/** What `{id}` stands for in a path, as a query of one column; `$1` is who reads, `$2` its card. */
const objects: Readonly<Record<string, string>> = {
  announcements: `select id from cooperation.announcement where audience = 'members' order by at desc limit 1`,
  calls: `select id from cooperation.call where state = 'reported' order by starts_at desc limit 1`,
  'call-series': 'select id from cooperation.call_series order by name limit 1',
  contacts: `select id from cooperation.contact where role = 'unit' and audience <> 'agencies' order by id limit 1`,
  disclosure: 'select id from cooperation.disclosure limit 1',
  disclosures: `select d.id from cooperation.disclosure d join cooperation.member m on m.id = d.member order by m.organisation = $1::uuid desc limit 1`,
  editions: `select id from cooperation.edition where kind = 'instrument' and number = 3`,
  educations: 'select id from cooperation.education order by starts_on desc limit 1',
  groups: `select g."group" as id from platform.group_member g join cooperation.sharing_group s on s.id = g."group" where s.standing is null and s.joint is null and g.member = $1::uuid limit 1`,
  'joint-cases': `select joint as id from cooperation.joint_party where organisation = $1::uuid order by joint limit 1`,
  members: `select id from cooperation.member where kind = 'industry' order by name limit 1`,
  proposals: `select id from cooperation.proposal where state = 'open' limit 1`,
  questionnaires: 'select id from cooperation.questionnaire',
  registers: `select id from cooperation.register_entry where kind = 'offer' and audience = 'members' limit 1`,
  requests: `select request as id from cooperation.request_file where owner = $1::uuid order by sent_at desc limit 1`,
  rounds: 'select id from cooperation.questionnaire_round order by opened_at desc limit 1',
  shared: `select g.object as id from platform.access_grant g where g.kind = 'shared-copy' and g.recipient = $1::uuid limit 1`,
  shares: 'select id from cooperation.share where owner = $1::uuid limit 1',
  sheets: 'select id from cooperation.answer_sheet limit 1',
  told: `select id from cooperation.announcement where audience = 'members' order by at desc limit 1`,
  techniques: 'select id from cooperation.technique where owner = $1::uuid limit 1',
  trainings: 'select id from cooperation.training order by starts_at desc limit 1',
}

type Described = { readonly paths: Readonly<Record<string, { readonly get?: { readonly tags?: readonly string[] } }>> }

/**
 * Every path of the room that answers GET, as docs/openapi.json lists them, so that none is forgotten; and what the console asks for on each of its pages.
 * What has no such object for a reader is not asked as it. Also, what was left out and why.
 */
export async function pathsOf(node: Node): Promise<{
  readonly paths: readonly { readonly path: string; readonly readers: ReadonlyMap<Reader, string> }[]
  readonly left: readonly string[]
}> {
  const described = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as Described
  const all = Object.entries(described.paths).flatMap(([path, { get }]) => (get?.tags?.includes('cooperation') ? [path] : []))
  const left: string[] = []
  const paths: { path: string; readers: Map<Reader, string> }[] = [
    ...['/api/session', '/api/notices', '/api/notices?unread=true', '/api/people'].map((path) => ({
      path,
      readers: new Map(readers.map((reader) => [reader, path])),
    })),
  ]
  const [one = {}] = await node.query('select * from bench.one')
  const who: Record<Reader, readonly [string, string]> = {
    agency: [String(one['agency']), String(one['agency_card'])],
    industry: [String(one['industry']), String(one['industry_card'])],
    secretariat: [String(one['network']), String(one['agency_card'])],
  }
  const words = await wordsOf(node)
  for (const path of all) {
    const why = leftOut.find(([form]) => form.test(path))
    if (why !== undefined) {
      left.push(`${path} (${why[1]})`)
      continue
    }
    for (const query of queries[path] ?? ['']) {
      const asked = new Map<Reader, string>()
      for (const reader of readers) {
        const [organisation, card] = who[reader]
        const id = await objectOf(node, path, organisation)
        if (id !== undefined) asked.set(reader, fill(path.replace(/\{(id|code)\}/, id) + query, { ...words, CARD: card }))
      }
      paths.push({ path: path + query, readers: asked })
    }
  }
  return { paths, left }
}

const fill = (path: string, words: Readonly<Record<string, string>>) =>
  path.replaceAll(/\$([A-Z]+)/g, (_, name: string) => words[name] ?? '')

async function objectOf(node: Node, path: string, organisation: string): Promise<string | undefined> {
  const place = path.split('/').find((_, at, parts) => /^\{/.test(parts[at + 1] ?? ''))
  if (place === undefined) return ''
  if (path.includes('{code}')) return 'SG'
  const query = objects[place]
  if (query === undefined) throw new Error(`nothing is known of what ${path} is asked with`)
  const [row] = await node.query(query, query.includes('$1') ? [organisation] : [])
  return row === undefined ? undefined : String(row['id'])
}

async function wordsOf(node: Node): Promise<Readonly<Record<string, string>>> {
  const owners = await node.query('select owner, count(*) from cooperation.shared_copy group by owner order by 2')
  const [round] = await node.query('select id from cooperation.questionnaire_round order by opened_at limit 1')
  const [other] = await node.query(`select id from bench.member where kind = 'agency' and n = 31`)
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  return {
    RAREST: String(owners[0]?.['owner']),
    MOST: String(owners.at(-1)?.['owner']),
    ROUND: String(round?.['id']),
    OTHER: String(other?.['id']),
    FROM: day(3),
    TO: day(16),
  }
}
