-- An organisation's own mail systems, as it states them: what lies behind them in the way of a reported message is believed.
create table directory.system (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  kind text not null check (kind in ('network', 'host')),
  -- canonical: a prefix with its length, or a host suffix in ASCII
  value text not null check (length(value) between 3 and 253),
  note text not null check (length(note) <= 200),
  stated_by text not null,
  since timestamptz not null,
  unique (owner, value)
);
select platform.protect('directory.system');
grant select, insert, update (note), delete on directory.system to tocsin_app;

-- When they were last changed: readings made before that rest on others. Writing it also puts two who change them in a row.
alter table directory.organisation add column systems_changed_at timestamptz;
grant update (systems_changed_at) on directory.organisation to tocsin_app;
