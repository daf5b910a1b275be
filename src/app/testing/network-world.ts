import type { Client } from './house.ts'
import type { Joined } from './network.ts'

// A small network and what may be seen in it, told as plainly as the rules are told to people. The property test holds the product to it.

/** The word of the so manieth thing. */
export const markOf = (number: number) => `qx${String(number).padStart(4, '0')}x`

/** An organisation of the model, by its place in the list; `left`: it is no member any more. */
export type Party = { readonly at: number; readonly joined: Joined; left: boolean; country: string }

/** Somebody who asks: for a party, while they work there; what goes to `addresses` they read. */
export type Asker = {
  readonly name: string
  readonly addresses: readonly string[]
  readonly party: Party
  readonly client: Client
  role: string
  here: boolean
  calendar: string | null
}

/** What has a list of its own, and what stands on the page of something else. */
export const listedKinds = ['copy', 'group', 'call', 'request', 'joint', 'training', 'education', 'technique', 'report'] as const
export type Kind = (typeof listedKinds)[number] | 'item' | 'entry' | 'material' | 'file' | 'ask'

/** Something that is seen or not, known by a word that stands in nothing else; a technique and its copies have one word. */
export type Thing = {
  readonly kind: Kind
  readonly marker: string
  readonly id: string
  readonly sees: (who: Party) => boolean
  /** where its page is answered, if without its word */
  readonly opens?: (who: Party) => boolean
  /** whose own row it is */
  readonly owner?: Party
  /** who has a row of their own with its word, whether they see it on a page or not */
  readonly keeps?: (who: Party) => boolean
  /** false: its word stands in its terms, which no search looks at */
  readonly searched?: boolean
  /** who signed up, by their addresses, for whoever may know of others than their own people */
  readonly signed?: (who: Party) => readonly string[]
  /** in whose calendar it stands */
  readonly dated?: (asker: Asker) => boolean
  /** its bytes: where, and who gets them */
  readonly bytes?: { readonly path: string; readonly gets: (asker: Asker) => boolean }
}

export type Group = {
  readonly id: string
  readonly owner: Party
  closed: boolean
  readonly inside: Map<Party, { since: number; past: boolean }>
}
export type Share = {
  readonly id: string
  readonly owner: Party
  readonly at: number
  readonly parties: readonly Party[]
  readonly group: Group | undefined
  /** to all agencies, of now and later */
  readonly agencies: boolean
  /** to the agencies of a country, of now and later */
  readonly country: string | null
  recalled: boolean
}
export type Invited = { readonly who: Party; readonly item: string | null }
export type Objection = {
  readonly id: string
  readonly by: Party
  readonly item: string | null
  readonly who: Party | null
  standing: boolean
}
export type Call = { readonly id: string; readonly items: string[]; readonly invited: Invited[]; readonly objections: Objection[] }
export type Request = { readonly id: string; readonly asker: Party; readonly asked: Party; open: boolean }

export const isAgency = ({ joined }: Party) => joined.kind === 'agency'

/** Its owner has it by its own list; others see what was shown to them, to a group that they are in, to all agencies, or to those of their country. */
export function seesCopy(who: Party, { owner, parties, group, agencies, country, recalled, at }: Share): boolean {
  if (who === owner) return true
  if (recalled) return false
  const inside = group?.closed === false ? group.inside.get(who) : undefined
  const asAgency = isAgency(who) && !who.left && (agencies || who.country === country)
  return parties.includes(who) || asAgency || (inside !== undefined && (inside.past || at >= inside.since))
}

export function seesGroup(who: Party, { owner, inside, closed }: Group): boolean {
  return who === owner || (!closed && inside.has(who))
}

/** Agencies see every item; industry those that it is invited to, unless an agency objects. */
export function seesItem(who: Party, call: Call, item: string): boolean {
  if (who.left) return false
  if (isAgency(who)) return true
  return call.invited.some((one) => one.who === who && (one.item === null || one.item === item)) && !isOut(who, call, item)
}

/** Whoever sees an item sees that there is a call; and whom an agency invited to the whole of it. */
export function seesCall(who: Party, call: Call): boolean {
  if (who.left) return false
  if (isAgency(who)) return true
  const whole = call.invited.some((one) => one.who === who && one.item === null)
  return (whole && !isOut(who, call, null)) || call.items.some((item) => seesItem(who, call, item))
}

const isOut = (who: Party, call: Call, item: string | null) =>
  call.objections.some((one) => one.standing && (one.who === null || one.who === who) && (one.item === null || one.item === item))

export const seesRequest = (who: Party, { asker, asked }: Request) => who === asker || who === asked

/** mulberry32: whole numbers below a bound, the same for the same seed. */
export function numbersBy(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

export type Stay = { readonly who: Party; state: 'invited' | 'in' | 'gone'; since: number }
export type Joint = {
  readonly id: string
  lead: Party
  closed: boolean
  /** who has said what it is about, in words of their own */
  readonly said: Set<Party>
  readonly stays: Stay[]
}
export type Entry = {
  readonly id: string
  readonly joint: Joint
  readonly by: Party
  readonly at: number
  readonly reach: 'agencies' | 'all' | 'chosen'
  readonly chosen: readonly Stay[]
  /** whether whoever comes later sees it */
  readonly late: boolean
  back: boolean
}

export const stayIn = (joint: Joint, who: Party) => joint.stays.find((one) => one.who === who && one.state !== 'gone')
export const isInside = (joint: Joint, who: Party) => stayIn(joint, who)?.state === 'in'
/** Whoever was ever asked into it keeps a file of its own, of which nothing is left but the code once it is out. */
export const hasFile = (joint: Joint, who: Party) => joint.stays.some((one) => one.who === who)
/** What it is about: whoever is asked into it or in it. */
export const seesBrief = (who: Party, joint: Joint) => stayIn(joint, who) !== undefined

/** Its author; and of those in the case whom it is for. */
export function seesGiven(who: Party, { joint, by, reach, chosen, late, at, back }: Omit<Entry, 'id'>): boolean {
  if (who === by) return true
  const stay = stayIn(joint, who)
  if (back || stay?.state !== 'in') return false
  if (reach === 'chosen') return chosen.includes(stay)
  return (reach === 'all' || isAgency(who)) && (late || at >= stay.since)
}

export type Session = {
  readonly id: string
  readonly by: Party | null
  readonly audience: 'agencies' | 'members' | 'named'
  readonly invited: Set<Party>
  readonly objects: Set<Party>
  readonly signed: Set<Asker>
}

/** Whoever offers it; agencies, unless it is for some by name; industry where it is for all or let in, and no agency objects. */
export function seesSession(who: Party, { by, audience, invited, objects }: Session): boolean {
  if (who.left) return false
  if (who === by) return true
  if (isAgency(who)) return audience !== 'named' || invited.has(who)
  return objects.size === 0 && (audience === 'members' || invited.has(who))
}

export const seesEducation = (who: Party, audience: 'agencies' | 'members', by: Party | null) =>
  !who.left && (isAgency(who) || audience === 'members' || who === by)
