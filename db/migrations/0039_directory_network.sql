-- The network is an organisation of the node, one at most. Nobody is a member of it by name: whoever works for an organisation that holds the
-- secretariat's office acts for it, with the role that they have at home, so a change of term moves no row.
alter table directory.organisation drop constraint organisation_kind_check,
  add constraint organisation_kind_check check (kind in ('agency', 'provider', 'industry', 'secretariat', 'network', 'other'));
create unique index organisation_network on directory.organisation (kind) where kind = 'network';

-- Who holds the office, from when until when; several may hold it together. `name` is the holder's as the term began.
create table directory.office (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  holder uuid not null references directory.organisation,
  name text not null,
  since timestamptz not null,
  until timestamptz,
  decided_by text not null,
  check (until is null or until >= since),
  check (holder <> owner)
);
create unique index office_open on directory.office (owner, holder) where until is null;
create index office_by_holder on directory.office (holder);
select platform.protect('directory.office', 'office');
select platform.searchable('directory.office');
grant select, insert, update (until) on directory.office to tocsin_app;

-- For whom a person acts, and as what: the organisations that they belong to, and the network while theirs holds the office.
create function directory.roles_of(asked uuid) returns table (owner uuid, role text, since timestamptz, by_office boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select m.owner, m.role, m.since, false from directory.membership m where m.person = asked
    union all
    select f.owner, (array_agg(m.role order by array_position(array['administrator', 'manager', 'analyst', 'viewer'], m.role)))[1], min(greatest(m.since, f.since)), true
    from directory.membership m
      join directory.office f on f.holder = m.owner and f.since <= now() and (f.until is null or f.until > now())
      join directory.organisation h on h.id = f.holder and h.suspended_at is null
    where m.person = asked group by f.owner
  $$;

create or replace function directory.own_organisations() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
  as $$ select r.owner from directory.roles_of(directory.acting_person()) r $$;

-- Own organisations first, the oldest of them before the others: it is acted for where nobody chose.
create or replace function directory.memberships_of(asked uuid)
  returns table (owner uuid, code text, name text, kind text, country text, suspended boolean, role text, unread bigint)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select o.id, o.code, o.name, o.kind, o.country, o.suspended_at is not null, r.role,
      (select count(*) from directory.notice n where n.owner = r.owner and n.person = asked and n.read_at is null)
    from directory.roles_of(asked) r join directory.organisation o on o.id = r.owner
    order by r.by_office, r.since, o.id
  $$;

create or replace function directory.find_key(asked bytea)
  returns table (id uuid, owner uuid, person uuid, scopes text[], role text, last_used_at timestamptz, expires_at timestamptz, revoked boolean, suspended boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select k.id, k.owner, k.person, k.scopes, r.role, k.last_used_at, k.expires_at, k.revoked_at is not null, o.suspended_at is not null
    from directory.api_key k
      join directory.organisation o on o.id = k.owner
      join directory.roles_of(k.person) r on r.owner = k.owner
    where k.hash = asked
  $$;

-- The people who act for the acting organisation by an office.
create function directory.staff_by_office() returns table (person uuid, role text)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select m.person, (array_agg(m.role order by array_position(array['administrator', 'manager', 'analyst', 'viewer'], m.role)))[1]
    from directory.office f join directory.membership m on m.owner = f.holder
    where f.owner = platform.acting() and f.since <= now() and (f.until is null or f.until > now())
    group by m.person
  $$;
drop policy visible on directory.person;
create policy visible on directory.person for select
  using (id = (select directory.acting_person()) or (select platform.operating()) or exists (select from directory.membership m where m.person = person.id)
    or id in (select s.person from directory.staff_by_office() s));

-- Members know what their network is called.
drop policy visible on directory.organisation;
create policy visible on directory.organisation for select
  using (id = (select platform.acting()) or (select platform.operating()) or id in (select directory.own_organisations())
    or (kind = 'network' and platform.granted('network', id)));

-- The network of this node, for whoever acts on it; null where there is none.
create function directory.network() returns uuid
  language sql stable security definer set search_path = pg_catalog
  as $$ select o.id from directory.organisation o where o.kind = 'network' $$;

do $$
declare
  f regprocedure;
begin
  grant create on schema directory to tocsin_finder;
  foreach f in array array['directory.roles_of(uuid)', 'directory.staff_by_office()', 'directory.network()']::regprocedure[] loop
    execute format('alter function %s owner to tocsin_finder', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  revoke create on schema directory from tocsin_finder;
end
$$;
