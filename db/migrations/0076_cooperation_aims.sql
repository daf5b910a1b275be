-- Whether a row of another organisation is seen was asked row by row: 60 microseconds of processor each, so a list over 3,000 contacts with their members and
-- tests, or over the attendance of two years, took seconds. What one organisation was granted of a kind is asked once for each statement instead, where a kind
-- has thousands of objects at most for one reader: the hashed set of 5,000 takes 5 ms, of 1,000 takes one. Kinds with a hundred thousand (copies, requests and
-- their messages, texts of joint cases) stay with platform.granted. Both say the same of every object.
create function platform.granted_objects(asked_kind text) returns setof uuid
  language sql stable security definer rows 1000 set search_path = pg_catalog
  as $$
    select g.object from (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select m."group", case when m.past then '-infinity'::timestamptz else m.since end from platform.group_member m
        where m.member = platform.acting() and m.since <= now() and m.ended_at is null
    ) w cross join lateral (
      -- by the index of each recipient, whatever the statistics say of all of them
      select a.object from platform.access_grant a
      where a.recipient = w.recipient and a.kind = asked_kind and a.since >= w.sees_since and a.since <= now()
        and (a.until is null or a.until > now()) and a.ended_at is null offset 0) g
  $$;
select platform.hand_over('platform.granted_objects(text)', 'tocsin_finder');
revoke all on function platform.granted_objects(text) from public;
-- whoever erases reads under the same policies
grant execute on function platform.granted_objects(text) to tocsin_app, tocsin_eraser;

-- Lets the policy of a table that platform.protect made ask for the set.
create function platform.granted_as_set(target regclass) returns void
  language plpgsql
  as $$
declare
  before text;
  after text;
begin
  select pg_get_expr(p.polqual, p.polrelid) into strict before from pg_policy p where p.polrelid = target and p.polname = 'visible';
  after := regexp_replace(before, $r$platform\.granted\('([a-z-]+)'::text, (\w+)\)$r$, $r$(\2 in (select g.object from platform.granted_objects('\1') g (object)))$r$, 'g');
  if after = before then
    raise exception 'nothing of % is seen by a grant', target;
  end if;
  execute format('alter policy visible on %s using (%s)', target, after);
end
$$;
revoke all on function platform.granted_as_set(regclass) from public;

select platform.granted_as_set(t::regclass) from unnest(array[
  'member', 'application', 'proposal', 'objection', 'edition', 'signature', 'contact', 'contact_test', 'country_contact', 'country_signature',
  'disclosure', 'disclosure_line', 'announcement', 'questionnaire', 'question', 'question_text', 'questionnaire_round', 'answer_sheet', 'answer', 'answer_source',
  'call', 'call_series', 'call_guest', 'call_invitation', 'call_item', 'call_action', 'call_attendance', 'call_decision', 'call_figure', 'call_file', 'call_minute',
  'call_paper', 'call_report', 'call_objection', 'call_objection_member', 'register_entry', 'support_match',
  'training', 'training_invitation', 'training_material', 'training_enrolment', 'education', 'education_figure', 'education_partner', 'education_reach',
  'joint_case', 'joint_party']) as names (name), lateral (select 'cooperation.' || name as t) as full_names;

-- What is shared with the acting organisation, by words, kinds, marks and owner, newest first. What few copies have is found from them; what many have among
-- the newest two thousand that are seen, which answers whatever is frequent. Before, those were looked through in any case, which took 150 ms of processor
-- where the reader is in 700 groups, most of them of joint cases.
create or replace function cooperation.find_shared(wanted tsquery, of_kinds text[], of_tlps text[], of_owner uuid, before_at timestamptz, before_id uuid, at_most integer)
  returns table (id uuid, since timestamptz)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog
  as $$
declare
  most constant integer := least(at_most, 500);
  me constant uuid := platform.acting();
  edge_at timestamptz := coalesce(before_at, 'infinity');
  edge_id uuid := coalesce(before_id, '00000000-0000-0000-0000-000000000000');
  seen_ids uuid[];
  seen_at timestamptz[];
  ways uuid[];
  ways_since timestamptz[];
  found_count integer := 0;
  added integer;
  matching integer;
  -- $1 words, $2 kinds, $3 marks, $4 owner
  fits constant text := '($1 is null or c.tokens @@ $1) and ($2 is null or c.kind = any ($2)) and ($3 is null or c.tlp = any ($3)) and ($4 is null or c.owner = $4)
    and c.shared_at is not null';
begin
  if wanted is null and of_kinds is null and of_tlps is null and of_owner is null then
    return query select s.object, s.since from platform.shared_with_us('shared-copy', before_at, before_id, at_most) s order by s.since desc, s.object desc;
    return;
  end if;
  -- planned with what is asked, as the last one
  execute 'select count(*) from (select from cooperation.shared_copy c where ' || fits || ' limit 2001) few' into matching using wanted, of_kinds, of_tlps, of_owner;
  if matching > 2000 then
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
  end if;
  select array_agg(w.recipient), array_agg(w.sees_since) into ways, ways_since
    from (select me as recipient, '-infinity'::timestamptz as sees_since union all select o."group", o.sees_since from platform.own_groups() o) w;
  return query execute 'select c.id, max(g.since) from cooperation.shared_copy c join platform.access_grant g on g.object = c.id
      join unnest($5, $6) w (recipient, sees_since) on w.recipient = g.recipient
    where ' || fits || ' and g.kind = ''shared-copy'' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
      and g.owner <> $9 and (g.since, g.object) < ($7, $8)
    group by c.id order by 2 desc, 1 desc limit $10'
    using wanted, of_kinds, of_tlps, of_owner, ways, ways_since, edge_at, edge_id, me, most - found_count;
end
$$;

