-- The finder applies a list's other filters itself, so that a page is found by one statement, however few of the hits they leave.
select platform.searchable('analysis.summary');
select platform.searchable('analysis.finding');

drop function analysis.find_reports(tsquery, timestamptz, uuid, integer);

-- Reports of the acting organisation whose words answer the query and that pass the filters (null: any), newest first. Put together from constant pieces
-- and planned with the values: the planner then knows how common the words are, and goes along the newest or through the index of words accordingly.
create function analysis.find_reports(
  wanted tsquery, before_at timestamptz, before_id uuid, at_most integer,
  severities text[] default null, countries text[] default null, forms text[] default null, states text[] default null,
  by_channel uuid default null, since timestamptz default null, until timestamptz default null, with_finding text default null
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
  return query execute query || ' order by m.received_at desc, m.report desc limit least($5, 1000)'
    using platform.acting(), wanted, before_at, before_id, at_most, severities, countries, forms, states, by_channel, since, until, with_finding;
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
