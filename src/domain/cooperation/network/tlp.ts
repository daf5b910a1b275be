// Traffic Light Protocol 2.0 (FIRST, August 2022) and what of the Information Exchange Policy 2.0 (FIRST, November 2019) stands beside it.
import { type onwardRules, permittedUses, type sharedTlps } from '../contract/network/names.ts'

export type Tlp = (typeof sharedTlps)[number]
export type Onward = (typeof onwardRules)[number]
export type Permitted = (typeof permittedUses)[number]

// TLP 2.0 §4: from the most open to the strictest
const strictness: Readonly<Record<Tlp, number>> = { clear: 0, green: 1, amber: 2, 'amber-strict': 3, red: 4 }

/** Whether the first mark is as strict as the second, or stricter. */
export function isAsStrict(one: Tlp, other: Tlp): boolean {
  return strictness[one] >= strictness[other]
}

/** How far a recipient may carry what has this mark (TLP 2.0 §4): the very people, its organisation, that and its clients, the community, the world. */
export function audienceOf(tlp: Tlp): 'people' | 'organisation' | 'clients' | 'community' | 'world' {
  return ({ red: 'people', 'amber-strict': 'organisation', amber: 'clients', green: 'community', clear: 'world' } as const)[tlp]
}

export type Source = { readonly tlp: Tlp; readonly onward: Onward }

/**
 * Why a copy of this mark may not rest on something that was received so marked; undefined where it may. To go back to whoever gave it (`toOwner`: to nobody
 * else) is no passing on. `wider`: the copy's mark is more open; `audience`: the source's mark stays within the organisation and its clients; `onward`: the
 * owner said no, or wants to be asked.
 */
export function whyNotOn(source: Source, wanted: Tlp, toOwner: boolean): 'wider' | 'audience' | 'onward' | undefined {
  if (!isAsStrict(wanted, source.tlp)) return 'wider'
  if (toOwner) return undefined
  const audience = audienceOf(source.tlp)
  if (audience !== 'community' && audience !== 'world') return 'audience'
  return source.onward === 'as-marked' ? undefined : 'onward'
}

type Reach = { readonly tlp: Tlp; readonly permitted: Permitted }

/** In what the terms go further than the most that was allowed; undefined where they do not. */
export function whyMore(most: Reach, { tlp, permitted }: Reach): 'wider' | 'permitted' | undefined {
  if (!isAsStrict(tlp, most.tlp)) return 'wider'
  return permittedUses.indexOf(permitted) > permittedUses.indexOf(most.permitted) ? 'permitted' : undefined
}

/** Why a recipient may not act on it within its own walls, or not keep it as its own; undefined where it may. TLP 2.0 §4: red is for the very people. */
export function whyNotUse({ tlp, permitted }: Reach, keep: boolean): 'permitted' | 'red' | undefined {
  if (permittedUses.indexOf(permitted) < permittedUses.indexOf('internally-visible')) return 'permitted'
  return keep && tlp === 'red' ? 'red' : undefined
}

/**
 * Whether mark and rules contradict each other: what the world may know cannot be kept from being passed on or acted on, and what its owner keeps secret is neither for a community
 * nor to be passed on as a mark allows.
 */
export function contradicts({
  tlp,
  onward,
  permitted,
  secrecy = [],
}: {
  readonly tlp: Tlp
  readonly onward: Onward
  readonly permitted: Permitted
  readonly secrecy?: readonly unknown[] | undefined
}): boolean {
  if (secrecy.length > 0 && (tlp === 'clear' || tlp === 'green' || onward === 'as-marked')) return true
  return tlp === 'clear' && (onward !== 'as-marked' || permitted === 'none' || permitted === 'contact-for-instruction')
}

// TLP 2.0 §2: 'TLP:COLOR', in capitals; WHITE was the name of CLEAR in version 1
const written = /\bTLP\s*[:：]\s*(RED|AMBER\s*\+\s*STRICT|AMBER|GREEN|CLEAR|WHITE)\b/giu

/** The marks that a text bears. */
export function marksIn(text: string): readonly Tlp[] {
  const found = [...text.matchAll(written)].map(([, colour = '']) => {
    const name = colour.toLowerCase().replace(/\s+/g, '')
    if (name === 'white') return 'clear'
    return name === 'amber+strict' ? 'amber-strict' : (name as Tlp)
  })
  return [...new Set(found)]
}
