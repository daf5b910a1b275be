import {
  IconAddressBook,
  IconBriefcase,
  IconCalendar,
  IconChecklist,
  IconGavel,
  IconLifebuoy,
  IconPhone,
  IconRadar2,
  IconSchool,
  IconTransferIn,
  IconTransferOut,
  IconUserPlus,
  IconWorld,
} from '@tabler/icons-react'
import { createRoute } from '@tanstack/react-router'
import { applicationsSearch, instrumentSearch, textsSearch } from '../cooperation/network/joining/search.ts'
import { jointSearch } from '../cooperation/network/joint/search.ts'
import { newRequestSearch, requestFiguresSearch, requestsSearch } from '../cooperation/network/requests/search.ts'
import {
  answeringSearch,
  callsSearch,
  contactsSearch,
  disclosuresSearch,
  membersSearch,
  registersSearch,
  reportsSearch,
  resourcesSearch,
  roundSearch,
  tiesSearch,
  trainingsSearch,
} from '../cooperation/network/search.ts'
import { sharedSearch, sharesSearch } from '../cooperation/network/sharing/search.ts'
import { techniquesSearch } from '../cooperation/network/techniques/search.ts'
import { holdsRole, inNetwork, nav, ofMember, page } from './page-route.tsx'

// The network's pages, stated as all others are (`routes.tsx`).

const network = createRoute(
  page(
    '/network',
    () => import('../cooperation/network/network.tsx'),
    'Network',
    nav('shell:nav.network', 'network', 0, IconWorld, inNetwork('viewer')),
  ),
)
const members = createRoute({
  ...page(
    '/network/members',
    () => import('../cooperation/network/members.tsx'),
    'Members',
    nav('shell:nav.members', 'network', 10, IconAddressBook, inNetwork('viewer'), { searches: true }),
  ),
  validateSearch: membersSearch,
})
const importMembers = createRoute(page('/network/members/import', () => import('../cooperation/network/import.tsx'), 'ImportMembers'))
const importContacts = createRoute(
  page('/network/contacts/import', () => import('../cooperation/network/import-contacts.tsx'), 'ImportContacts'),
)
const member = createRoute(page('/network/members/$id', () => import('../cooperation/network/member.tsx'), 'MemberPage'))
const disclosures = createRoute({
  ...page(
    '/network/disclosures',
    () => import('../cooperation/network/disclosures.tsx'),
    'Disclosures',
    nav('shell:nav.disclosures', 'network', 40, IconGavel, inNetwork('viewer'), { searches: true }),
  ),
  validateSearch: disclosuresSearch,
})
const disclosure = createRoute(
  page('/network/members/$id/disclosure', () => import('../cooperation/network/disclosure.tsx'), 'DisclosurePage'),
)
const ties = createRoute({
  ...page('/network/ties', () => import('../cooperation/network/ties.tsx'), 'Ties'),
  validateSearch: tiesSearch,
})
const country = createRoute(page('/network/countries/$code', () => import('../cooperation/network/country.tsx'), 'CountryPage'))

const contacts = createRoute({
  ...page(
    '/network/contacts',
    () => import('../cooperation/network/directory.tsx'),
    'Contacts',
    nav('shell:nav.contacts', 'network', 20, IconPhone, inNetwork('viewer')),
  ),
  validateSearch: contactsSearch,
})

const apply = createRoute(page('/network/apply', () => import('../cooperation/network/joining/apply.tsx'), 'Apply'))
const applications = createRoute({
  ...page(
    '/network/applications',
    () => import('../cooperation/network/joining/applications.tsx'),
    'Applications',
    nav('shell:nav.applications', 'network', 30, IconUserPlus, inNetwork('viewer')),
  ),
  validateSearch: applicationsSearch,
})
const application = createRoute(
  page('/network/applications/$id', () => import('../cooperation/network/joining/application.tsx'), 'ApplicationPage'),
)
const instrument = createRoute({
  ...page('/network/instrument', () => import('../cooperation/network/joining/instrument.tsx'), 'Instrument'),
  validateSearch: instrumentSearch,
})
const procedures = createRoute({
  ...page('/network/procedures', () => import('../cooperation/network/joining/procedures.tsx'), 'Procedures'),
  validateSearch: textsSearch,
})

const questionnaire = createRoute(
  page(
    '/network/questionnaire',
    () => import('../cooperation/network/questionnaire/questionnaire.tsx'),
    'Questionnaire',
    nav('shell:nav.questionnaire', 'network', 50, IconChecklist, inNetwork('viewer')),
  ),
)
const round = createRoute({
  ...page('/network/questionnaire/rounds/$id', () => import('../cooperation/network/questionnaire/round.tsx'), 'RoundPage'),
  validateSearch: roundSearch,
})
const answering = createRoute({
  ...page('/network/questionnaire/rounds/$id/answer', () => import('../cooperation/network/questionnaire/answering.tsx'), 'Answering'),
  validateSearch: answeringSearch,
})
const shared = createRoute({
  ...page(
    '/shared',
    () => import('../cooperation/network/sharing/shared.tsx'),
    'Shared',
    nav('shell:nav.shared', 'network', 50, IconTransferIn, inNetwork('viewer'), { searches: true }),
  ),
  validateSearch: sharedSearch,
})
const sharedCopy = createRoute(page('/shared/$id', () => import('../cooperation/network/sharing/shared-copy.tsx'), 'SharedCopy'))
const shares = createRoute({
  ...page(
    '/shares',
    () => import('../cooperation/network/sharing/shares.tsx'),
    'Shares',
    nav('shell:nav.shares', 'network', 52, IconTransferOut, inNetwork('viewer')),
  ),
  validateSearch: sharesSearch,
})
const share = createRoute(page('/shares/$id', () => import('../cooperation/network/sharing/share.tsx'), 'SharePage'))
const techniques = createRoute({
  ...page(
    '/techniques',
    () => import('../cooperation/network/techniques/techniques.tsx'),
    'Techniques',
    nav('shell:nav.techniques', 'network', 54, IconRadar2, ofMember),
  ),
  validateSearch: techniquesSearch,
})
const technique = createRoute(page('/techniques/$id', () => import('../cooperation/network/techniques/technique.tsx'), 'TechniquePage'))
const techniqueRun = createRoute(page('/technique-runs/$id', () => import('../cooperation/network/techniques/run.tsx'), 'RunPage'))
const groups = createRoute(page('/groups', () => import('../cooperation/network/sharing/groups.tsx'), 'Groups'))
const group = createRoute(page('/groups/$id', () => import('../cooperation/network/sharing/group.tsx'), 'GroupPage'))

const resources = createRoute({
  ...page(
    '/resources',
    () => import('../cooperation/network/resources.tsx'),
    'Resources',
    nav('shell:nav.resources', 'organisation', 48, IconAddressBook, holdsRole('viewer')),
  ),
  validateSearch: resourcesSearch,
})
const requests = createRoute({
  ...page(
    '/requests',
    () => import('../cooperation/network/requests/requests.tsx'),
    'Requests',
    nav('shell:nav.requests', 'network', 35, IconLifebuoy, ofMember),
  ),
  validateSearch: requestsSearch,
})
const newRequest = createRoute({
  ...page('/requests/new', () => import('../cooperation/network/requests/new.tsx'), 'NewRequest'),
  validateSearch: newRequestSearch,
})
const requestFigures = createRoute({
  ...page('/requests/figures', () => import('../cooperation/network/requests/figures.tsx'), 'RequestFigures'),
  validateSearch: requestFiguresSearch,
})
const request = createRoute(page('/requests/$id', () => import('../cooperation/network/requests/request.tsx'), 'RequestPage'))

const jointCases = createRoute({
  ...page(
    '/joint-cases',
    () => import('../cooperation/network/joint/joint-cases.tsx'),
    'JointCases',
    nav('shell:nav.joint', 'network', 36, IconBriefcase, ofMember),
  ),
  validateSearch: jointSearch,
})
const jointCase = createRoute(page('/joint-cases/$id', () => import('../cooperation/network/joint/joint-case.tsx'), 'JointCasePage'))

const registers = createRoute({
  ...page(
    '/network/registers',
    () => import('../cooperation/network/registers/registers.tsx'),
    'Registers',
    nav('shell:nav.registers', 'network', 60, IconGavel, inNetwork('viewer'), { searches: true }),
  ),
  validateSearch: registersSearch,
})
const registerEntry = createRoute(
  page('/network/registers/$id', () => import('../cooperation/network/registers/entry.tsx'), 'RegisterEntryPage'),
)

const secretariat = createRoute(
  page('/network/secretariat', () => import('../cooperation/network/secretariat/secretariat.tsx'), 'Secretariat'),
)
const announcement = createRoute(
  page('/network/announcements/$id', () => import('../cooperation/network/secretariat/announcements.tsx'), 'AnnouncementPage'),
)

const calls = createRoute({
  ...page(
    '/calls',
    () => import('../cooperation/network/calls/calls.tsx'),
    'Calls',
    nav('shell:nav.calls', 'network', 37, IconCalendar, inNetwork('viewer')),
  ),
  validateSearch: callsSearch,
})
const call = createRoute(page('/calls/$id', () => import('../cooperation/network/calls/call.tsx'), 'CallPage'))
const callSeries = createRoute(page('/calls/series', () => import('../cooperation/network/calls/series.tsx'), 'CallSeries'))
const callActions = createRoute(page('/calls/actions', () => import('../cooperation/network/calls/actions.tsx'), 'CallActions'))
const callReports = createRoute({
  ...page('/calls/reports', () => import('../cooperation/network/calls/reports.tsx'), 'CallReports'),
  validateSearch: reportsSearch,
})
const callBoard = createRoute(page('/calls/board', () => import('../cooperation/network/calls/board.tsx'), 'CallBoard'))

const trainings = createRoute({
  ...page(
    '/network/trainings',
    () => import('../cooperation/network/trainings/trainings.tsx'),
    'Trainings',
    nav('shell:nav.trainings', 'network', 38, IconSchool, inNetwork('viewer')),
  ),
  validateSearch: trainingsSearch,
})
const training = createRoute(page('/network/trainings/$id', () => import('../cooperation/network/trainings/training.tsx'), 'TrainingPage'))
const educations = createRoute(page('/network/educations', () => import('../cooperation/network/trainings/educations.tsx'), 'Educations'))
const education = createRoute(
  page('/network/educations/$id', () => import('../cooperation/network/trainings/education.tsx'), 'EducationPage'),
)

export const networkPages = [
  requests,
  newRequest,
  requestFigures,
  request,
  jointCases,
  jointCase,
  network,
  members,
  importMembers,
  importContacts,
  member,
  country,
  ties,
  contacts,
  disclosures,
  disclosure,
  apply,
  applications,
  application,
  instrument,
  procedures,
  questionnaire,
  round,
  answering,
  shared,
  sharedCopy,
  shares,
  share,
  techniques,
  technique,
  techniqueRun,
  groups,
  group,
  resources,
  registers,
  registerEntry,
  secretariat,
  announcement,
  calls,
  call,
  callSeries,
  callActions,
  callBoard,
  callReports,
  trainings,
  training,
  educations,
  education,
] as const
