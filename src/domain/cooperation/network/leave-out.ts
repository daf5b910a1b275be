import type { CopiedCampaign, CopiedCase, CopiedIndicator, PartOfCopy } from '../contract/network/copied.ts'

/** A copy without what its owner leaves out, wherever in it that stands; it says what that is. */
export function leaveOut<Body extends CopiedCase | CopiedCampaign>(body: Body, parts: readonly PartOfCopy[]): Body {
  if (parts.length === 0) return body
  const left = [...new Set(parts)].sort()
  const gone = left.flatMap((part) => places[part])
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !gone.includes(name)))
  const indicators = left.includes('indicators') ? [] : body.indicators.map((one) => bare(one, left))
  const campaigns = 'campaigns' in body ? { campaigns: left.includes('campaigns') ? [] : body.campaigns.map((one) => bare(one, left)) } : {}
  return { ...kept, ...campaigns, indicators, left } as unknown as Body
}

const places: Readonly<Record<PartOfCopy, readonly string[]>> = {
  harm: ['harm'],
  reports: ['reports'],
  moments: ['openedAt', 'closedAt', 'firstAt', 'lastAt'],
  brand: ['brand'],
  campaigns: [],
  indicators: [],
}

/** An indicator or campaign without how many reports name it, or when they did. */
function bare<One extends Partial<CopiedIndicator>>(one: One, left: readonly PartOfCopy[]): One {
  const { reports, firstAt, lastAt, ...rest } = one
  const counted = left.includes('reports') || reports === undefined ? {} : { reports }
  const dated = left.includes('moments')
    ? {}
    : { ...(firstAt === undefined ? {} : { firstAt }), ...(lastAt === undefined ? {} : { lastAt }) }
  return { ...rest, ...counted, ...dated } as One
}
