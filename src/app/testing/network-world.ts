import type { Client } from './house.ts'
import type { Joined } from './network.ts'

// A small network and what may be seen in it, told as plainly as the rules are told to people. The property test holds the product to it.

/** The word of the so manieth thing. */
export const markOf = (number: number) => `qx${String(number).padStart(4, '0')}x`

/** An organisation of the model, by its place in the list; `left`: it is no member any more. */
export type Party = { readonly at: number; readonly joined: Joined; left: boolean }

/** Somebody who asks: for a party, while they work there; what goes to `addresses` they read. */
export type Asker = {
  readonly name: string
  readonly addresses: readonly string[]
  readonly party: Party
  readonly client: Client
  here: boolean
  calendar: string | null
}

/** Something of the network, known by a word that stands nowhere else. */
export type Thing = {
  readonly kind: 'copy' | 'group' | 'call' | 'item' | 'request'
  readonly marker: string
  readonly id: string
  readonly sees: (who: Party) => boolean
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

/** Its owner has it by its own list; others see what was shown to them, to a group that they are in, or to all agencies. */
export function seesCopy(who: Party, { owner, parties, group, agencies, recalled, at }: Share): boolean {
  if (who === owner) return true
  if (recalled) return false
  const inside = group?.closed === false ? group.inside.get(who) : undefined
  return parties.includes(who) || (agencies && isAgency(who) && !who.left) || (inside !== undefined && (inside.past || at >= inside.since))
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
