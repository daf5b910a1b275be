import type { Node } from './node.ts'

/** What the pages of the console ask for, with each filter of the lists. */
export async function pathsOf(node: Node): Promise<readonly string[]> {
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const since = (back: number) => `from=${day(back)}T00:00:00.000Z`
  const id = async (text: string) => String((await node.query(text))[0]?.['id'])
  const report = await id(`select id from intake.report where state = 'analysed' order by received_at desc limit 1`)
  const campaign = await id('select id from analysis.campaign order by reports desc limit 1')
  const kase = await id('select id from cases.case where closed_at is null order by rank desc limit 1')
  const channel = await id(`select id from intake.channel where kind = 'public'`)
  const cursor = `${new Date(Date.now() - 300 * 86_400_000).toISOString()}_01900000-0000-7000-8000-000000000000`
  const list = '/api/reports?state=received,analysed,withheld,expired&'
  return [
    // home and figures
    `/api/figures?from=${day(34)}&until=${day(0)}`,
    `/api/figures?from=${day(364)}&until=${day(0)}`,
    `/api/figures?from=${day(729)}&until=${day(0)}`,
    '/api/campaigns/growing',
    '/api/cases/figures',
    '/api/cases?assignee=me&limit=5',
    '/api/cases?assignee=me&order=due&limit=5',
    '/api/tasks?assignee=me&limit=5',
    '/api/releases?state=draft&limit=5',
    '/api/releases?state=failed&limit=5',
    '/api/channels',
    '/api/mailboxes',
    '/api/outbox?state=failed&limit=1',
    '/api/outbox?state=held&limit=1',
    '/api/jobs?parked=true&limit=100',
    // reports
    '/api/reports',
    '/api/reports/figures?zone=UTC',
    `/api/reports?after=${cursor}`,
    ...[
      'verdict=spam',
      'verdict=bounce',
      'verdict=none',
      'severity=none',
      'severity=high,medium',
      'country=CN',
      'country=EG',
      'country=EG,PH',
    ].map((one) => list + one),
    ...[
      'asn=64496',
      'asn=67400',
      'asn=67000',
      'language=en',
      'language=th',
      'brand=Brand%200',
      'brand=Brand%20250',
      'brand=Brand%20none',
    ].map((one) => list + one),
    ...[`channel=${channel}`, 'form=message', 'form=arf', 'finding=bench.code-0', 'finding=bench.code-59', since(1), since(400)].map(
      (one) => list + one,
    ),
    `${list}${since(400)}&until=${day(399)}T00:00:00.000Z`,
    `${list}verdict=malware&country=EG&${since(200)}&until=${day(190)}T00:00:00.000Z`,
    `${list}asn=67400&verdict=phishing&language=en`,
    '/api/reports?state=received',
    '/api/reports?state=withdrawn',
    '/api/reports?search=subject',
    '/api/reports?search=w19000',
    '/api/reports?search=w0%20w1',
    '/api/reports?search=w0&country=EG',
    '/api/reports?search=w0&asn=67000',
    '/api/reports?search=w0&brand=Brand%20250',
    '/api/reports?search=r77',
    `/api/reports/${report}`,
    // campaigns
    '/api/campaigns',
    '/api/campaigns?sort=size',
    '/api/campaigns?state=growing',
    '/api/campaigns?kind=malware',
    '/api/campaigns?search=Brand%20250',
    '/api/campaigns?search=nothing-like-it',
    `/api/campaigns/${campaign}`,
    `/api/campaigns/${campaign}/reports`,
    `/api/campaigns/${campaign}/indicators`,
    `/api/campaigns/${campaign}/graph`,
    // cases and what leaves
    '/api/cases',
    ...[
      'order=opened',
      'order=last',
      'order=due',
      'state=closed',
      'state=open,acting,waiting,closed,merged',
      'late=true',
      'toDecide=true',
      'answered=true',
    ].map((one) => `/api/cases?${one}`),
    ...['assignee=none', 'kind=other', 'watching=true', 'search=subject', 'search=w4000', 'search=C-2026-0042'].map(
      (one) => `/api/cases?${one}`,
    ),
    `/api/cases/${kase}`,
    `/api/cases/${kase}/entries`,
    '/api/tasks',
    '/api/actions',
    '/api/releases',
    '/api/releases?state=delivered&recipient=abuse%40net77.example',
    '/api/outbox',
    '/api/replies',
    '/api/lessons',
    '/api/evidence',
    '/api/audit',
    '/api/notices',
    '/api/parties',
  ]
}
