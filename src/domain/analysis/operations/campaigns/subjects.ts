import type { ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { changeTexts, type SubjectSource, subjectMatcher, subjectReplacer } from '../../../evidence/index.ts'
import type { Why } from '../../campaign/index.ts'
import { describeCampaigns } from '../../store/campaigns/members.ts'
import { setName } from '../../store/campaigns/moves.ts'
import { dropIndicators, listNamed, listSaid, rewriteWhy } from '../../store/campaigns/said.ts'
import { countAnewFor } from '../days.ts'
import { forgetMarks } from './leave.ts'

/**
 * Takes a person's words out of what campaigns keep of these reports: why they are there, what they name, and the marks whole, which are drawn from such words.
 * The reports stay where they are; what their campaigns are called is said anew. To be called once, and last, as leaving is.
 */
export async function renameInCampaigns(work: Work, reports: readonly ReportId[], rename: (text: string) => string): Promise<void> {
  if (reports.length === 0) return
  const campaigns = await forgetMarks(work, reports)
  const { whys, indicators } = await listSaid(work.tx, reports)
  await rewriteWhy(
    work.tx,
    whys.map(({ report, why }) => ({ report, why: changeTexts(why, rename) as readonly Why[] })),
  )
  await dropIndicators(
    work.tx,
    indicators.filter(({ value }) => rename(value) !== value),
  )
  await describeCampaigns(work.tx, campaigns)
  await countAnewFor(work, reports)
  for (const id of campaigns) work.announce('campaign', id)
}

async function named(tx: Tx, text: string) {
  const matches = subjectMatcher(text)
  return (await listNamed(tx)).filter(({ name }) => matches(name))
}

/** Names that people gave to campaigns, where they speak of a person. */
export const campaignSubjects: SubjectSource = {
  kind: 'analysis.campaign',
  find: async (tx, text) => (await named(tx, text)).map(({ id, name, created_at }) => ({ id, label: name, at: created_at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await named(tx, text)).map(({ id, name, created_at }) => ({ id, name, at: created_at })),
  }),
  async erase(work, text, manner, pseudonym) {
    for (const { id, name } of await named(work.tx, text)) {
      const left = manner === 'erase' ? null : subjectReplacer(text, pseudonym)(name).slice(0, 200)
      await setName(work.tx, id, left)
      work.announce('campaign', id)
    }
  },
}
