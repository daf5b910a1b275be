-- Kind and number of the verdict, for lists and figures; null for what was analysed before, until it is analysed or judged again.
alter table analysis.summary
  add column verdict text check (verdict in ('legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware', 'bounce', 'unknown')),
  add column unwanted real check (unwanted between 0 and 1);
create index summary_by_verdict on analysis.summary (owner, verdict, received_at desc, report desc);

-- What somebody at the desk said of a reported message, for their organisation alone. Of the message it keeps where its telling traits lie among the places
-- of the model, and how much each counts: numbers, and no words. `report` is null once the readings went by their age.
create table analysis.lesson (
  id uuid primary key,
  owner uuid not null,
  report uuid,
  position integer not null,
  taught text not null check (taught in ('wanted', 'unwanted')),
  kind text check (kind in ('legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware', 'bounce')),
  teacher_kind text not null,
  teacher text not null,
  at timestamptz not null,
  -- version of the way from traits to places
  traits integer not null,
  places integer[] not null,
  shares real[] not null,
  -- logarithm of the odds by the shipped model, when it was taught
  shipped real not null,
  revoked_at timestamptz,
  revoked_by text
);
create unique index lesson_in_force on analysis.lesson (report, position) where revoked_at is null and report is not null;
create index lesson_by_age on analysis.lesson (owner, at desc, id desc);
create index lesson_valid on analysis.lesson (owner, id desc) where revoked_at is null;
create index lesson_by_report on analysis.lesson (report);
select platform.protect('analysis.lesson');
grant select, insert, update (report, revoked_at, revoked_by), delete on analysis.lesson to tocsin_app;

-- Raised with every change of an organisation's lessons: what was learned by one version is not used for another.
create table analysis.teaching (
  owner uuid primary key,
  version bigint not null
);
select platform.protect('analysis.teaching');
grant select, insert, update on analysis.teaching to tocsin_app;

-- The finder filters by kind as well.
drop function analysis.find_reports(tsquery, timestamptz, uuid, integer, text[], text[], text[], text[], uuid, timestamptz, timestamptz, text);

create function analysis.find_reports(
  wanted tsquery, before_at timestamptz, before_id uuid, at_most integer,
  severities text[] default null, countries text[] default null, forms text[] default null, states text[] default null,
  by_channel uuid default null, since timestamptz default null, until timestamptz default null, with_finding text default null,
  verdicts text[] default null
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
  if verdicts is not null then query := query || ' and m.verdict = any ($14)'; end if;
  return query execute query || ' order by m.received_at desc, m.report desc limit least($5, 1000)'
    using platform.acting(), wanted, before_at, before_id, at_most, severities, countries, forms, states, by_channel, since, until, with_finding, verdicts;
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
