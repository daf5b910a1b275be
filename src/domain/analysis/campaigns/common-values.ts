import { shippedBackground } from '../campaign/background.ts'
import { markOf } from '../campaign/mark.ts'

/** of the world's mail: what is in more of it names nobody */
const worldAtMost = 1 / 500
/** other groups of an organisation's own reports that may name the same before it is common to them */
const ownAtMost = 20

/**
 * Whether a value is common to half the world and so tells nothing of a campaign: a domain that much of all mail names (as measured, and the great places of
 * today), or one that too many other campaigns and reports of the organisation name as well. A page on a common domain is a value of its own.
 */
export function isCommonValue({
  kind,
  value,
  elsewhere,
}: {
  readonly kind: string
  readonly value: string
  readonly elsewhere: number
}): boolean {
  if (elsewhere > ownAtMost) return true
  return (kind === 'domain' || kind === 'host') && shippedBackground()(markOf('domain', value)) >= worldAtMost
}
