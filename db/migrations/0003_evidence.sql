-- What an organisation holds: items, what came out of what, custody, holds, retention, and the record of erasures.
-- The bytes lie in the blob store under their hash. Two organisations with the same bytes have two rows that know nothing of each other.

create schema evidence;
grant usage on schema evidence to tocsin_app, tocsin_finder;

create table evidence.item (
  id uuid primary key,
  owner uuid not null,
  -- the received item at the top of its tree; its own id for a received one
  root uuid not null,
  origin text not null check (origin in ('received', 'derived')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size >= 0),
  media_type text not null,
  name text,
  channel uuid,
  handed_by text,
  received_at timestamptz not null,
  recorded_at timestamptz not null,
  state text not null default 'kept' check (state in ('kept', 'destroyed', 'sealed')),
  destroyed_at timestamptz,
  destroyed_why text check (destroyed_why in ('retention', 'child-material', 'erasure')),
  -- the blob of the encrypted bytes, where the clear ones were sealed before they were destroyed
  sealed_sha256 text check (sealed_sha256 ~ '^[0-9a-f]{64}$'),
  check ((origin = 'received') = (root = id)),
  check ((state = 'kept') = (destroyed_at is null)),
  check ((state = 'kept') = (destroyed_why is null)),
  check ((state = 'sealed') = (sealed_sha256 is not null))
);
create index item_by_age on evidence.item (owner, state, received_at, id) where origin = 'received';
create index item_by_root on evidence.item (root);
create index item_by_blob on evidence.item (sha256) where state = 'kept';
create index item_marked on evidence.item (sha256) where destroyed_why = 'child-material';
create index item_by_sealed_blob on evidence.item (sealed_sha256) where sealed_sha256 is not null;
select platform.protect('evidence.item', 'item');
select platform.searchable('evidence.item');
grant select, insert, update (state, destroyed_at, destroyed_why, sealed_sha256, name, handed_by) on evidence.item to tocsin_app;

-- `child` came out of `parent`; the same bytes out of the same parent once. A grant on an item shows that item, never its relatives.
create table evidence.derivation (
  parent uuid not null references evidence.item,
  child uuid not null references evidence.item,
  owner uuid not null,
  sha256 text not null,
  how text not null,
  at timestamptz not null,
  primary key (parent, sha256),
  check (parent <> child)
);
create unique index derivation_by_child on evidence.derivation (child);
select platform.protect('evidence.derivation');
grant select, insert on evidence.derivation to tocsin_app;

-- Append-only: no update, no delete. Each line is a leaf of the node's log.
create table evidence.custody (
  id uuid primary key,
  -- order of writing: lines of one unit of work share their moment
  place bigint generated always as identity,
  item uuid not null references evidence.item,
  owner uuid not null,
  at timestamptz not null,
  act text not null check (act in ('received', 'derived', 'read', 'exported', 'verified', 'held', 'released-hold', 'destroyed', 'sealed', 'altered')),
  actor_kind text not null,
  actor text not null,
  detail jsonb not null default '{}',
  leaf uuid not null
);
create index custody_by_item on evidence.custody (item, place);
select platform.protect('evidence.custody');
grant select, insert on evidence.custody to tocsin_app;

create table evidence.hold (
  id uuid primary key,
  item uuid not null references evidence.item,
  owner uuid not null,
  reason text not null,
  since timestamptz not null,
  set_by text not null,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  check ((ended_at is null) = (ended_by is null))
);
-- several matters may hold the same item; it is free when the last hold has ended
create index hold_in_force on evidence.hold (item) where ended_at is null;
create index hold_by_owner on evidence.hold (owner, since desc, id desc);
select platform.protect('evidence.hold');
grant select, insert, update (ended_at, ended_by, ended_why) on evidence.hold to tocsin_app;

-- An organisation's own period for a kind of data; without a row the default in src/domain/evidence/retention.ts is in force.
create table evidence.retention_rule (
  owner uuid not null,
  kind text not null,
  -- null: kept until someone removes it
  days integer check (days between 1 and 36500),
  set_at timestamptz not null,
  set_by text not null,
  primary key (owner, kind)
);
select platform.protect('evidence.retention_rule');
grant select, insert, update on evidence.retention_rule to tocsin_app;

-- That something was erased for a person, without saying again for whom: a salted digest that answers only who asks for the same text.
create table evidence.erasure (
  id uuid primary key,
  owner uuid not null,
  at timestamptz not null,
  by_actor text not null,
  manner text not null check (manner in ('erase', 'pseudonymise')),
  reason text not null,
  salt bytea not null,
  digest bytea not null,
  counts jsonb not null
);
create index erasure_by_owner on evidence.erasure (owner, at desc, id desc);
select platform.protect('evidence.erasure');
grant select, insert on evidence.erasure to tocsin_app;

-- Which of these blobs no organisation refers to. It looks across organisations, so it answers only to the node's own two jobs:
-- from anyone else the question itself would tell that another holds the same bytes.
create function evidence.unreferenced(hashes text[]) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  if platform.acting_as() is distinct from 'system:evidence.drop-blobs' and platform.acting_as() is distinct from 'system:evidence.sweep-blobs' then
    raise exception 'only the jobs that remove blobs may ask' using errcode = 'insufficient_privilege';
  end if;
  return query
    select h from unnest(hashes) h
    where not exists (select from evidence.item i where i.sha256 = h and i.state = 'kept')
      and not exists (select from evidence.item i where i.sealed_sha256 = h);
end
$$;
grant create on schema evidence to tocsin_finder;
alter function evidence.unreferenced(text[]) owner to tocsin_finder;
revoke create on schema evidence from tocsin_finder;
revoke all on function evidence.unreferenced(text[]) from public;
grant execute on function evidence.unreferenced(text[]) to tocsin_app;

-- The audit has no delete grant; what is older than its period goes by this alone: lines of the acting organisation that are older than its own
-- rule (without one, the default of src/domain/evidence/contract.ts), and never younger than a year, whoever asks.
create policy expired on platform.audit for delete using (owner = (select platform.acting()));
create function evidence.expire_audit(before timestamptz, at_most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  period integer;
  gone integer;
begin
  select r.days into period from evidence.retention_rule r where r.owner = platform.acting() and r.kind = 'audit';
  if found and period is null then
    return 0;
  end if;
  period := greatest(coalesce(period, 1825), 365);
  delete from platform.audit a where a.id in (
    select old.id from platform.audit old
    where old.owner = platform.acting() and old.at < least(before, now() - make_interval(days => period))
    order by old.at, old.id limit least(at_most, 10000));
  get diagnostics gone = row_count;
  return gone;
end
$$;
revoke all on function evidence.expire_audit(timestamptz, integer) from public;
grant execute on function evidence.expire_audit(timestamptz, integer) to tocsin_app;
