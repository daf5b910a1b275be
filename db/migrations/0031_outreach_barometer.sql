-- What the public is told: totals of whole weeks, suppressed before they are written and never changed afterwards.
create schema outreach;
grant usage on schema outreach to tocsin_app, tocsin_finder;

-- Which organisations let their reports and cases be counted; weeks that began before `since` stay without them.
create table outreach.participation (
  owner uuid primary key,
  counted boolean not null,
  since date not null,
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('outreach.participation');
select platform.searchable('outreach.participation');
grant select, insert, update on outreach.participation to tocsin_app;

-- Weeks (by their Monday, UTC) that were published, and what of them is shown. Anybody may read it, the node alone adds, nobody changes: two versions of a week could be
-- taken from one another.
create table outreach.barometer_week (
  week date primary key check (extract(isodow from week) = 1),
  at timestamptz not null
);
create table outreach.barometer_figure (
  week date not null references outreach.barometer_week (week),
  what text not null check (what in ('reports', 'kind', 'country', 'brand', 'channel', 'ended', 'days')),
  value text not null,
  figure integer not null check (figure >= 0),
  -- rounded, and never below the least that is shown
  check (what = 'days' or (figure >= 10 and figure % 5 = 0)),
  primary key (week, what, value)
);
do $$
declare
  shown text;
begin
  foreach shown in array array['outreach.barometer_week', 'outreach.barometer_figure'] loop
    execute format('alter table %s enable row level security', shown);
    execute format('alter table %s force row level security', shown);
    execute format('create policy visible on %s for select using (true)', shown);
    execute format('create policy added on %s for insert with check ((select platform.acting()) is null)', shown);
    execute format('grant select, insert on %s to tocsin_app', shown);
  end loop;
end
$$;
create policy finder on outreach.barometer_week for select to tocsin_finder using (true);
grant select on outreach.barometer_week to tocsin_finder;

select platform.searchable('analysis.report_day');
select platform.searchable('analysis.day_due');

-- Whole weeks before this day that are not published, the oldest first, half a year back at most; one whose days are still being counted waits.
create function outreach.weeks_due(before date)
  returns table (week date)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select w.week::date from (select min(p.since) as first from outreach.participation p where p.counted) f,
      generate_series(date_trunc('week', greatest(f.first, before - 182) + 6), before - 7, interval '7 days') w (week)
    where f.first is not null and platform.acting() is null
      and not exists (select from outreach.barometer_week b where b.week = w.week::date)
      and not exists (select from outreach.participation p join analysis.day_due d on d.owner = p.owner
        where p.counted and p.since <= w.week::date and d.day between w.week::date and w.week::date + 6)
    order by 1
  $$;

-- What a week amounts to over all organisations that are counted, exactly. For the node alone, which suppresses it before anybody sees it.
create function outreach.week_counts(monday date)
  returns table (what text, value text, count bigint)
  language sql stable security definer set search_path = pg_catalog
  as $$
    with counted as materialized (select p.owner from outreach.participation p join directory.organisation o on o.id = p.owner and o.suspended_at is null
      where p.counted and p.since <= monday and platform.acting() is null),
    closed as materialized (
      select extract(epoch from c.closed_at - c.opened_at) / 86400 as days from counted p join cases.case c on c.owner = p.owner
      where c.state = 'closed' and c.kind <> 'child-material' and c.closed_at >= monday::timestamp at time zone 'UTC'
        and c.closed_at < (monday + 7)::timestamp at time zone 'UTC')
    select case d.what when 'all' then 'reports' else d.what end,
      case when d.what = 'channel' then coalesce((select c.kind from intake.channel c where c.id::text = d.value), 'import') else d.value end, sum(d.reports)::bigint
    from counted p join analysis.report_day d on d.owner = p.owner and d.day between monday and monday + 6
    where d.what in ('all', 'kind', 'country', 'brand', 'channel') group by 1, 2
    union all select 'ended', '', count(*) from closed
    union all select 'days', '', ceil(percentile_disc(0.5) within group (order by days))::bigint from closed having count(*) > 0
  $$;

do $$
begin
  grant create on schema outreach to tocsin_finder;
  alter function outreach.weeks_due(date) owner to tocsin_finder;
  alter function outreach.week_counts(date) owner to tocsin_finder;
  revoke create on schema outreach from tocsin_finder;
  revoke all on function outreach.weeks_due(date), outreach.week_counts(date) from public;
  grant execute on function outreach.weeks_due(date), outreach.week_counts(date) to tocsin_app;
end
$$;
