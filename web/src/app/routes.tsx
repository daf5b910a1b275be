import {
  IconActivityHeartbeat,
  IconAddressBook,
  IconAffiliate,
  IconArchive,
  IconBarrierBlock,
  IconBinaryTree2,
  IconBriefcase,
  IconBuilding,
  IconBuildingCommunity,
  IconChartBar,
  IconChartDots,
  IconChecklist,
  IconEraser,
  IconFlask,
  IconHistory,
  IconHome,
  IconHourglass,
  IconInbox,
  IconKey,
  IconListCheck,
  IconMailbox,
  IconMailForward,
  IconPackage,
  IconSchool,
  IconSend,
  IconServerBolt,
  IconTemplate,
  IconUserSearch,
  IconUsers,
  IconWorldSearch,
} from '@tabler/icons-react'

import { createRoute } from '@tanstack/react-router'
import { campaignsSearch, figuresSearch, reportSearch, reportsSearch } from '../analysis/search.ts'
import { noticesSearch, outcomesSearch } from '../cases/outcomes/search.ts'
import { casesSearch } from '../cases/search.ts'
import { approvalsSearch, listsSearch, releasesSearch, samplesSearch } from '../cooperation/search.ts'
import { auditSearch, doorSearch, keysSearch, lookupSearch, partiesSearch } from '../directory/search.ts'
import { evidenceSearch } from '../evidence/search.ts'
import { outboxSearch } from '../intake/search.ts'
import { jobsSearch } from '../platform/search.ts'
import { networkPages } from './network-routes.tsx'
import { NoPage } from './no-page.tsx'
import { atDesk, door, doorPage, holds, holdsRole, nav, page, root, shell } from './page-route.tsx'

// Every page of the console, one statement each: its path, its typed filters, its file (loaded when first visited), its place in the
// navigation. `path` also is what the links of other pages are checked against.

// an address that leads nowhere; last, whatever its place here
const nowhere = createRoute({ getParentRoute: () => shell, path: '/$', component: NoPage })
const home = createRoute(page('/', () => import('./home.tsx'), 'Home', nav('shell:nav.home', 'work', 0, IconHome, atDesk('viewer'))))

// directory
const signIn = createRoute({ ...doorPage('/sign-in', () => import('../directory/sign-in.tsx'), 'SignIn'), validateSearch: doorSearch })
const setup = createRoute(doorPage('/setup', () => import('../directory/first-run.tsx'), 'FirstRun'))
const invitation = createRoute(doorPage('/invitation', () => import('../directory/invitation.tsx'), 'Invited'))
const newAddress = createRoute(doorPage('/address', () => import('../directory/address.tsx'), 'NewAddress'))
const recover = createRoute(doorPage('/recover', () => import('../directory/recover.tsx'), 'Recover'))
const people = createRoute(
  page(
    '/people',
    () => import('../directory/people.tsx'),
    'People',
    nav('shell:nav.people', 'organisation', 20, IconUsers, atDesk('see-people')),
  ),
)
const keys = createRoute({
  ...page('/keys', () => import('../directory/keys.tsx'), 'Keys', nav('shell:nav.keys', 'organisation', 30, IconKey, holds('own-keys'))),
  validateSearch: keysSearch,
})
const organisation = createRoute(
  page(
    '/organisation',
    () => import('../directory/organisation.tsx'),
    'OrganisationPage',
    nav('shell:nav.organisation', 'organisation', 50, IconBuilding, atDesk('state-systems')),
  ),
)
const leaving = createRoute(page('/organisation/leaving', () => import('../cooperation/leaving/leaving.tsx'), 'LeavingPage'))
const lookup = createRoute({
  ...page(
    '/lookup',
    () => import('../directory/parties/lookup.tsx'),
    'Lookup',
    nav('shell:nav.lookup', 'work', 60, IconWorldSearch, atDesk('viewer')),
  ),
  validateSearch: lookupSearch,
})
const parties = createRoute({
  ...page(
    '/parties',
    () => import('../directory/parties/list.tsx'),
    'Parties',
    nav('shell:nav.parties', 'work', 70, IconAddressBook, atDesk('viewer'), { searches: true }),
  ),
  validateSearch: partiesSearch,
})
const imports = createRoute(page('/parties/imports', () => import('../directory/parties/imports.tsx'), 'Imports'))
const party = createRoute(page('/parties/$id', () => import('../directory/parties/party.tsx'), 'PartyPage'))
const audit = createRoute({
  ...page(
    '/audit',
    () => import('../directory/audit.tsx'),
    'Audit',
    nav('shell:nav.audit', 'organisation', 60, IconHistory, holds('read-audit')),
  ),
  validateSearch: auditSearch,
})
const account = createRoute(page('/account', () => import('../directory/account/account.tsx'), 'Account'))
const notices = createRoute(page('/notices', () => import('../directory/notices.tsx'), 'Notices'))
const organisations = createRoute(
  page(
    '/node/organisations',
    () => import('../directory/organisations.tsx'),
    'Organisations',
    nav('shell:nav.organisations', 'node', 10, IconBuildingCommunity, holds('operate-node')),
  ),
)
const nodeAudit = createRoute({
  ...page(
    '/node/audit',
    () => import('../directory/audit.tsx'),
    'NodeAudit',
    nav('shell:nav.node-audit', 'node', 60, IconServerBolt, holds('operate-node')),
  ),
  validateSearch: auditSearch,
})

// platform
const jobs = createRoute({
  ...page('/jobs', () => import('../platform/jobs.tsx'), 'Jobs', nav('shell:nav.jobs', 'node', 20, IconListCheck, holds('see-jobs'))),
  validateSearch: jobsSearch,
})
const health = createRoute(
  page(
    '/node/health',
    () => import('../platform/health.tsx'),
    'Health',
    nav('shell:nav.health', 'node', 30, IconActivityHeartbeat, holds('operate-node')),
  ),
)

// analysis
const reports = createRoute({
  ...page(
    '/reports',
    () => import('../analysis/reports.tsx'),
    'Reports',
    nav('shell:nav.reports', 'work', 10, IconInbox, atDesk('viewer'), { searches: true }),
  ),
  validateSearch: reportsSearch,
})
const lessons = createRoute(
  page(
    '/lessons',
    () => import('../analysis/lessons.tsx'),
    'Lessons',
    nav('shell:nav.lessons', 'organisation', 60, IconSchool, atDesk('manager')),
  ),
)
const report = createRoute({ ...page('/reports/$id', () => import('../analysis/report.tsx'), 'Report'), validateSearch: reportSearch })

const campaigns = createRoute({
  ...page(
    '/campaigns',
    () => import('../analysis/campaigns.tsx'),
    'Campaigns',
    nav('shell:nav.campaigns', 'work', 15, IconAffiliate, atDesk('viewer')),
  ),
  validateSearch: campaignsSearch,
})
const campaign = createRoute(page('/campaigns/$id', () => import('../analysis/campaign.tsx'), 'Campaign'))

const figures = createRoute({
  ...page(
    '/figures',
    () => import('../analysis/figures.tsx'),
    'Figures',
    nav('shell:nav.figures', 'work', 50, IconChartBar, atDesk('viewer')),
  ),
  validateSearch: figuresSearch,
})

// cases
const cases = createRoute({
  ...page(
    '/cases',
    () => import('../cases/queue.tsx'),
    'Cases',
    nav('shell:nav.cases', 'work', 20, IconBriefcase, atDesk('viewer'), { searches: true }),
  ),
  validateSearch: casesSearch,
})
const caseSettings = createRoute(page('/cases/settings', () => import('../cases/settings.tsx'), 'CaseSettingsPage'))
const caseBulk = createRoute(page('/cases/bulk/$id', () => import('../cases/bulk.tsx'), 'BulkPage'))
const oneCase = createRoute(page('/cases/$id', () => import('../cases/case.tsx'), 'Case'))
const outcomes = createRoute({
  ...page(
    '/outcomes',
    () => import('../cases/outcomes.tsx'),
    'Outcomes',
    nav('shell:nav.outcomes', 'work', 32, IconChartDots, atDesk('viewer')),
  ),
  validateSearch: outcomesSearch,
})
const outcomeNotices = createRoute({
  ...page('/outcomes/notices', () => import('../cases/outcomes/notices.tsx'), 'OutcomeNotices'),
  validateSearch: noticesSearch,
})

// intake
const outbox = createRoute({
  ...page('/outbox', () => import('../intake/outbox.tsx'), 'Outbox', nav('shell:nav.outbox', 'work', 30, IconSend, atDesk('viewer'))),
  validateSearch: outboxSearch,
})
const channels = createRoute(
  page(
    '/channels',
    () => import('../intake/channels.tsx'),
    'Channels',
    nav('shell:nav.channels', 'organisation', 40, IconMailbox, atDesk('viewer')),
  ),
)

// cooperation
const approvals = createRoute({
  ...page(
    '/approvals',
    () => import('../cooperation/approvals.tsx'),
    'Approvals',
    nav('shell:nav.approvals', 'work', 24, IconChecklist, atDesk('viewer')),
  ),
  validateSearch: approvalsSearch,
})
const releases = createRoute({
  ...page(
    '/releases',
    () => import('../cooperation/releases.tsx'),
    'Releases',
    nav('shell:nav.releases', 'work', 26, IconMailForward, atDesk('viewer')),
  ),
  validateSearch: releasesSearch,
})
const release = createRoute(page('/releases/$id', () => import('../cooperation/release.tsx'), 'Release'))
const blockLists = createRoute({
  ...page(
    '/block-lists',
    () => import('../cooperation/lists.tsx'),
    'Lists',
    nav('shell:nav.block-lists', 'work', 28, IconBarrierBlock, atDesk('viewer')),
  ),
  validateSearch: listsSearch,
})
const samples = createRoute({
  ...page(
    '/samples',
    () => import('../cooperation/samples.tsx'),
    'Samples',
    nav('shell:nav.samples', 'work', 29, IconFlask, atDesk('viewer')),
  ),
  validateSearch: samplesSearch,
})
const vendors = createRoute(page('/vendors', () => import('../cooperation/ways.tsx'), 'Vendors'))
const hotlines = createRoute(page('/hotlines', () => import('../cooperation/ways.tsx'), 'Hotlines'))
const profiles = createRoute(
  page(
    '/redaction',
    () => import('../cooperation/profiles.tsx'),
    'Profiles',
    nav('shell:nav.profiles', 'organisation', 44, IconEraser, atDesk('viewer')),
  ),
)
const letters = createRoute(
  page(
    '/letters',
    () => import('../cooperation/letters.tsx'),
    'Letters',
    nav('shell:nav.letters', 'organisation', 46, IconTemplate, atDesk('viewer')),
  ),
)

// evidence
const evidence = createRoute({
  ...page(
    '/evidence',
    () => import('../evidence/evidence.tsx'),
    'Evidence',
    nav('shell:nav.evidence', 'work', 40, IconArchive, atDesk('viewer')),
  ),
  validateSearch: evidenceSearch,
})
const evidenceItem = createRoute(page('/evidence/$id', () => import('../evidence/item.tsx'), 'EvidenceItem'))
const packages = createRoute(
  page(
    '/packages',
    () => import('../evidence/packages.tsx'),
    'Packages',
    nav('shell:nav.packages', 'work', 45, IconPackage, atDesk('analyst')),
  ),
)
const retention = createRoute(
  page(
    '/retention',
    () => import('../evidence/retention.tsx'),
    'Retention',
    nav('shell:nav.retention', 'organisation', 52, IconHourglass, holdsRole('manager')),
  ),
)
const subjects = createRoute(
  page(
    '/subjects',
    () => import('../evidence/subjects.tsx'),
    'Subjects',
    nav('shell:nav.subjects', 'organisation', 54, IconUserSearch, holdsRole('manager')),
  ),
)
const proofs = createRoute(page('/proofs/$subject', () => import('../evidence/proofs.tsx'), 'Proofs'))
const log = createRoute(
  page('/log', () => import('../evidence/log.tsx'), 'Log', nav('shell:nav.log', 'organisation', 56, IconBinaryTree2, holdsRole('viewer'))),
)

export const routeTree = root.addChildren([
  door.addChildren([signIn, setup, invitation, newAddress, recover]),
  shell.addChildren([
    home,
    nowhere,
    reports,
    report,
    lessons,
    campaigns,
    campaign,
    figures,
    cases,
    caseSettings,
    caseBulk,
    oneCase,
    outcomes,
    outcomeNotices,
    outbox,
    channels,
    approvals,
    releases,
    release,
    blockLists,
    samples,
    vendors,
    hotlines,
    profiles,
    letters,
    evidence,
    evidenceItem,
    packages,
    retention,
    leaving,
    subjects,
    proofs,
    log,
    people,
    keys,
    organisation,
    lookup,
    parties,
    imports,
    party,
    audit,
    account,
    notices,
    organisations,
    nodeAudit,
    jobs,
    health,
    ...networkPages,
  ]),
])
