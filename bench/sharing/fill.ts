import type { Node } from '../figures/node.ts'

/** Who shares, and by which of their ways it comes to the reader. */
export type Ways = { readonly owners: readonly string[]; readonly reader: string; readonly group: string; readonly agencies: string }

/**
 * So many shared copies, of 400 days and several owners, all of them seen by the reader: a third by its name, a third in a group, a third as one of all agencies.
 * Nine of ten are read. `dialler` is a word of each tenth, `wave` of all, `needle` of ten of them.
 */
export async function fillShared(node: Node, copies: number, { owners, reader, group, agencies }: Ways): Promise<void> {
  await node.query(
    `create temporary table made as select n, gen_random_uuid() as copy, gen_random_uuid() as share, ($2::uuid[])[1 + floor(power(random(), 2) * $3)::int] as owner,
      now() - random() * interval '400 days' as at, (array['case', 'campaign', 'indicator', 'document'])[1 + n % 4] as kind,
      (array['green', 'amber', 'amber', 'amber-strict', 'red'])[1 + n % 5] as tlp,
      'Wave ' || n || case when n % 10 = 0 then ' dialler' else '' end || case when n % ($1 / 10) = 0 then ' needle' else '' end as title
    from generate_series(1, $1::int) n`,
    [copies, owners, owners.length],
  )
  await node.query(`insert into cooperation.shared_copy (id, owner, kind, title, by_name, tlp, permitted, onward, form, content, sha256, tokens, made_at, shared_at)
    select copy, owner, kind, title, 'Agency', tlp, 'internally-visible', 'none', 1,
      jsonb_build_object('form', 1, 'from', '{"name":"Agency","country":"NZ"}'::jsonb, 'terms', '{}'::jsonb, 'body',
        jsonb_build_object('kind', 'document', 'title', title, 'language', 'en', 'text', repeat('words of it ', 100))),
      encode(sha256(copy::text::bytea), 'hex'), to_tsvector('simple', title || ' words of the copy'), at, at from made`)
  await node.query(`insert into cooperation.share (id, owner, copy, source_kind, asked, state, drafted_at, drafted_by, decided_at, decided_by)
    select share, owner, copy, kind, '{}', 'shared', at, 'bench', at, 'bench' from made`)
  await node.query(
    `insert into cooperation.share_recipient (id, owner, share, kind, value, name) select gen_random_uuid(), owner, share, 'agencies', '', 'agencies' from made`,
  )
  await node.query(
    `insert into platform.access_grant (id, owner, recipient, kind, object, since, ground)
    select gen_random_uuid(), owner, (array[$1, $2, $3]::uuid[])[1 + n % 3], 'shared-copy', copy, at, 'act' from made`,
    [reader, group, agencies],
  )
  await node.query(
    `insert into cooperation.share_receipt (id, owner, copy, reader, name, at) select gen_random_uuid(), owner, copy, $1, 'Reader', at from made where n % 10 > 0`,
    [reader],
  )
  await node.query('drop table made')
  await node.query('vacuum analyze')
}
