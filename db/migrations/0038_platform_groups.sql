-- Groups of organisations that something is granted to at once. Who is in one is read at the moment of reading, so whoever leaves sees nothing
-- more from that moment on. What a group is called, and what it is for, lives in cooperation, which alone writes these tables.
create table platform.sharing_group (
  id uuid primary key,
  owner uuid not null,
  since timestamptz not null,
  unique (id, owner)
);
create table platform.group_member (
  id uuid primary key,
  owner uuid not null,
  "group" uuid not null,
  member uuid not null,
  since timestamptz not null,
  -- whether what the group had been granted before is seen too
  past boolean not null,
  ended_at timestamptz,
  -- nobody makes themselves a member of another's group
  foreign key ("group", owner) references platform.sharing_group (id, owner)
);
create unique index group_member_once on platform.group_member ("group", member) where ended_at is null;
create index group_member_by_member on platform.group_member (member, "group") where ended_at is null;

-- In which groups the acting organisation is now, and from when on it sees what they were granted.
create function platform.own_groups() returns table ("group" uuid, sees_since timestamptz)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select m."group", case when m.past then '-infinity'::timestamptz else m.since end from platform.group_member m
    where m.member = platform.acting() and m.since <= now() and m.ended_at is null
  $$;

alter table platform.sharing_group enable row level security;
alter table platform.sharing_group force row level security;
create policy visible on platform.sharing_group for select to tocsin_app
  using (owner = (select platform.acting()) or id in (select "group" from platform.own_groups()));
create policy added on platform.sharing_group for insert with check (owner = (select platform.acting()));
select platform.searchable('platform.sharing_group');
grant select, insert on platform.sharing_group to tocsin_app;

-- Members see who is in their group with them: nobody is told something in company that they do not know.
alter table platform.group_member enable row level security;
alter table platform.group_member force row level security;
create policy visible on platform.group_member for select to tocsin_app
  using (owner = (select platform.acting()) or (ended_at is null and "group" in (select "group" from platform.own_groups())));
create policy added on platform.group_member for insert with check (owner = (select platform.acting()));
create policy changed on platform.group_member for update
  using (owner = (select platform.acting())) with check (owner = (select platform.acting()));
select platform.searchable('platform.group_member');
grant select, insert, update (ended_at) on platform.group_member to tocsin_app;

create or replace function platform.granted(asked_kind text, asked_object uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog
  as $$
    select exists (
      select from platform.access_grant g
      where g.kind = asked_kind and g.object = asked_object
        and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null
        and (g.recipient = platform.acting() or exists (
          select from platform.group_member m
          where m."group" = g.recipient and m.member = platform.acting() and m.since <= now() and m.ended_at is null and (m.past or g.since >= m.since))))
  $$;

-- What others have granted to the acting organisation, by itself or in a group, newest first: the list 'shared with us', read by its index. An object
-- that came in several ways stands at the newest.
create function platform.shared_with_us(asked_kind text, before_at timestamptz, before_object uuid, at_most integer)
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
          and (before_at is null or (a.since, a.object) < (before_at, before_object))
        order by a.since desc, a.object desc limit least(at_most, 500)) g
    )
    select s.object, s.owner, max(s.since) from seen s group by s.object, s.owner order by 3 desc, 1 desc limit least(at_most, 500)
  $$;
create index access_grant_in_order on platform.access_grant (recipient, kind, since desc, object desc) where ended_at is null;

select platform.hand_over(f, 'tocsin_finder') from unnest(array['platform.own_groups()', 'platform.shared_with_us(text, timestamptz, uuid, integer)']::regprocedure[]) f;
revoke all on function platform.own_groups(), platform.shared_with_us(text, timestamptz, uuid, integer) from public;
grant execute on function platform.own_groups(), platform.shared_with_us(text, timestamptz, uuid, integer) to tocsin_app;
