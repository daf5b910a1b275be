import type { Actor } from '../../base/actor.ts'
import type { ItemId } from '../../base/id.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/pools.ts'
import type { Work } from '../../platform/work.ts'
import type { PackageChapter } from './package/chapter.ts'
import type { PackageLanguage } from './package/package.ts'
import type { RetentionKind, RetentionPreview } from './retention.ts'

/**
 * What rooms further on put into evidence's hands; src/app gathers it, since evidence may not import them.
 */
export type EvidenceSources = {
  readonly subjects: readonly SubjectSource[]
  readonly retention: readonly RetentionSource[]
  /** what each room removes of its own when items are destroyed, in the same unit of work */
  readonly forget: readonly Forget[]
  /** what evidence packages can be about */
  readonly packages: readonly PackageSource[]
}

/**
 * Something that a package can be about: reports, a case. What is in it is the room's own content; the bytes, their custody and the proof are evidence's. A case
 * gives its reports' items as items and itself as the first chapter.
 */
export type PackageSource = {
  /** `report`, `case`; unique */
  readonly kind: string
  /**
   * Which received items belong to it (what came out of them goes along), under the actor's own rights, with a title for people. Fails where a subject is
   * not there. `withheld`: things left out as child-abuse material that are no item of these; `chapters`: how many there will be.
   */
  gather(
    tx: Tx,
    actor: Actor,
    subjects: readonly string[],
  ): Promise<{
    readonly title: string
    readonly subjects: readonly string[]
    readonly items: readonly ItemId[]
    readonly withheld: number
    readonly chapters: number
  }>
  /** What is known of it, one chapter after another; at least one for each subject. Read when the package is made, under the organisation's own rights. */
  chapters(ctx: Context, actor: Actor, subjects: readonly string[], language: PackageLanguage): AsyncIterable<PackageChapter>
}

export type Forget = (work: Work, items: readonly ItemId[]) => Promise<void>

/**
 * How one kind of data goes when its time is up. `purge` removes at most `limit` things in units of work of its own and answers how
 * many went; it is called until that is 0. What it purges and what `preview` counts are the same things.
 */
export type RetentionSource = {
  readonly kind: RetentionKind
  /** how many go in one unit of work, where that is not what suits evidence with its custody lines */
  readonly atOnce?: number
  preview(tx: Tx, before: Date): Promise<RetentionPreview>
  purge(ctx: Context, actor: Actor, before: Date, limit: number): Promise<number>
}

/** Something that speaks of a person. `label` is what the console shows of it. */
export type SubjectHit = { readonly id: string; readonly label: string; readonly at: Date | null }

export type ErasureManner = 'erase' | 'pseudonymise'

/** A room's answer to a data subject: everything of one kind, in the acting organisation, that speaks of an address or name. */
export type SubjectSource = {
  /** `intake.report`, `directory.contact`; unique */
  readonly kind: string
  find(tx: Tx, text: string): Promise<readonly SubjectHit[]>
  /** The same things whole, as JSON, with the evidence items whose files belong to them. */
  export(tx: Tx, text: string): Promise<{ readonly rows: readonly unknown[]; readonly items: readonly ItemId[] }>
  /** Erases, or puts the pseudonym in the person's place. Refuses with `evidence.held` what a hold protects, and then nothing at all is erased. */
  erase(work: Work, text: string, manner: ErasureManner, pseudonym: string): Promise<void>
}
