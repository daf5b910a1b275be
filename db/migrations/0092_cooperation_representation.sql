-- For whom a member speaks, as an association does: members of the network, and others by their name. It says so of itself; seen by whoever sees its card.
create table cooperation.representation (
  id uuid primary key,
  owner uuid not null,
  association uuid not null references cooperation.member (id),
  -- a member of the network; else `name` says who it is
  other uuid references cooperation.member (id),
  name text not null check (length(name) between 1 and 2000),
  since date,
  until date,
  -- by what it speaks for them: statute, mandate, membership
  basis text not null default '' check (length(basis) <= 2000),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by text not null,
  check (other is distinct from association),
  check (until >= since)
);
create unique index representation_of_member on cooperation.representation (association, other) where other is not null and until is null;
create unique index representation_of_named on cooperation.representation (association, md5(lower(name))) where other is null and until is null;
create index representation_by_other on cooperation.representation (other) where other is not null;
select platform.protect('cooperation.representation', 'member', 'association');
select platform.granted_as_set('cooperation.representation');
grant select, insert, delete on cooperation.representation to tocsin_app;
grant update (name, since, until, basis, changed_at, changed_by) on cooperation.representation to tocsin_app;

-- What was written in words until now is somebody who is named. The column stays, empty, for programs of the version before.
alter table cooperation.member no force row level security;
alter table cooperation.representation no force row level security;
insert into cooperation.representation (id, owner, association, name, made_at, changed_at, changed_by)
  select gen_random_uuid(), m.owner, m.id, btrim(m.represents), m.changed_at, m.changed_at, m.changed_by from cooperation.member m where btrim(m.represents) <> '';
update cooperation.member set represents = '' where represents <> '';
alter table cooperation.representation force row level security;
alter table cooperation.member force row level security;
