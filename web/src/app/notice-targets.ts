import type { Notice } from '../../../src/domain/directory/contract.ts'

// Where a notice leads, by its kind. A kind that is not here is shown without a link.
const targets: Readonly<Record<string, (notice: Notice) => string>> = {
  'analysis.campaign-burst': (notice) => `/campaigns/${notice.subject}`,
  'directory.person-joined': () => '/people',
  'directory.role-changed': () => '/people',
  'cases.assigned': (notice) => `/cases/${notice.subject}`,
  'cases.assigned-many': () => '/cases?assignee=me',
  'cases.mentioned': (notice) => `/cases/${notice.subject}`,
  'cases.task-assigned': (notice) => `/cases/${notice.subject}`,
  'cases.task-near': (notice) => `/cases/${notice.subject}`,
  'cases.deadline-near': (notice) => `/cases/${notice.subject}`,
  'cases.answered': (notice) => `/cases/${notice.subject}`,
  'cases.recurred': (notice) => `/cases/${notice.subject}`,
  'cases.there-again': (notice) => `/cases/${notice.subject}`,
  'cases.burst': (notice) => `/cases/${notice.subject}`,
  'cases.closed': (notice) => `/cases/${notice.subject}`,
  'cases.closed-silent': (notice) => `/cases/${notice.subject}`,
  'cases.reopened': (notice) => `/cases/${notice.subject}`,
  'cases.merged': (notice) => `/cases/${notice.subject}`,
  'cases.bulk-done': (notice) => `/cases/bulk/${notice.subject}`,
  'cooperation.contact-answered': (notice) => `/network/members/${notice.subject}`,
  'cooperation.represented': (notice) => `/network/members/${notice.subject}`,
  'cooperation.own-contacts-due': (notice) => `/network/members/${notice.subject}`,
  'cooperation.contacts-due': () => '/network/contacts',
  'cooperation.term-due': () => '/network',
  'cooperation.office-contact-due': () => '/network',
  'cooperation.country-contact': (notice) => `/network/countries/${notice.subject}`,
  'cooperation.application': (notice) => `/network/applications/${notice.subject}`,
  'cooperation.notice-answered': (notice) => `/network/applications/${notice.subject}`,
  'cooperation.admitted': (notice) => `/network/applications/${notice.subject}`,
  'cooperation.not-admitted': (notice) => `/network/applications/${notice.subject}`,
  'cooperation.instrument': () => '/network/instrument',
  'cooperation.procedures-proposed': () => '/network/procedures',
  'cooperation.procedures-in-force': () => '/network/procedures',
  'cooperation.work-plan-proposed': () => '/network/procedures?of=work-plan',
  'cooperation.work-plan-in-force': () => '/network/procedures?of=work-plan',
  'cooperation.announcement': (notice) => `/network/announcements/${notice.subject}`,
  'cooperation.report-shared': (notice) => `/network/registers/${notice.subject}`,
  'cooperation.questionnaire-round': (notice) => `/network/questionnaire/rounds/${notice.subject}`,
  'cooperation.round-reminder': (notice) => `/network/questionnaire/rounds/${notice.subject}/answer`,
  'cooperation.copy-shared': (notice) => `/shared/${notice.subject}`,
  'cooperation.copy-recalled': (notice) => `/shared/${notice.subject}`,
  'cooperation.onward-asked': (notice) => `/shares/${notice.subject}`,
  'cooperation.onward-consented': (notice) => `/shared/${notice.subject}`,
  'cooperation.onward-refused': (notice) => `/shared/${notice.subject}`,
  'cooperation.onward-recalled': (notice) => `/shares/${notice.subject}`,
  'cooperation.group-entered': (notice) => `/groups/${notice.subject}`,
  'cooperation.call-convened': (notice) => `/calls/${notice.subject}`,
  'cooperation.call-changed': (notice) => `/calls/${notice.subject}`,
  'cooperation.call-cancelled': (notice) => `/calls/${notice.subject}`,
  'cooperation.takeout-asked': () => '/organisation/leaving',
  'cooperation.takeout-made': () => '/organisation/leaving',
  'cooperation.leaving-announced': () => '/organisation/leaving',
  'cooperation.leaving-cooling': () => '/organisation/leaving',
  'cooperation.leaving-undone': () => '/organisation/leaving',
  'cooperation.leaving-hindered': () => '/organisation/leaving',
  'cooperation.organisation-left': (notice) => `/network/members/${notice.subject}`,
  'evidence.altered': (notice) => `/evidence/${notice.subject}`,
}

const training = /^cooperation\.training-(?!ended)/
const request = /^cooperation\.(?:request-|preservation-ends$)/
const joint = /^cooperation\.joint-/

/** The page that a notice is about; undefined when there is none. */
export function noticeTarget(notice: Notice): { readonly to: string; readonly search?: Readonly<Record<string, string>> } | undefined {
  if (joint.test(notice.kind)) return { to: `/joint-cases/${notice.subject}` }
  if (request.test(notice.kind)) return { to: `/requests/${notice.subject}` }
  if (training.test(notice.kind)) return { to: `/network/trainings/${notice.subject}` }
  const [to, filters] = targets[notice.kind]?.(notice).split('?') ?? []
  if (to === undefined) return undefined
  return filters === undefined ? { to } : { to, search: Object.fromEntries(new URLSearchParams(filters)) }
}
