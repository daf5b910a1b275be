import { sql } from 'kysely'
import type { ItemId, ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

// How the acting organisation's items hang together with reports, letters and what was shared of them.

/** How reports point at an item: at the very item, and at its bytes as a message. */
export async function findSighted(
  tx: Tx,
  reports: readonly ReportId[],
  item: ItemId,
  sha256: string,
): Promise<{ readonly itself: boolean; readonly message: boolean }> {
  const { rows } = await sql<{ itself: boolean | null; message: boolean | null }>`
    select bool_or(s.item = ${item}::uuid) as itself, bool_or(s.kind = 'message' and i.sha256 = ${sha256}) as message
    from intake.sighting s join evidence.item i on i.id = s.item
    where s.owner = platform.acting() and s.report = any (${[...reports]}::uuid[])`.execute(tx)
  return { itself: rows[0]?.itself === true, message: rows[0]?.message === true }
}

export type Letter = {
  readonly aboutKind: string
  /** the case, for an action that it is of; else what the thread is about */
  readonly about: string
  readonly addresses: readonly string[]
  readonly name: string | null
}

/** Who wrote the letters that these originals are, and what about; a case that was merged counts as those that it went into too. */
export async function listLetters(tx: Tx, items: readonly ItemId[]): Promise<readonly Letter[]> {
  if (items.length === 0) return []
  const { rows } = await sql<Letter>`with recursive letters as (
      select t.about_kind as kind, coalesce(a."case", t.about) as about, r.from_name as name,
        array_remove(array[r.from_address, nullif(r.sender, ''), t.correspondent], null) as addresses
      from intake.reply r join intake.thread t on t.id = r.thread
      left join cases.action a on t.about_kind = 'action' and a.id = t.about and a.owner = r.owner
      where r.owner = platform.acting() and r.item = any (${[...items]}::uuid[]) limit 1000),
    told as (select * from letters
      union select told.kind, c.merged_into, told.name, told.addresses from told join cases."case" c on c.id = told.about and c.owner = platform.acting()
      where c.merged_into is not null)
    select kind as "aboutKind", about, name, addresses from told`.execute(tx)
  return rows
}

/**
 * Shares of the acting organisation with words in them still, of which something hangs together with what was marked as child-abuse material under these
 * originals: the item itself, what it came out of, what came out of it, or anything in the report in which it was found; so many at a time.
 */
export async function listSharesMarked(tx: Tx, roots: readonly ItemId[], most = 200): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`with recursive marked as (select distinct i.sha256 from evidence.item i
      where i.owner = platform.acting() and i.root = any (${[...roots]}::uuid[]) and i.destroyed_why = 'child-material'),
    made as (select s.id, s.source_kind as kind, s.source from cooperation.share s join cooperation.shared_copy c on c.id = s.copy
      where s.owner = platform.acting() and s.source_kind in ('evidence', 'finding') and c.emptied_at is null),
    reported as (select m.id, r.item, r.sha256 from made m join intake.report r on r.id = m.source and r.owner = platform.acting() where m.kind = 'finding'),
    starts as (select m.id, m.source as item from made m where m.kind = 'evidence' union select r.id, r.item from reported r where r.item is not null),
    up as (select id, item from starts union select up.id, d.parent from up join evidence.derivation d on d.child = up.item),
    down as (select id, item from starts union select down.id, d.child from down join evidence.derivation d on d.parent = down.item)
    select h.id from (select id, item from up union select id, item from down) h join evidence.item i on i.id = h.item and i.owner = platform.acting()
      where i.sha256 in (select sha256 from marked)
    union select r.id from reported r where r.sha256 in (select sha256 from marked)
    order by 1 limit ${most}`.execute(tx)
  return rows.map(({ id }) => id)
}
