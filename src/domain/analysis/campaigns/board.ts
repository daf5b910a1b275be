/** What is known by one key: how many reports have it, in how many groups (a campaign is one, a report that stands alone is one), the latest first. */
export type Posting = { readonly reports: number; readonly groups: number; readonly latest: readonly string[] }

/** reports that a posting leads to */
export const postingLength = 32
/** of one campaign it leads to no more than so many */
const ofOneCampaign = 4
/** a posting of more groups leads nowhere and only counts */
export const groupsAtMost = 64

export const noPosting: Posting = { reports: 0, groups: 0, latest: [] }

/**
 * The posting with one more report. `known`: its group has the key already, so that it is counted. `campaignOf` tells where others are, as far as that is
 * known: of its own campaign only the latest few stay, so that a large one leaves room for others.
 */
export function addTo(
  posting: Posting,
  report: string,
  campaign: string | null,
  known: boolean,
  campaignOf: (report: string) => string | null | undefined,
): Posting {
  const groups = posting.groups + (known && posting.groups > 0 ? 0 : 1)
  if (groups > groupsAtMost) return { reports: posting.reports + 1, groups, latest: [] }
  let same = 1
  const others = posting.latest.filter(
    (one) => one !== report && (campaign === null || campaignOf(one) !== campaign || ++same <= ofOneCampaign),
  )
  return { reports: posting.reports + 1, groups, latest: [report, ...others].slice(0, postingLength) }
}

/** The posting without that report. One that stood alone takes its group along. */
export function takeFrom(posting: Posting, report: string, alone: boolean): Posting {
  const reports = posting.reports - 1
  const groups = Math.min(reports, posting.groups - (alone ? 1 : 0))
  return { reports, groups: Math.max(groups, reports > 0 ? 1 : 0), latest: posting.latest.filter((one) => one !== report) }
}

/** candidates that one report is compared with */
export const candidatesAtMost = 64

/** The reports that these postings lead to, those first that have most and the rarest in common. */
export function candidatesOf(postings: readonly Posting[], but: string): readonly string[] {
  const scores = new Map<string, number>()
  for (const { groups, latest } of postings) {
    const weight = 1 / (1 + Math.log1p(groups))
    for (const one of latest) if (one !== but) scores.set(one, (scores.get(one) ?? 0) + weight)
  }
  return [...scores]
    .sort(([one, a], [other, b]) => b - a || (one < other ? 1 : -1))
    .slice(0, candidatesAtMost)
    .map(([report]) => report)
}
