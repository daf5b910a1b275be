-- Evidence packages: what was put together to be handed to somebody outside, for whom and why. The file lies in the data folder for a time; the row stays.

create table evidence.package (
  id uuid primary key,
  owner uuid not null,
  -- what it is about, as the room that knows it says: a kind, and ids
  about text not null,
  subjects text[] not null,
  title text not null,
  purpose text not null,
  recipient text not null,
  language text not null,
  originals text not null check (originals in ('sealed', 'plain')),
  state text not null check (state in ('waiting', 'making', 'ready', 'failed', 'gone')),
  done integer not null default 0,
  total integer not null,
  items integer not null,
  left_out integer not null default 0,
  withheld integer not null default 0,
  -- of the file, once it is made
  size bigint,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  printed boolean not null default false,
  stamped boolean not null default false,
  -- why it failed: a code
  failure text,
  by_kind text not null,
  by_actor text not null,
  created_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  check ((state = 'ready') <= (size is not null and sha256 is not null and ready_at is not null and expires_at is not null)),
  check ((state = 'failed') <= (failure is not null))
);
create index package_by_owner on evidence.package (owner, created_at desc, id desc);
-- those whose file lies there or is being made: few
create index package_alive on evidence.package (owner, created_at) where state in ('waiting', 'making', 'ready');
select platform.protect('evidence.package');
grant select, insert, update (state, done, left_out, withheld, size, sha256, printed, stamped, failure, ready_at, expires_at) on evidence.package to tocsin_app;

-- Which items went into one. When an item is destroyed, the packages that hold its bytes go too.
create table evidence.package_item (
  package uuid not null references evidence.package,
  item uuid not null references evidence.item,
  owner uuid not null,
  place integer not null,
  primary key (package, item)
);
create index package_item_by_item on evidence.package_item (item);
select platform.protect('evidence.package_item');
grant select, insert on evidence.package_item to tocsin_app;
