-- What the organisation is told: channels, reports, and what each report points at.
create schema intake;
grant usage on schema intake to tocsin_app, tocsin_finder;

create table intake.channel (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('mail', 'http', 'console', 'public', 'import')),
  name text not null,
  -- the part after report+ in a mail address; null for channels that are not addressed
  token text unique,
  open boolean not null default true,
  created_at timestamptz not null,
  last_at timestamptz,
  unique (owner, kind, name)
);
-- one desk, console, API, public page and import an organisation
create unique index channel_own on intake.channel (owner, kind) where token is null;
select platform.protect('intake.channel');
select platform.searchable('intake.channel');
grant select, insert, update on intake.channel to tocsin_app;

create table intake.report (
  id uuid primary key,
  owner uuid not null,
  reference text not null,
  channel uuid not null references intake.channel (id),
  -- the original as it arrived; null once destroyed material was never kept
  item uuid,
  sha256 text not null,
  size bigint not null,
  name text,
  -- one report for the same bytes from the same reporter
  sameness text not null,
  times integer not null default 1,
  form text not null default 'unread' check (form in ('unread', 'message', 'attached', 'inline', 'arf', 'xarf', 'url', 'file', 'call', 'unrecognised')),
  state text not null default 'received' check (state in ('received', 'analysed', 'withdrawn', 'withheld', 'expired')),
  reporter_address text,
  reporter_name text,
  note text,
  language text,
  -- where it came in: peer address, HELO, envelope (foreign shape)
  arrival jsonb not null default '{}',
  tracking_hash text not null unique,
  -- names were taken off for a data subject: it is not read again, for the original still says them
  pseudonymised boolean not null default false,
  received_at timestamptz not null,
  unique (owner, reference),
  unique (owner, sameness)
);
create index report_by_arrival on intake.report (owner, received_at desc, id desc);
create index report_by_item on intake.report (item);
create index report_by_reporter on intake.report (owner, lower(reporter_address));
select platform.protect('intake.report', 'report');
select platform.searchable('intake.report');
grant select, insert, update, delete on intake.report to tocsin_app;

create table intake.sighting (
  id uuid primary key,
  owner uuid not null,
  report uuid not null references intake.report (id) on delete cascade,
  position integer not null,
  kind text not null check (kind in ('message', 'file', 'url', 'host', 'address')),
  item uuid,
  value text,
  -- fields of the form it came in: ARF, XARF (foreign shape)
  detail jsonb not null default '{}',
  unique (report, position)
);
select platform.protect('intake.sighting', 'report', 'report');
grant select, insert, update (value, detail), delete on intake.sighting to tocsin_app;

-- What an anonymous visitor may learn by a tracking link, and no more.
create function intake.find_tracked(hash text)
  returns table (owner uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog
  as $$ select r.owner, r.id from intake.report r where r.tracking_hash = hash $$;

-- Where a report+TOKEN@ address leads, asked before any organisation acts.
create function intake.find_channel(wanted text)
  returns table (owner uuid, id uuid, open boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$ select c.owner, c.id, c.open from intake.channel c where c.token = wanted $$;

do $$
begin
  grant create on schema intake to tocsin_finder;
  alter function intake.find_tracked(text) owner to tocsin_finder;
  alter function intake.find_channel(text) owner to tocsin_finder;
  revoke create on schema intake from tocsin_finder;
  revoke all on function intake.find_tracked(text), intake.find_channel(text) from public;
  grant execute on function intake.find_tracked(text), intake.find_channel(text) to tocsin_app;
end
$$;
