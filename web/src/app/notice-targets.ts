import type { Notice } from '../../../src/domain/directory/contract.ts'

// Where a notice leads, by its kind. A kind that is not here is shown without a link.
const targets: Readonly<Record<string, (notice: Notice) => string>> = {
  'analysis.campaign-burst': (notice) => `/campaigns/${notice.subject}`,
  'directory.person-joined': () => '/people',
  'directory.role-changed': () => '/people',
  'evidence.altered': (notice) => `/evidence/${notice.subject}`,
}

/** The page that a notice is about; undefined when there is none. */
export function noticeTarget(notice: Notice): { readonly to: string } | undefined {
  const path = targets[notice.kind]?.(notice)
  return path === undefined ? undefined : { to: path }
}
