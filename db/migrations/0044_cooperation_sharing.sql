-- What an organisation shows to others on this node: always a copy of its own, never the original, granted to organisations and groups.

-- Whoever was in a group knows that; and whoever is in one may leave it, which is the only change to another's row that it can make.
drop policy visible on platform.group_member;
create policy visible on platform.group_member for select to tocsin_app
  using (owner = (select platform.acting()) or member = (select platform.acting()) or (ended_at is null and "group" in (select "group" from platform.own_groups())));
create policy left_by_itself on platform.group_member for update to tocsin_app
  using (member = (select platform.acting()) and ended_at is null) with check (member = (select platform.acting()) and ended_at is not null);
create index group_member_by_owner on platform.group_member (owner, "group");

-- Which organisations see an object of the acting organisation now, by its grants; `ending`: also those whose grant ends in this transaction.
create function platform.readers_of(asked_kind text, asked_object uuid, ending boolean) returns table (organisation uuid)
  language sql stable security definer set search_path = pg_catalog
  as $$
    with given as (
      select g.recipient, g.since from platform.access_grant g
      where g.owner = platform.acting() and g.kind = asked_kind and g.object = asked_object and g.since <= now()
        and (g.until is null or g.until > now()) and (g.ended_at is null or (ending and g.ended_at = now()))
    )
    select m.member from given g join platform.group_member m on m."group" = g.recipient
      where m.ended_at is null and m.since <= now() and (m.past or g.since >= m.since) and m.member <> platform.acting()
    union
    select g.recipient from given g where not exists (select from platform.sharing_group s where s.id = g.recipient)
  $$;

-- A live notice, kind and id alone, to the consoles of those to whom the acting organisation granted the object, or whose grant ends in this
-- transaction; of a group, to those who are in it or leave it now. Whoever is neither cannot be told by it.
create function platform.tell(asked_kind text, asked_object uuid) returns void
  language sql volatile security definer set search_path = pg_catalog
  as $$
    select pg_notify('tocsin_live', json_build_object('organisation', told.organisation,
      'notices', json_build_array(json_build_object('kind', asked_kind, 'id', asked_object)))::text)
    from (
      select r.organisation from platform.readers_of(asked_kind, asked_object, true) r
      union
      select m.member from platform.group_member m
      where asked_kind = 'group' and m."group" = asked_object and (m.ended_at is null or m.ended_at = now()) and m.member <> platform.acting()
        and (m.owner = platform.acting() or exists (select from platform.group_member own
          where own."group" = m."group" and own.member = platform.acting() and (own.ended_at is null or own.ended_at = now())))
    ) told
  $$;

-- As before, without what is one's own: whoever is in a group that it shows something to has that anyway.
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
        where a.recipient = w.recipient and a.kind = asked_kind and a.since >= w.sees_since and a.since <= now()
          and (a.until is null or a.until > now()) and a.ended_at is null and a.owner <> platform.acting()
          and (before_at is null or (a.since, a.object) < (before_at, before_object))
        order by a.since desc, a.object desc limit least(at_most, 500)) g
    )
    select s.object, s.owner, max(s.since) from seen s group by s.object, s.owner order by 3 desc, 1 desc limit least(at_most, 500)
  $$;

select platform.hand_over(f, 'tocsin_finder') from unnest(array['platform.readers_of(text, uuid, boolean)', 'platform.tell(text, uuid)']::regprocedure[]) f;
revoke all on function platform.readers_of(text, uuid, boolean), platform.tell(text, uuid) from public;
grant execute on function platform.readers_of(text, uuid, boolean), platform.tell(text, uuid) to tocsin_app;

-- What others see: content and terms, whole. Where it came from stands in `share`, which only its owner sees.
create table cooperation.shared_copy (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('case', 'campaign', 'indicator', 'document')),
  title text not null check (length(title) between 1 and 300),
  -- the owner's name as the copy was made
  by_name text not null,
  -- Traffic Light Protocol 2.0 (FIRST)
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  -- Information Exchange Policy 2.0 (FIRST), permitted actions
  permitted text not null check (permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  onward text not null check (onward in ('none', 'ask', 'as-marked')),
  until timestamptz,
  -- the form of `content` (src/domain/cooperation/network/copy.ts)
  form smallint not null,
  content jsonb not null,
  -- of the canonical JSON (RFC 8785) of `content`
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  tokens tsvector not null,
  made_at timestamptz not null,
  shared_at timestamptz,
  -- its words were taken off: refused, its time was up, or for a data subject
  emptied_at timestamptz,
  unique (id, owner)
);
create index shared_copy_by_words on cooperation.shared_copy using gin (tokens);
create index shared_copy_by_owner on cooperation.shared_copy (owner, made_at desc, id desc);
select platform.protect('cooperation.shared_copy', 'shared-copy');
select platform.searchable('cooperation.shared_copy');
grant select, insert, update (title, tlp, permitted, onward, until, content, sha256, tokens, made_at, shared_at, emptied_at) on cooperation.shared_copy to tocsin_app;

-- That something is shown to others: from what, by whose decision, until when.
create table cooperation.share (
  id uuid primary key,
  owner uuid not null,
  copy uuid not null unique,
  source_kind text not null check (source_kind in ('case', 'campaign', 'indicator', 'document')),
  source uuid,
  -- what it was asked for with, so that it can be drafted anew
  asked jsonb not null,
  -- copies of others that it rests on
  rests_on uuid[] not null default '{}' check (cardinality(rests_on) <= 50),
  state text not null check (state in ('draft', 'shared', 'recalled', 'refused')),
  -- of the draft: what was looked at is what is approved
  revision integer not null default 1,
  drafted_at timestamptz not null,
  drafted_by text not null,
  decided_at timestamptz,
  decided_by text,
  ended_at timestamptz,
  ended_by text,
  unique (id, owner),
  foreign key (copy, owner) references cooperation.shared_copy (id, owner),
  check ((state in ('shared', 'recalled')) = (decided_at is not null)),
  check ((state in ('recalled', 'refused')) = (ended_at is not null))
);
create index share_by_owner on cooperation.share (owner, drafted_at desc, id desc);
create index share_by_state on cooperation.share (owner, state, drafted_at desc, id desc);
create index share_by_source on cooperation.share (owner, source) where source is not null;
select platform.protect('cooperation.share');
grant select, insert, update (asked, rests_on, state, revision, drafted_at, drafted_by, decided_at, decided_by, ended_at, ended_by) on cooperation.share to tocsin_app;

-- To whom, as it was asked for: a member by its card, a group, all agencies of a country, all agencies. Which organisations and groups that came to
-- stands in the grants.
create table cooperation.share_recipient (
  id uuid primary key,
  owner uuid not null,
  share uuid not null,
  kind text not null check (kind in ('member', 'group', 'country', 'agencies')),
  value text not null check (length(value) <= 40),
  name text not null check (length(name) between 1 and 200),
  foreign key (share, owner) references cooperation.share (id, owner)
);
create unique index share_recipient_once on cooperation.share_recipient (share, kind, value);
create index share_recipient_by_owner on cooperation.share_recipient (owner, share);
select platform.protect('cooperation.share_recipient');
grant select, insert, delete on cooperation.share_recipient to tocsin_app;

-- What happened to it; each is a leaf of the log.
create table cooperation.share_event (
  id uuid primary key,
  owner uuid not null,
  share uuid not null,
  at timestamptz not null,
  what text not null check (what in ('drafted', 'changed', 'shared', 'refused', 'recalled')),
  actor text not null,
  leaf uuid,
  foreign key (share, owner) references cooperation.share (id, owner)
);
create index share_event_in_order on cooperation.share_event (share, at, id);
select platform.protect('cooperation.share_event');
grant select, insert on cooperation.share_event to tocsin_app;

-- That an organisation has read a copy, for the first time: its own word, seen by the copy's owner.
create table cooperation.share_receipt (
  id uuid primary key,
  owner uuid not null,
  copy uuid not null,
  reader uuid not null,
  name text not null,
  at timestamptz not null,
  unique (copy, reader),
  foreign key (copy, owner) references cooperation.shared_copy (id, owner),
  check (reader <> owner)
);
create index share_receipt_by_reader on cooperation.share_receipt (reader, copy);
alter table cooperation.share_receipt enable row level security;
alter table cooperation.share_receipt force row level security;
create policy visible on cooperation.share_receipt for select to tocsin_app
  using (owner = (select platform.acting()) or reader = (select platform.acting()));
create policy added on cooperation.share_receipt for insert to tocsin_app
  with check (reader = (select platform.acting()) and platform.granted('shared-copy', copy));
select platform.searchable('cooperation.share_receipt');
grant select, insert on cooperation.share_receipt to tocsin_app;

-- What stays with each recipient of what was recalled: that it was, when and by whom, and the hash by which it finds what it has kept; no content. It
-- stands open until the recipient says that it has deleted what it kept.
create table cooperation.tombstone (
  id uuid primary key,
  owner uuid not null,
  owner_name text not null,
  copy uuid not null,
  kind text not null check (kind in ('case', 'campaign', 'indicator', 'document')),
  sha256 text not null,
  shared_at timestamptz not null,
  recalled_at timestamptz not null,
  organisation uuid not null,
  name text not null,
  had_read boolean not null,
  confirmed_at timestamptz,
  unique (copy, organisation),
  foreign key (copy, owner) references cooperation.shared_copy (id, owner),
  check (organisation <> owner)
);
create index tombstone_by_organisation on cooperation.tombstone (organisation, recalled_at desc, id desc);
create index tombstone_by_owner on cooperation.tombstone (owner, recalled_at desc);
alter table cooperation.tombstone enable row level security;
alter table cooperation.tombstone force row level security;
create policy visible on cooperation.tombstone for select to tocsin_app
  using (owner = (select platform.acting()) or organisation = (select platform.acting()));
create policy added on cooperation.tombstone for insert to tocsin_app with check (owner = (select platform.acting()));
create policy confirmed on cooperation.tombstone for update to tocsin_app
  using (organisation = (select platform.acting()) and confirmed_at is null) with check (organisation = (select platform.acting()));
grant select, insert, update (confirmed_at) on cooperation.tombstone to tocsin_app;

-- What the owner keeps to itself: nothing of it is shown to others until an administrator of the owner takes the mark away.
create table cooperation.secrecy_mark (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('case', 'campaign')),
  object uuid not null,
  mark text not null check (mark in ('confidential', 'commercially-sensitive')),
  since timestamptz not null,
  since_by text not null,
  lifted_at timestamptz,
  lifted_by text
);
create unique index secrecy_mark_open on cooperation.secrecy_mark (owner, object, mark) where lifted_at is null;
select platform.protect('cooperation.secrecy_mark');
grant select, insert, update (lifted_at, lifted_by) on cooperation.secrecy_mark to tocsin_app;

-- How an organisation lets its people share. Up to where each role may decide: the most open mark, and the widest recipient. Administrators have no ceiling.
create table cooperation.sharing_rule (
  owner uuid primary key,
  second_person boolean not null,
  analyst_tlp text not null check (analyst_tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  analyst_reach text not null check (analyst_reach in ('member', 'group', 'country', 'agencies')),
  manager_tlp text not null check (manager_tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  manager_reach text not null check (manager_reach in ('member', 'group', 'country', 'agencies')),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cooperation.sharing_rule');
grant select, insert, update (second_person, analyst_tlp, analyst_reach, manager_tlp, manager_reach, changed_at, changed_by) on cooperation.sharing_rule to tocsin_app;

-- Copies that others show to the acting organisation, newest first, by words and filters (null: any). Definer, since matching words loses its index under a
-- policy. Words go through their index, all else along the newest.
create function cooperation.find_shared(wanted tsquery, of_kinds text[], of_tlps text[], of_owner uuid, before_at timestamptz, before_id uuid, at_most integer)
  returns table (id uuid, since timestamptz)
  language plpgsql stable rows 50 security definer set search_path = pg_catalog
  as $$
begin
  if wanted is null and of_kinds is null and of_tlps is null and of_owner is null then
    return query select s.object, s.since from platform.shared_with_us('shared-copy', before_at, before_id, at_most) s order by s.since desc, s.object desc;
    return;
  end if;
  return query
    with way as materialized (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select o."group", o.sees_since from platform.own_groups() o
    ), found as (
      select c.id, (
        select max(g.since) from way w join platform.access_grant g on g.recipient = w.recipient
        where g.kind = 'shared-copy' and g.object = c.id and g.since >= w.sees_since and g.since <= now()
          and (g.until is null or g.until > now()) and g.ended_at is null) as since
      from cooperation.shared_copy c
      where (wanted is null or c.tokens @@ wanted) and (of_kinds is null or c.kind = any (of_kinds)) and (of_tlps is null or c.tlp = any (of_tlps))
        and (of_owner is null or c.owner = of_owner) and c.owner <> platform.acting() and c.shared_at is not null
    )
    select f.id, f.since from found f
    where f.since is not null and (before_at is null or (f.since, f.id) < (before_at, before_id))
    order by f.since desc, f.id desc limit least(at_most, 500);
end
$$;

-- How many of each kind others show to the acting organisation, and how many of them nobody there has read yet.
create function cooperation.count_shared() returns table (kind text, count integer, unread integer)
  language sql stable security definer set search_path = pg_catalog
  as $$
    with way as (
      select platform.acting() as recipient, '-infinity'::timestamptz as sees_since
      union all
      select o."group", o.sees_since from platform.own_groups() o
    ), seen as (
      select distinct g.object from way w join platform.access_grant g on g.recipient = w.recipient
      where g.kind = 'shared-copy' and g.since >= w.sees_since and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
        and g.owner <> platform.acting()
    )
    select c.kind, count(*)::integer, count(*) filter (where r.copy is null)::integer
    from seen s join cooperation.shared_copy c on c.id = s.object
      left join cooperation.share_receipt r on r.copy = c.id and r.reader = platform.acting()
    group by c.kind
  $$;

-- The network's standing group of agencies, which industry shares with and does not see into; for members of the network alone.
create function cooperation.agencies_group() returns uuid
  language sql stable security definer set search_path = pg_catalog
  as $$
    select a.id from cooperation.sharing_group a
    where a.standing = 'agencies' and (a.owner = platform.acting() or exists (
      select from cooperation.sharing_group g join platform.own_groups() o on o."group" = g.id where g.owner = a.owner and g.standing = 'members'))
  $$;

-- In which groups of others a member of the network is: asked by the network as it leaves, so that it leaves those too.
create function cooperation.groups_of(asked uuid) returns table ("group" uuid, owner uuid)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select m."group", m.owner from platform.group_member m
    where m.member = asked and m.ended_at is null and platform.acting() = directory.network()
  $$;

do $$
declare
  f regprocedure;
begin
  grant usage on schema cooperation to tocsin_finder;
  grant create on schema cooperation to tocsin_finder;
  perform platform.searchable('cooperation.sharing_group');
  foreach f in array array['cooperation.find_shared(tsquery, text[], text[], uuid, timestamptz, uuid, integer)', 'cooperation.count_shared()',
    'cooperation.agencies_group()', 'cooperation.groups_of(uuid)']::regprocedure[] loop
    execute format('alter function %s owner to tocsin_finder', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  revoke create on schema cooperation from tocsin_finder;
end
$$;
