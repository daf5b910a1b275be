-- One line a notice and each of a side that its things lay with, and one (side 'all') for the notice as a whole: what the table of who acts is counted from. Kept in
-- the transaction that changes a lookback, its things, or the kind of its case.
create table cases.lookback_side (
  action uuid not null references cases.lookback (action),
  owner uuid not null,
  side text not null check (side in ('all', 'network', 'host', 'registrar', 'country')),
  -- empty: not known, and of 'all'
  key text not null,
  name text not null,
  sent_at timestamptz not null,
  -- of its case
  kind text not null,
  -- of whom it went to
  role text,
  answered boolean not null,
  seen boolean not null,
  -- when all of it that lay there was gone
  gone_at timestamptz,
  silent boolean not null,
  -- something is still there
  there boolean not null,
  -- the last report, where any came since the notice
  reported_at timestamptz,
  -- minutes to the reaction and one, or less than nothing: to the last look, without any; the same of silence
  waits integer not null,
  quiet integer not null,
  primary key (action, side, key)
);

do $$
declare
  source regclass;
begin
  -- as the owner of the tables, who sees no organisation's rows otherwise
  foreach source in array array['cases.lookback', 'cases.lookback_thing', 'cases.action', 'cases.case']::regclass[] loop
    execute format('alter table %s no force row level security', source);
  end loop;
  insert into cases.lookback_side (action, owner, side, key, name, sent_at, kind, role, answered, seen, gone_at, silent, there, reported_at, waits, quiet)
  with chosen as materialized (
    select l.*, a.recipient_role as role, c.kind, case when l.reports_since > 0 then l.last_report_at end as reported_at, coalesce(l.looked_at, l.sent_at) as seen_until
    from cases.lookback l join cases.action a on a.id = l.action join cases.case c on c.id = a."case" where l.sent_at is not null and l.ended_why is distinct from 'no-abuse'),
  lay as (
    select t.action, v.side, coalesce(v.key, '') as key, coalesce(min(v.name), '') as name, bool_or(t.seen_at is not null) as seen,
      bool_or(t.seen_at is not null and t.gone_at is null) as there,
      case when bool_and(t.gone_sure) filter (where t.seen_at is not null) then max(t.gone_at) filter (where t.seen_at is not null) end as gone_at
    from cases.lookback_thing t cross join lateral (values ('all', '', ''), ('network', coalesce(t.network, lower(t.network_name)), coalesce(t.network_name, t.network)),
      ('host', lower(t.host), t.host), ('registrar', lower(t.registrar), t.registrar), ('country', t.country, t.country)) v (side, key, name)
    group by 1, 2, 3),
  every as (
    select c.*, s.side, coalesce(y.key, '') as key, coalesce(y.name, '') as name, coalesce(y.seen, false) as seen, coalesce(y.there, false) as there,
      case when s.side = 'all' then c.gone_at when y.gone_at > c.sent_at then y.gone_at end as went_at
    from chosen c cross join unnest(array['all', 'network', 'host', 'registrar', 'country']) s (side) left join lay y on y.action = c.action and y.side = s.side)
  select e.action, e.owner, e.side, e.key, e.name, e.sent_at, e.kind, e.role, e.replied_at is not null, e.seen, e.went_at, e.silent_at is not null, e.there, e.reported_at,
    case when least(e.replied_at, e.went_at) is null then -1 else 1 end
      * (1 + greatest(0, extract(epoch from coalesce(least(e.replied_at, e.went_at), e.seen_until) - e.sent_at) / 60)::integer),
    case when e.silent_at is null then -1 else 1 end
      * (1 + greatest(0, extract(epoch from coalesce(e.silent_at, e.last_report_at, e.sent_at) - e.sent_at) / 60)::integer)
  from every e;
  foreach source in array array['cases.lookback', 'cases.lookback_thing', 'cases.action', 'cases.case']::regclass[] loop
    execute format('alter table %s force row level security', source);
  end loop;
end
$$;

create index lookback_side_by_sending on cases.lookback_side (owner, side, sent_at);
create index lookback_side_by_key on cases.lookback_side (owner, side, key, sent_at desc, action desc);
select platform.protect('cases.lookback_side');
grant select, insert, delete on cases.lookback_side to tocsin_app;
-- what was written here at once is planned for as it is
analyze cases.lookback_side;
