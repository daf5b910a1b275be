-- Filters and searches of what is shared with us, where that is very much: the newest are looked through first, which finds what is frequent at once; what is rare
-- is then found from its words, or by joining all that is seen with all that fits.

create or replace function cooperation.find_shared(wanted tsquery, of_kinds text[], of_tlps text[], of_owner uuid, before_at timestamptz, before_id uuid, at_most integer)
  returns table (id uuid, since timestamptz)
  language plpgsql stable rows 50 security definer set search_path = pg_catalog
  as $$
declare
  most constant integer := least(at_most, 500);
  edge_at timestamptz := before_at;
  edge_id uuid := before_id;
  seen_ids uuid[];
  seen_at timestamptz[];
  found_count integer := 0;
  added integer;
begin
  if wanted is null and of_kinds is null and of_tlps is null and of_owner is null then
    return query select s.object, s.since from platform.shared_with_us('shared-copy', before_at, before_id, at_most) s order by s.since desc, s.object desc;
    return;
  end if;
  for turn in 1..4 loop
    select array_agg(s.object order by s.since desc, s.object desc), array_agg(s.since order by s.since desc, s.object desc) into seen_ids, seen_at
      from platform.shared_with_us('shared-copy', edge_at, edge_id, 500) s;
    return query
      select c.id, s.since from unnest(seen_ids, seen_at) s (object, since) join cooperation.shared_copy c on c.id = s.object
      where (wanted is null or c.tokens @@ wanted) and (of_kinds is null or c.kind = any (of_kinds)) and (of_tlps is null or c.tlp = any (of_tlps))
        and (of_owner is null or c.owner = of_owner) and c.shared_at is not null
      order by s.since desc, c.id desc limit most - found_count;
    get diagnostics added = row_count;
    found_count := found_count + added;
    if found_count >= most or cardinality(seen_ids) is distinct from 500 then
      return;
    end if;
    edge_at := seen_at[500];
    edge_id := seen_ids[500];
  end loop;
  if wanted is not null then
    return query
      with way as materialized (
        select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
        union all
        select o."group", o.sees_since from platform.own_groups() o
      ), fit as (
        select c.id, (
          select max(g.since) from way w join platform.access_grant g on g.recipient = w.recipient
          where g.kind = 'shared-copy' and g.object = c.id and g.since >= w.sees_since and g.since <= now()
            and (g.until is null or g.until > now()) and g.ended_at is null) as since
        from cooperation.shared_copy c
        where c.tokens @@ wanted and (of_kinds is null or c.kind = any (of_kinds)) and (of_tlps is null or c.tlp = any (of_tlps))
          and (of_owner is null or c.owner = of_owner) and c.owner <> platform.acting() and c.shared_at is not null
      )
      select f.id, f.since from fit f
      where f.since is not null and (f.since, f.id) < (edge_at, edge_id)
      order by f.since desc, f.id desc limit most - found_count;
    return;
  end if;
  return query
    with way as materialized (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select o."group", o.sees_since from platform.own_groups() o
    ), seen as (
      select g.object, max(g.since) as since from way w join platform.access_grant g on g.recipient = w.recipient
      where g.kind = 'shared-copy' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
        and g.owner <> platform.acting() and (of_owner is null or g.owner = of_owner) and (g.since, g.object) < (edge_at, edge_id)
      group by g.object
    )
    select c.id, s.since from seen s join cooperation.shared_copy c on c.id = s.object
    where (of_kinds is null or c.kind = any (of_kinds)) and (of_tlps is null or c.tlp = any (of_tlps)) and c.shared_at is not null
    order by s.since desc, c.id desc limit most - found_count;
end
$$;

create index shared_copy_by_marks on cooperation.shared_copy (kind, tlp, owner) include (id) where shared_at is not null;
