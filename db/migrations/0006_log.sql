-- The node's append-only log: a Merkle tree (RFC 9162) over salted hashes of records. Hashes, tree and checkpoints are public
-- machinery and belong to nobody; the records behind them are their owner's.

-- A node has one open log, the newest. Another is opened only after a restore, so that a published log never forks.
create table platform.log (
  id integer generated always as identity primary key,
  origin text not null unique,
  public_key bytea not null check (octet_length(public_key) = 32),
  -- the last known checkpoint of the log before it, as it was signed
  cites text,
  opened_at timestamptz not null
);

-- Leaves that wait for their place, taken out by the sequencer. Apart from log_leaf because a poll on a partial index there read all that
-- was integrated since the last vacuum: 70 ms after 450,000 leaves.
create table platform.log_pending (
  -- the order of integration; gaps mean nothing
  sequence bigint generated always as identity primary key,
  leaf uuid not null,
  data bytea not null check (octet_length(data) = 32)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Leaves in their places, never changed.
create table platform.log_leaf (
  id uuid primary key,
  log integer not null references platform.log,
  position bigint not null,
  -- SHA-256(salt, canonical entry): what the tree holds
  data bytea not null check (octet_length(data) = 32),
  unique (log, position)
);

-- The lines of one owner on one subject are counted and chained, so that a line left out of a bundle, or replaced, is seen.
create table platform.log_subject (
  owner uuid,
  subject text not null,
  lines integer not null,
  -- the newest line's data; null only between two statements of one transaction
  last bytea,
  unique nulls not distinct (subject, owner)
);

create table platform.log_record (
  -- in log_pending, then in log_leaf
  leaf uuid primary key,
  -- null: what the node itself did
  owner uuid,
  kind text not null,
  subject text not null,
  line integer not null,
  at timestamptz not null,
  -- canonical JSON, byte for byte what was hashed behind the salt; both go when the record is erased
  entry text,
  salt bytea check (octet_length(salt) = 16),
  erased_at timestamptz,
  unique nulls not distinct (subject, owner, line),
  check ((entry is null) = (salt is null) and (entry is null) = (erased_at is not null))
);

create function platform.log_record_kept() returns trigger
  language plpgsql
  as $$ begin raise exception 'a record of the log can be erased once and not changed'; end $$;
create trigger kept before update on platform.log_record
  for each row when (old.entry is null or new.entry is not null
    or (new.leaf, new.kind, new.subject, new.line, new.at) is distinct from (old.leaf, old.kind, old.subject, old.line, old.at)
    or new.owner is distinct from old.owner)
  execute function platform.log_record_kept();

-- Perfect subtrees that are full: their hashes never change. Level 0 are the leaves.
create table platform.log_node (
  log integer not null references platform.log,
  level smallint not null,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (log, level, position)
);

-- One tree of a size: the key makes a fork an error.
create table platform.log_checkpoint (
  log integer not null references platform.log,
  size bigint not null,
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz not null,
  primary key (log, size)
);

-- Whether the line's subject is an object that was granted to the acting organisation, of whatever kind: ids are unique across kinds.
create function platform.log_granted(asked_subject text) returns boolean
  language sql stable security definer set search_path = pg_catalog
  as $$
    select exists (
      select from platform.access_grant g
      where g.recipient = platform.acting() and g.object::text = asked_subject
        and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null)
  $$;
select platform.hand_over('platform.log_granted(text)', 'tocsin_finder');
revoke all on function platform.log_granted(text) from public;
grant execute on function platform.log_granted(text) to tocsin_app;
-- a trigger's function runs without this
revoke all on function platform.log_record_kept() from public;

-- Not platform.protect: the node's own lines have no owner.
alter table platform.log_record enable row level security;
alter table platform.log_record force row level security;
create policy visible on platform.log_record for select
  using (owner is not distinct from (select platform.acting()) or platform.log_granted(subject));
create policy added on platform.log_record for insert with check (owner is not distinct from (select platform.acting()));
create policy erased on platform.log_record for update
  using (owner is not distinct from (select platform.acting())) with check (owner is not distinct from (select platform.acting()));

alter table platform.log_subject enable row level security;
alter table platform.log_subject force row level security;
create policy counted on platform.log_subject
  using (owner is not distinct from (select platform.acting())) with check (owner is not distinct from (select platform.acting()));

grant select, insert on platform.log, platform.log_leaf, platform.log_node, platform.log_checkpoint to tocsin_app;
grant select, insert (leaf, data), delete on platform.log_pending to tocsin_app;
grant select, insert, update (entry, salt, erased_at) on platform.log_record to tocsin_app;
grant select, insert, update (lines, last) on platform.log_subject to tocsin_app;
