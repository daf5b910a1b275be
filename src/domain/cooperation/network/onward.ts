import type { Actor } from '../../../base/actor.ts'
import type { onwardAskStates } from '../contract/network/names.ts'
import type { OnwardAskView } from '../contract.ts'
import { type Names, whoView } from '../view.ts'
import { aboveCeiling, mayDraftShare, mayShare, type SharingRule } from './sharing.ts'
import { type Onward, type Permitted, type Tlp, whyMore } from './tlp.ts'

export type OnwardAskState = (typeof onwardAskStates)[number]

/** A question to a copy's owner: whether it may go on to one recipient. */
export type OnwardAsk = {
  readonly id: string
  readonly owner: string
  readonly ownerName: string
  readonly copy: string
  readonly copyOwner: string
  readonly toKind: 'member' | 'group'
  readonly toValue: string
  readonly toName: string
  readonly audience: readonly string[]
  /** the organisations that those are; null where it was asked before this was kept */
  readonly audienceIds: readonly string[] | null
  readonly what: string
  readonly why: string
  readonly askedAt: Date
  readonly askedBy: string
  readonly withdrawnAt: Date | null
  readonly share: string | null
  readonly consent: boolean | null
  readonly reason: string | null
  readonly answeredAt: Date | null
}

export function askStateOf({ withdrawnAt, consent, share }: Pick<OnwardAsk, 'withdrawnAt' | 'consent' | 'share'>): OnwardAskState {
  if (share !== null) return 'used'
  if (withdrawnAt !== null) return 'withdrawn'
  return consent === null ? 'open' : consent ? 'consented' : 'refused'
}

type To = { readonly kind: string; readonly value: string }

/** The consents that let a copy go to all of these, one for each; undefined where one is missing. */
export function consentsFor(asks: readonly OnwardAsk[], copy: string, to: readonly To[]): readonly string[] | undefined {
  const found = to.map(({ kind, value }) =>
    asks.find((one) => one.copy === copy && one.toKind === kind && one.toValue === value && askStateOf(one) === 'consented'),
  )
  const ids = found.flatMap((one) => one?.id ?? [])
  return ids.length === to.length ? ids : undefined
}

type Now = To & { readonly members?: readonly { readonly organisation: string }[] }

/**
 * Whether somebody would get it by these consents whom its owner was not asked for: whoever came into a group since. Of what was asked before it was kept who that was, a
 * group is never sure.
 */
export function reachesOthers(asks: readonly OnwardAsk[], consents: readonly string[], to: readonly Now[]): boolean {
  return asks
    .filter(({ id }) => consents.includes(id))
    .some(({ toKind, toValue, audienceIds, copyOwner }) => {
      const now = to.find(({ kind, value }) => kind === toKind && value === toValue)?.members ?? []
      if (audienceIds === null) return toKind !== 'member'
      return now.some(({ organisation }) => organisation !== copyOwner && !audienceIds.includes(organisation))
    })
}

type Terms = { readonly tlp: Tlp; readonly permitted: Permitted; readonly onward: Onward; readonly until: string | null }
type Consented = { readonly tlp: Tlp; readonly permitted: Permitted; readonly until: Date | string | null }

/**
 * In what a share goes further than the copy that its owner let go on: a more open mark, more that may be done, passed on once more (consent is for one recipient), or
 * longer; undefined where it does not.
 */
export function whyBeyond(source: Consented, terms: Terms): 'wider' | 'permitted' | 'again' | 'longer' | undefined {
  const why = whyMore(source, terms)
  if (why !== undefined) return why
  if (terms.onward !== 'none') return 'again'
  return source.until !== null && (terms.until === null || new Date(terms.until) > new Date(source.until)) ? 'longer' : undefined
}

type Of = {
  readonly actor: Actor
  readonly rule: SharingRule
  readonly tlp: Tlp
  /** of the share that shows the copy: whether it is shown still */
  readonly shown: boolean
}

export function onwardAskView(row: OnwardAsk, { actor, rule, tlp, shown }: Of, names: Names): OnwardAskView {
  const own = row.owner === actor.organisation
  const state = askStateOf(row)
  const ceiling = own ? null : (aboveCeiling(rule, actor.role, { tlp, recipients: [{ kind: row.toKind }] }) ?? null)
  const open = state === 'open' && shown
  return {
    id: row.id,
    from: { id: row.owner, name: row.ownerName },
    to: { kind: row.toKind, value: row.toValue, name: row.toName, audience: [...row.audience] },
    what: row.what,
    why: row.why,
    state,
    askedAt: row.askedAt.toISOString(),
    answer: row.answeredAt === null ? null : { at: row.answeredAt.toISOString(), reason: row.reason ?? '' },
    own: own ? { by: whoView(row.askedBy, names), share: row.share } : null,
    may: {
      withdraw: own && (state === 'open' || state === 'consented') && mayDraftShare(actor),
      consent: !own && open && mayShare(actor) && ceiling === null,
      refuse: !own && open && mayDraftShare(actor),
    },
    ceiling,
  }
}
