-- What can be told of reports: one summary a report for lists, the readings they rest on, findings, and what search knows.
create schema analysis;
grant usage on schema analysis to tocsin_app, tocsin_finder;

create table analysis.summary (
  report uuid primary key,
  owner uuid not null,
  received_at timestamptz not null,
  title text,
  from_address text,
  from_name text,
  origin_ip text,
  country text,
  asn bigint,
  network text,
  language text,
  severity text not null check (severity in ('none', 'info', 'low', 'medium', 'high')),
  findings integer not null,
  links integer not null,
  attachments integer not null,
  spf text not null,
  dkim text not null,
  dmarc text not null,
  arc text not null,
  analyser text not null,
  analysed_at timestamptz not null
);
create index summary_by_arrival on analysis.summary (owner, received_at desc, report desc);
create index summary_by_severity on analysis.summary (owner, severity, received_at desc, report desc);
create index summary_by_country on analysis.summary (owner, country, received_at desc, report desc);
select platform.protect('analysis.summary', 'report', 'report');
grant select, insert, update, delete on analysis.summary to tocsin_app;

create table analysis.observation (
  id uuid primary key,
  owner uuid not null,
  report uuid not null,
  position integer not null,
  item uuid,
  analyser text not null,
  -- the whole reading (foreign shape: src/forensics)
  reading jsonb not null,
  -- DNS questions and answers that it rests on
  dns jsonb not null default '[]',
  at timestamptz not null,
  unique (report, position)
);
select platform.protect('analysis.observation', 'report', 'report');
grant select, insert, update (reading, dns), delete on analysis.observation to tocsin_app;

create table analysis.finding (
  id uuid primary key,
  owner uuid not null,
  report uuid not null,
  observation uuid references analysis.observation (id) on delete cascade,
  code text not null,
  severity text not null check (severity in ('info', 'low', 'medium', 'high')),
  params jsonb not null default '{}',
  rests jsonb not null default '[]'
);
create index finding_by_report on analysis.finding (report);
create index finding_by_code on analysis.finding (owner, code, report);
select platform.protect('analysis.finding', 'report', 'report');
grant select, insert, update (params), delete on analysis.finding to tocsin_app;

create table analysis.search_text (
  report uuid primary key,
  owner uuid not null,
  received_at timestamptz not null,
  tokens tsvector not null
);
create index search_text_tokens on analysis.search_text using gin (tokens);
select platform.protect('analysis.search_text', 'report', 'report');
select platform.searchable('analysis.search_text');
grant select, insert, update, delete on analysis.search_text to tocsin_app;

-- Full-text operators are not leakproof, so under the policy they would lose their index; the finder looks as itself,
-- confined to the acting organisation by its own condition, and the rows are then read under the policy.
create function analysis.find_reports(wanted tsquery, before_at timestamptz, before_id uuid, at_most integer)
  returns table (report uuid, received_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select s.report, s.received_at from analysis.search_text s
    where s.owner = platform.acting() and s.tokens @@ wanted
      and (before_at is null or (s.received_at, s.report) < (before_at, before_id))
    order by s.received_at desc, s.report desc limit least(at_most, 1000)
  $$;
do $$
begin
  grant create on schema analysis to tocsin_finder;
  alter function analysis.find_reports(tsquery, timestamptz, uuid, integer) owner to tocsin_finder;
  revoke create on schema analysis from tocsin_finder;
  revoke all on function analysis.find_reports(tsquery, timestamptz, uuid, integer) from public;
  grant execute on function analysis.find_reports(tsquery, timestamptz, uuid, integer) to tocsin_app;
end
$$;
