import type { Actor } from '../../base/actor.ts'
import type { ChannelId, Id, ItemId, OrganisationId } from '../../base/id.ts'
import type { acts } from './contract.ts'

export type CustodyId = Id<'custody'>
export type HoldId = Id<'hold'>

/** What is told of bytes that already lie in the blob store. `receivedAt` is when they came to us, not what they say of themselves. */
export type NewItem = {
  /** lower-case hex */
  readonly sha256: string
  readonly size: number
  readonly mediaType: string
  readonly name: string | null
  readonly channel: ChannelId | null
  /** who handed it in: an address, a name, or a party's id */
  readonly handedBy: string | null
  readonly receivedAt: Date
}

export type DestroyedWhy = 'retention' | 'child-material' | 'erasure'
export type ItemState = 'kept' | 'destroyed' | 'sealed'

/** A piece of evidence: bytes by their hash, whose, and what became of them. What was destroyed keeps its row, its hash and its custody. */
export type Item = NewItem & {
  readonly id: ItemId
  readonly owner: OrganisationId
  /** the received item at the top of its tree; its own id for a received one */
  readonly root: ItemId
  readonly origin: 'received' | 'derived'
  readonly state: ItemState
  readonly destroyedAt: Date | null
  readonly destroyedWhy: DestroyedWhy | null
  /** hash of the encrypted bytes of a sealed item */
  readonly sealedSha256: string | null
}

/** An item that came out of another: `how` names the place, as 'attachment 1.2', 'archive member', 'forwarded message'. */
export type DerivedItem = Item & { readonly parent: ItemId; readonly how: string }

export type Act = (typeof acts)[number]

/** One line of the chain of custody; `leaf` is its leaf in the node's log. */
export type CustodyLine = {
  readonly id: CustodyId
  readonly item: ItemId
  readonly at: Date
  readonly act: Act
  readonly actorKind: Actor['kind']
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly leaf: string
}

/** That an item may not be destroyed, and why. Several matters may hold the same item. */
export type Hold = {
  readonly id: HoldId
  readonly item: ItemId
  readonly reason: string
  readonly since: Date
  readonly setBy: string
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly endedWhy: string | null
}
