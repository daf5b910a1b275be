-- What is shared with us, where that is very much. Pages far down start at their place in the index. Filters and searches look through the newest first, which
-- finds what is frequent at once; what is rare is then found from its words or its owner, or by joining all that is seen with all that fits. Statements that
-- depend much on what is asked are planned for it.

create or replace function platform.shared_with_us(asked_kind text, before_at timestamptz, before_object uuid, at_most integer)
  returns table (object uuid, owner uuid, since timestamptz)
  language sql stable security definer set search_path = pg_catalog
  as $$
    with way as (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select o."group", o.sees_since from platform.own_groups() o
    ), seen as (
      select g.object, g.owner, g.since from way w cross join lateral (
        select a.object, a.owner, a.since from platform.access_grant a
        where a.recipient = w.recipient and a.kind = asked_kind and a.owner <> platform.acting() and a.since >= w.sees_since and a.since <= now()
          and (a.until is null or a.until > now()) and a.ended_at is null
          and (a.since, a.object) < (coalesce(before_at, 'infinity'), coalesce(before_object, '00000000-0000-0000-0000-000000000000'))
        order by a.since desc, a.object desc limit least(at_most, 500)) g
    )
    select s.object, s.owner, max(s.since) from seen s group by s.object, s.owner order by 3 desc, 1 desc limit least(at_most, 500)
  $$;

create or replace function cooperation.find_shared(wanted tsquery, of_kinds text[], of_tlps text[], of_owner uuid, before_at timestamptz, before_id uuid, at_most integer)
  returns table (id uuid, since timestamptz)
  language plpgsql stable rows 50 security definer set search_path = pg_catalog
  as $$
declare
  most constant integer := least(at_most, 500);
  me constant uuid := platform.acting();
  edge_at timestamptz := before_at;
  edge_id uuid := before_id;
  seen_ids uuid[];
  seen_at timestamptz[];
  ways uuid[];
  ways_since timestamptz[];
  found_count integer := 0;
  added integer;
  -- $1 words, $2 kinds, $3 marks, $4 owner
  fits constant text := '($1 is null or c.tokens @@ $1) and ($2 is null or c.kind = any ($2)) and ($3 is null or c.tlp = any ($3)) and ($4 is null or c.owner = $4)
    and c.shared_at is not null';
  -- $5, $6 ways and from when on each is seen, $7, $8 the edge, $9 who asks
  seen constant text := 'g.kind = ''shared-copy'' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
    and g.owner <> $9 and (g.since, g.object) < ($7, $8)';
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
  select array_agg(w.recipient), array_agg(w.sees_since) into ways, ways_since
    from (select me as recipient, '-infinity'::timestamptz as sees_since union all select o."group", o.sees_since from platform.own_groups() o) w;
  if wanted is not null or of_owner is not null then
    return query execute 'select c.id, s.since from cooperation.shared_copy c cross join lateral (
        select max(g.since) as since from unnest($5, $6) w (recipient, sees_since) join platform.access_grant g on g.recipient = w.recipient and g.object = c.id
        where ' || seen || ') s
      where ' || fits || ' and s.since is not null order by s.since desc, c.id desc limit $10'
      using wanted, of_kinds, of_tlps, of_owner, ways, ways_since, edge_at, edge_id, me, most - found_count;
    return;
  end if;
  return query execute 'select c.id, s.since from (
      select g.object, max(g.since) as since from unnest($5, $6) w (recipient, sees_since) join platform.access_grant g on g.recipient = w.recipient
      where ' || seen || ' group by g.object) s join cooperation.shared_copy c on c.id = s.object
    where ' || fits || ' order by s.since desc, c.id desc limit $10'
    using wanted, of_kinds, of_tlps, of_owner, ways, ways_since, edge_at, edge_id, me, most - found_count;
end
$$;

create or replace function cooperation.count_shared() returns table (kind text, count integer, unread integer)
  language plpgsql stable security definer set search_path = pg_catalog
  as $$
declare
  me constant uuid := platform.acting();
  ways uuid[];
  ways_since timestamptz[];
begin
  select array_agg(w.recipient), array_agg(w.sees_since) into ways, ways_since
    from (select me as recipient, '-infinity'::timestamptz as sees_since union all select o."group", o.sees_since from platform.own_groups() o) w;
  return query execute 'select c.kind, count(*)::integer, count(*) filter (where r.copy is null)::integer
    from (
      select distinct g.object from unnest($1, $2) w (recipient, sees_since) join platform.access_grant g on g.recipient = w.recipient
      where g.kind = ''shared-copy'' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null and g.owner <> $3
    ) s join cooperation.shared_copy c on c.id = s.object left join cooperation.share_receipt r on r.copy = c.id and r.reader = $3
    group by c.kind'
    using ways, ways_since, me;
end
$$;

-- kinds and marks of what is seen are read from these alone: the content is far wider
create index shared_copy_by_kind on cooperation.shared_copy (id) include (kind);
create index shared_copy_by_marks on cooperation.shared_copy (kind, tlp, owner) include (id) where shared_at is not null;
