-- Asking the owner of a shared copy whether it may be passed on, where the owner said that it wants to be asked, and what the owner answered.

-- A row of whoever asks, which the copy's owner reads: for this copy, for this one recipient, once.
create table cooperation.onward_ask (
  id uuid primary key,
  owner uuid not null,
  -- whoever asks, by its name as it asked
  owner_name text not null,
  copy uuid not null,
  copy_owner uuid not null,
  to_kind text not null check (to_kind in ('member', 'group')),
  to_value uuid not null,
  to_name text not null check (length(to_name) between 1 and 200),
  -- who that was as it was asked, by name
  audience text[] not null check (cardinality(audience) between 1 and 500),
  what text not null check (length(what) between 1 and 2000),
  why text not null check (length(why) between 1 and 2000),
  asked_at timestamptz not null,
  asked_by text not null,
  withdrawn_at timestamptz,
  -- the share that it was used for
  share uuid references cooperation.share (id),
  unique (id, owner, copy_owner),
  foreign key (copy, copy_owner) references cooperation.shared_copy (id, owner) on delete cascade,
  check (owner <> copy_owner),
  check (share is null or withdrawn_at is null)
);
create index onward_ask_by_copy on cooperation.onward_ask (copy, asked_at, id);
create index onward_ask_by_owner on cooperation.onward_ask (owner, asked_at);
create index onward_ask_by_share on cooperation.onward_ask (share) where share is not null;
alter table cooperation.onward_ask enable row level security;
alter table cooperation.onward_ask force row level security;
create policy visible on cooperation.onward_ask for select to tocsin_app
  using (owner = (select platform.acting()) or copy_owner = (select platform.acting()));
create policy added on cooperation.onward_ask for insert to tocsin_app
  with check (owner = (select platform.acting()) and platform.granted('shared-copy', copy));
create policy changed on cooperation.onward_ask for update to tocsin_app
  using (owner = (select platform.acting())) with check (owner = (select platform.acting()));
grant select, insert, update (what, why, withdrawn_at, share) on cooperation.onward_ask to tocsin_app;

-- What the copy's owner answered: a row of its own, which whoever asked reads. It is never changed, but for words of a data subject.
create table cooperation.onward_answer (
  id uuid primary key,
  owner uuid not null,
  ask uuid not null unique,
  asker uuid not null,
  consent boolean not null,
  -- nobody has to say why
  reason text not null default '' check (length(reason) <= 2000),
  at timestamptz not null,
  by_actor text not null,
  foreign key (ask, asker, owner) references cooperation.onward_ask (id, owner, copy_owner) on delete cascade
);
create index onward_answer_by_owner on cooperation.onward_answer (owner, at);
alter table cooperation.onward_answer enable row level security;
alter table cooperation.onward_answer force row level security;
create policy visible on cooperation.onward_answer for select to tocsin_app
  using (owner = (select platform.acting()) or asker = (select platform.acting()));
create policy added on cooperation.onward_answer for insert to tocsin_app with check (owner = (select platform.acting()));
create policy changed on cooperation.onward_answer for update to tocsin_app
  using (owner = (select platform.acting())) with check (owner = (select platform.acting()));
grant select, insert, update (reason) on cooperation.onward_answer to tocsin_app;
