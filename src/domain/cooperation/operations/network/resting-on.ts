import { Failure } from '../../../../base/failure.ts'
import type { Work } from '../../../../platform/work.ts'
import type { Terms } from '../../contract/network/copied.ts'
import { consentsFor, type OnwardAsk, reachesOthers, whyBeyond } from '../../network/onward.ts'
import { whyNotOn } from '../../network/tlp.ts'
import { findSharedAmong } from '../../store/network/shared.ts'
import type { Rest } from './copy.ts'
import { grantsOf, type Resolved } from './recipients.ts'

/** Copies of others that something is said to rest on. Refuses `cooperation.no-shared` where one is not there. */
export async function sourcesOf(work: Work, restsOn: readonly string[]): Promise<readonly Rest[]> {
  if (restsOn.length === 0) return []
  const sources = await findSharedAmong(work.tx, restsOn)
  if (sources.length < new Set(restsOn).size) throw new Failure('missing', 'cooperation.no-shared', 'a source is not there')
  return sources.map((one) => ({ ...one, copy: one.id }))
}

type To = Pick<Resolved, 'kind' | 'value' | 'grants'> & Partial<Pick<Resolved, 'members'>>
type OnTerms = Pick<Terms, 'tlp' | 'permitted' | 'onward' | 'until'>

/**
 * Refuses `cooperation.wider` with why where a mark of what it rests on would be overstepped, and its owner has not consented. Where the owner wants to be asked, its
 * consent (one of `asks`) stands in for the mark's audience (TLP 2.0 §3: explicit permission of the source), never for the mark. Answers the consents that are needed. Refuses
 * `cooperation.onward-over` where others are in the group by now than its owner was asked for.
 */
export function restingOn(
  sources: readonly Rest[],
  terms: OnTerms,
  recipients: readonly To[],
  asks: readonly OnwardAsk[],
): readonly string[] {
  const grants = grantsOf(recipients)
  return sources.flatMap((source) => {
    const toOwner = grants.every((one) => one === source.owner)
    const why = whyNotOn(source, terms.tlp, toOwner)
    if (why === undefined) return []
    return consentedOr(source, terms, recipients, asks) ?? refuse(why)
  })
}

/** The consents by which it may go on all the same; undefined where there are none. */
function consentedOr(source: Rest, terms: OnTerms, recipients: readonly To[], asks: readonly OnwardAsk[]): readonly string[] | undefined {
  if (source.onward !== 'ask' || source.copy === null) return undefined
  const others = recipients.filter(({ grants }) => grants.some((one) => one !== source.owner))
  const consents = consentsFor(asks, source.copy, others)
  const beyond = consents === undefined ? undefined : whyBeyond(source, terms)
  if (beyond === undefined) {
    if (consents !== undefined && reachesOthers(asks, consents, others))
      throw new Failure('conflict', 'cooperation.onward-over', 'others are in the group by now than its owner was asked for')
    return consents
  }
  if (beyond === 'longer')
    throw new Failure('conflict', 'cooperation.share-longer', 'longer than what it rests on', {
      detail: { until: new Date(source.until ?? 0).toISOString() },
    })
  return refuse(beyond)
}

function refuse(why: string): never {
  throw new Failure('conflict', 'cooperation.wider', `against the mark of what it rests on: ${why}`, { detail: { why } })
}
