-- Block lists: what an organisation publishes for machines to turn away, what it never lists, and who reads the lists.
create table cooperation.block_entry (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('url', 'domain', 'host', 'address')),
  -- canonical (src/formats/blocklist): A-labels, addresses in one form
  value text not null check (length(value) between 3 and 2000),
  reason text not null check (length(reason) between 1 and 500),
  in_case uuid,
  -- the release that let it out
  release uuid not null references cooperation.release (id),
  added_by text not null,
  since timestamptz not null,
  listed_at timestamptz not null,
  expires_at timestamptz not null,
  -- withdrawn before it expired
  ended_at timestamptz,
  ended_by text,
  ended_why text check (length(ended_why) <= 2000),
  check ((ended_at is null) = (ended_by is null))
);
create unique index block_entry_listed on cooperation.block_entry (owner, kind, value) where ended_at is null;
create index block_entry_by_owner on cooperation.block_entry (owner, since desc, id desc);
create index block_entry_by_release on cooperation.block_entry (release) where ended_at is null;
create index block_entry_by_listed on cooperation.block_entry (owner, listed_at desc);
create index block_entry_by_ended on cooperation.block_entry (owner, ended_at desc) where ended_at is not null;
create index block_entry_by_expiry on cooperation.block_entry (owner, expires_at desc);
select platform.protect('cooperation.block_entry');
grant select, insert, update (reason, in_case, release, added_by, since, listed_at, expires_at, ended_at, ended_by, ended_why) on cooperation.block_entry to tocsin_app;

-- What is never listed (`spare`), and which names that ship as spared this organisation lists all the same (`permit`).
create table cooperation.block_guard (
  id uuid primary key,
  owner uuid not null,
  stance text not null check (stance in ('spare', 'permit')),
  -- a name in ASCII, or a prefix with its length
  value text not null check (length(value) between 3 and 253),
  note text not null default '' check (length(note) <= 200),
  at timestamptz not null,
  by text not null,
  ended_at timestamptz,
  ended_by text
);
create unique index block_guard_open on cooperation.block_guard (owner, value) where ended_at is null;
create index block_guard_by_owner on cooperation.block_guard (owner, at desc);
select platform.protect('cooperation.block_guard');
grant select, insert, update (ended_at, ended_by) on cooperation.block_guard to tocsin_app;

-- Whoever fetches the lists has an address of their own, that nobody can guess and that can be taken back; only its hash is kept.
create table cooperation.block_consumer (
  id uuid primary key,
  owner uuid not null,
  name text not null check (length(name) between 1 and 80),
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  made_at timestamptz not null,
  made_by text not null,
  fetched_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
create index block_consumer_by_owner on cooperation.block_consumer (owner, made_at desc, id desc);
select platform.protect('cooperation.block_consumer');
grant select, insert, update (fetched_at, revoked_at, revoked_by) on cooperation.block_consumer to tocsin_app;
select platform.searchable('cooperation.block_consumer');

-- Which bytes went to whom: one row for each state of a list that a consumer took, with how often.
create table cooperation.block_fetch (
  consumer uuid not null references cooperation.block_consumer (id),
  owner uuid not null,
  format text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  entries integer not null,
  size bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times bigint not null default 1,
  primary key (consumer, format, sha256)
);
create index block_fetch_by_owner on cooperation.block_fetch (owner, last_at desc);
create index block_fetch_by_consumer on cooperation.block_fetch (owner, consumer, last_at desc);
select platform.protect('cooperation.block_fetch');
grant select, insert, update (last_at, times) on cooperation.block_fetch to tocsin_app;

-- Whose list an address leads to, asked before any organisation acts.
create function cooperation.find_consumer(hash text)
  returns table (owner uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog
  as $$ select c.owner, c.id from cooperation.block_consumer c where c.token_hash = hash and c.revoked_at is null $$;

do $$
begin
  grant create on schema cooperation to tocsin_finder;
  alter function cooperation.find_consumer(text) owner to tocsin_finder;
  revoke create on schema cooperation from tocsin_finder;
  revoke all on function cooperation.find_consumer(text) from public;
  grant execute on function cooperation.find_consumer(text) to tocsin_app;
end
$$;
