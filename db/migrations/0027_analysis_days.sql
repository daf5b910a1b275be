-- How many reports came on each day (UTC), by what they are: what figures are read from, so that none is counted while somebody waits.

create table analysis.report_day (
  owner uuid not null,
  day date not null,
  -- all (value '', every report of the day), or one of their properties
  what text not null check (what in ('all', 'kind', 'severity', 'country', 'network', 'brand', 'language', 'channel')),
  value text not null,
  reports integer not null check (reports > 0),
  primary key (owner, what, day, value)
);
create index report_day_of on analysis.report_day (owner, day);
select platform.protect('analysis.report_day');
grant select, insert, delete on analysis.report_day to tocsin_app;

-- Days that are to be counted anew. Rows are added only, so that nobody waits for another; whoever counts removes those that were there when it began.
create table analysis.day_due (
  id bigint generated always as identity primary key,
  owner uuid not null,
  day date not null
);
create index day_due_of on analysis.day_due (owner, id);
select platform.protect('analysis.day_due');
grant select, insert, delete on analysis.day_due to tocsin_app;

-- When an organisation's days were last counted.
create table analysis.day_count (
  owner uuid primary key,
  at timestamptz not null
);
select platform.protect('analysis.day_count');
grant select, insert, update on analysis.day_count to tocsin_app;

-- The network by its number, as its list asks for it.
create index summary_by_network on analysis.summary (owner, asn, received_at desc, report desc) where asn is not null;
create index summary_by_language on analysis.summary (owner, language, received_at desc, report desc) where language is not null;

-- Lists of reports that came by one channel.
create index report_by_channel on intake.report (owner, channel, received_at desc, id desc);

select platform.searchable('analysis.indicator');

-- The finder filters by network, language and brand as well, and by reports without a verdict.
drop function analysis.find_reports(tsquery, timestamptz, uuid, integer, text[], text[], text[], text[], uuid, timestamptz, timestamptz, text, text[]);

create function analysis.find_reports(
  wanted tsquery, before_at timestamptz, before_id uuid, at_most integer,
  severities text[] default null, countries text[] default null, forms text[] default null, states text[] default null,
  by_channel uuid default null, since timestamptz default null, until timestamptz default null, with_finding text default null,
  verdicts text[] default null, by_network bigint default null, by_language text default null, by_brand text default null
)
  returns table (report uuid, received_at timestamptz)
  language plpgsql stable rows 100 security definer set search_path = pg_catalog set work_mem = '32MB' set jit = off
  as $$
declare
  query text := 'select m.report, m.received_at from analysis.summary m join analysis.search_text s on s.report = m.report';
begin
  if forms is not null or states is not null or by_channel is not null then
    query := query || ' join intake.report r on r.id = m.report';
  end if;
  query := query || ' where m.owner = $1 and s.owner = $1 and s.tokens @@ $2';
  if before_at is not null then query := query || ' and (m.received_at, m.report) < ($3, $4)'; end if;
  if severities is not null then query := query || ' and m.severity = any ($6)'; end if;
  if countries is not null then query := query || ' and m.country = any ($7)'; end if;
  if forms is not null then query := query || ' and r.form = any ($8)'; end if;
  if states is not null then query := query || ' and r.state = any ($9)'; end if;
  if by_channel is not null then query := query || ' and r.channel = $10'; end if;
  if since is not null then query := query || ' and m.received_at >= $11'; end if;
  if until is not null then query := query || ' and m.received_at < $12'; end if;
  if with_finding is not null then
    query := query || ' and exists (select from analysis.finding f where f.owner = $1 and f.code = $13 and f.report = m.report)';
  end if;
  if 'none' = any (verdicts) then query := query || ' and (m.verdict is null or m.verdict = any ($14))';
  elsif verdicts is not null then query := query || ' and m.verdict = any ($14)';
  end if;
  if by_network is not null then query := query || ' and m.asn = $15'; end if;
  if by_language is not null then query := query || ' and m.language = $16'; end if;
  if by_brand is not null then
    query := query || ' and exists (select from analysis.indicator i where i.report = m.report and i.owner = $1 and i.kind = ''brand'' and i.value = $17)';
  end if;
  return query execute query || ' order by m.received_at desc, m.report desc limit least($5, 1000)'
    using platform.acting(), wanted, before_at, before_id, at_most, severities, countries, forms, states, by_channel, since, until, with_finding, verdicts,
      by_network, by_language, by_brand;
end
$$;

do $$
declare
  finder constant regprocedure := (select oid from pg_proc where pronamespace = 'analysis'::regnamespace and proname = 'find_reports');
begin
  grant create on schema analysis to tocsin_finder;
  execute format('alter function %s owner to tocsin_finder', finder);
  revoke create on schema analysis from tocsin_finder;
  execute format('revoke all on function %s from public', finder);
  execute format('grant execute on function %s to tocsin_app', finder);
end
$$;
