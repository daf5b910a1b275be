-- Who is in the network, and the groups that stand by it: all of it the network's own rows, shown to its members by grants.

-- What a group of organisations is called, and what for; who is in it lies in platform. `standing` are those that the network keeps itself.
create table cooperation.sharing_group (
  id uuid primary key,
  owner uuid not null,
  standing text check (standing in ('agencies', 'industry', 'members')),
  name text not null check (length(name) between 1 and 120),
  purpose text not null default '',
  since timestamptz not null,
  since_by text not null,
  closed_at timestamptz,
  foreign key (id, owner) references platform.sharing_group (id, owner)
);
create unique index sharing_group_standing on cooperation.sharing_group (owner, standing);
alter table cooperation.sharing_group enable row level security;
alter table cooperation.sharing_group force row level security;
create policy visible on cooperation.sharing_group for select
  using (owner = (select platform.acting()) or id in (select o."group" from platform.own_groups() o));
create policy added on cooperation.sharing_group for insert with check (owner = (select platform.acting()));
create policy changed on cooperation.sharing_group for update
  using (owner = (select platform.acting())) with check (owner = (select platform.acting()));
grant select, insert, update (name, purpose, closed_at) on cooperation.sharing_group to tocsin_app;

-- An agency or a member of industry. `organisation` is the one of this node by which it works here, where it has one.
create table cooperation.member (
  id uuid primary key,
  owner uuid not null,
  organisation uuid,
  kind text not null check (kind in ('agency', 'industry')),
  -- London Action Plan, part D: which private category; 'other' is explained
  category text,
  category_other text,
  name text not null check (length(name) between 1 and 200),
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- for whom an association speaks
  represents text not null default '',
  legal_basis text not null default '',
  laws text[] not null default '{}',
  powers text[] not null default '{}',
  languages text[] not null default '{}',
  time_zone text not null default 'UTC',
  hours text not null default '',
  website text,
  -- its networks and domains: AS64500, 192.0.2.0/24, 2001:db8::/32, example.org
  resources text[] not null default '{}',
  -- whether the public directory names it
  public boolean not null default false,
  state text not null check (state in ('applicant', 'member', 'refused', 'left')),
  joined_at timestamptz,
  left_at timestamptz,
  left_why text,
  changed_at timestamptz not null,
  changed_by text not null,
  check ((kind = 'industry') = (category is not null)),
  check ((category is not distinct from 'other') = (category_other is not null)),
  check (state <> 'member' or joined_at is not null),
  check ((state = 'left') = (left_at is not null))
);
create unique index member_organisation on cooperation.member (owner, organisation) where state in ('applicant', 'member');
create index member_by_country on cooperation.member (owner, country, kind, name);
select platform.protect('cooperation.member', 'member');
grant select, insert on cooperation.member to tocsin_app;
grant update (organisation, category, category_other, name, country, represents, legal_basis, laws, powers, languages, time_zone, hours, website, resources, public, state,
  joined_at, left_at, left_why, changed_at, changed_by) on cooperation.member to tocsin_app;
