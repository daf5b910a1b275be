-- What the network lets be known of itself: whether everybody may read its directory, and whether organisations of the node are told that they may ask to join.
-- Without a row, neither.
create table cooperation.publicity (
  owner uuid primary key,
  directory boolean not null,
  asking boolean not null,
  introduction text not null default '' check (length(introduction) <= 2000),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cooperation.publicity', 'network', 'owner');
grant select, insert, update on cooperation.publicity to tocsin_app;
