-- Joint cases: a lead and partners work one case. That there is one, who leads it and who is in it are the network's rows, so that the lead can move without
-- moving a row; whatever somebody says in it is a row of whoever says it, granted to groups of the case. The office holds no grant of any of that.

create table cooperation.joint_case (
  id uuid primary key,
  owner uuid not null,
  -- what people say: J-7K3F-9QX2, at random, since a number would tell how many there are
  code text not null check (code ~ '^J-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  state text not null check (state in ('open', 'closed')),
  -- of the lead: its organisation, and its card
  lead uuid not null,
  lead_member uuid not null references cooperation.member,
  lead_since timestamptz not null,
  -- the party that the lead asked to take it over
  proposed uuid,
  proposed_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  outcome text check (outcome in ('stopped', 'sanctioned', 'prosecuted', 'handed-over', 'no-result', 'other')),
  unique (owner, code),
  check ((state = 'closed') = (closed_at is not null)),
  check ((closed_at is null) = (outcome is null)),
  check ((proposed is null) = (proposed_at is null))
);
select platform.protect('cooperation.joint_case', 'joint-case');
grant select, insert, update (state, lead, lead_member, lead_since, proposed, proposed_at, closed_at, outcome) on cooperation.joint_case to tocsin_app;

-- Who was asked into it, and is in it. A new row each time.
create table cooperation.joint_party (
  id uuid primary key,
  owner uuid not null,
  joint uuid not null references cooperation.joint_case,
  member uuid not null references cooperation.member,
  organisation uuid not null,
  -- as they were then
  name text not null check (length(name) between 1 and 200),
  country text not null,
  kind text not null check (kind in ('agency', 'industry')),
  state text not null check (state in ('invited', 'in', 'declined', 'withdrawn', 'left', 'out')),
  -- a group of this party alone, for what is given to it by name
  seat uuid not null references platform.sharing_group (id),
  invited_at timestamptz not null,
  since timestamptz,
  ended_at timestamptz,
  check ((state in ('in', 'left', 'out')) = (since is not null)),
  check ((state in ('invited', 'in')) = (ended_at is null))
);
create unique index joint_party_once on cooperation.joint_party (joint, organisation) where ended_at is null;
create index joint_party_by_joint on cooperation.joint_party (joint, invited_at, id);
create index joint_party_by_organisation on cooperation.joint_party (organisation) where ended_at is null;
select platform.protect('cooperation.joint_party', 'joint-party');
grant select, insert, update (state, since, ended_at) on cooperation.joint_party to tocsin_app;

-- What was done, by whom and with whom; each is a leaf of the log of whoever did it.
create table cooperation.joint_act (
  id uuid primary key,
  owner uuid not null,
  joint uuid not null references cooperation.joint_case,
  at timestamptz not null,
  what text not null check (what in ('opened', 'invited', 'invitation-withdrawn', 'declined', 'joined', 'left', 'taken-out', 'lead-proposed', 'lead-kept', 'lead-moved', 'lead-fell', 'closed')),
  by_name text not null,
  -- whom it was about, where that is somebody else
  name text,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$')
);
create index joint_act_in_order on cooperation.joint_act (joint, at, id);
select platform.protect('cooperation.joint_act', 'joint-act');
grant select, insert on cooperation.joint_act to tocsin_app;

-- How it stands with a joint case for each who was asked into it, as its own row: its list is read from here, and with which of its own cases it goes.
create table cooperation.joint_file (
  id uuid primary key,
  owner uuid not null,
  joint uuid not null references cooperation.joint_case,
  code text not null,
  state text not null check (state in ('invited', 'in', 'declined', 'withdrawn', 'left', 'out', 'closed')),
  at timestamptz not null,
  ended_at timestamptz,
  "case" uuid,
  -- its words were taken off: its time was up
  emptied_at timestamptz,
  unique (owner, joint),
  check ((state in ('invited', 'in')) = (ended_at is null))
);
create index joint_file_in_order on cooperation.joint_file (owner, state, at desc, id desc);
create index joint_file_by_case on cooperation.joint_file (owner, "case") where "case" is not null;
select platform.protect('cooperation.joint_file');
grant select, insert, update (state, at, ended_at, "case", emptied_at) on cooperation.joint_file to tocsin_app;

-- What a party gives: that it did, on which terms. It stays with those who saw it when its owner takes it back; the words beneath do not.
create table cooperation.joint_entry (
  id uuid primary key,
  owner uuid not null,
  joint uuid not null references cooperation.joint_case,
  kind text not null check (kind in ('brief', 'note', 'task', 'event', 'outcome')),
  reach text not null check (reach in ('agencies', 'all', 'chosen')),
  -- whether whoever joins later sees it
  late boolean not null,
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  secrecy text check (secrecy in ('confidential', 'commercially-sensitive')),
  by_name text not null,
  by text not null,
  at timestamptz not null,
  changed_at timestamptz,
  taken_back_at timestamptz,
  unique (id, owner)
);
create index joint_entry_in_order on cooperation.joint_entry (joint, at desc, id desc);
create index joint_entry_by_owner on cooperation.joint_entry (owner, joint, at desc);
select platform.protect('cooperation.joint_entry', 'joint-entry');
grant select, insert, update (changed_at, taken_back_at) on cooperation.joint_entry to tocsin_app;

create table cooperation.joint_text (
  id uuid primary key,
  owner uuid not null,
  title text not null check (length(title) between 1 and 300),
  text text not null check (length(text) <= 20000),
  written_at timestamptz not null,
  -- of the canonical JSON (RFC 8785) of what was given
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- of a brief: on which ground in law, and what may be done with what comes of the case
  ground text check (length(ground) <= 2000),
  permitted text check (permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  -- of an event
  happened_at timestamptz,
  -- of a task
  due date,
  assignee uuid references cooperation.joint_party,
  task_state text check (task_state in ('open', 'under-way', 'done', 'dropped')),
  task_at timestamptz,
  foreign key (id, owner) references cooperation.joint_entry (id, owner)
);
select platform.protect('cooperation.joint_text', 'joint-text');
grant select, insert, update (title, text, written_at, sha256, ground, permitted, happened_at, due, assignee, task_state, task_at) on cooperation.joint_text to tocsin_app;

-- Groups of a joint case: its agencies, all in it, or one party (its seat); `late`: whoever enters sees what the group was shown before. The case is made after
-- its groups, and is not referred to.
alter table cooperation.sharing_group
  add column joint uuid,
  add column reach text check (reach in ('agencies', 'all', 'seat')),
  add column late boolean,
  add constraint sharing_group_joint check ((joint is null) = (reach is null) and (joint is null) = (late is null));
create unique index sharing_group_of_joint on cooperation.sharing_group (joint, reach, late) where reach in ('agencies', 'all');

-- The groups of a joint case (or the one of that id), for whoever is in the case now: a member of industry gives to the agencies, whose group it does not see.
create function cooperation.joint_groups(of_joint uuid, of_group uuid) returns table (id uuid, joint uuid, reach text, late boolean, name text, open boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select g.id, g.joint, g.reach, g.late, g.name, g.closed_at is null from cooperation.sharing_group g
    where (g.joint = of_joint or g.id = of_group) and g.reach in ('agencies', 'all') and exists (
      select from cooperation.sharing_group a join platform.own_groups() o on o."group" = a.id where a.joint = g.joint and a.reach = 'all')
  $$;

-- Copies that were shown to a joint case and are shown still, as far as the acting organisation sees them or gave them; newest first.
create function cooperation.joint_copies(of_joint uuid, at_most integer) returns table (copy uuid, since timestamptz, reach text)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select g.object, max(g.since), case when bool_or(s.reach = 'all') then 'all' else 'agencies' end
    from cooperation.sharing_group s join platform.access_grant g on g.recipient = s.id
    where s.joint = of_joint and s.reach in ('agencies', 'all') and g.kind = 'shared-copy' and g.since <= now() and (g.until is null or g.until > now())
      and g.ended_at is null and (g.owner = platform.acting() or exists (
        select from platform.own_groups() o where o."group" = s.id and g.since >= o.sees_since))
    group by g.object order by 2 desc, 1 desc limit least(at_most, 500)
  $$;

do $$
declare
  f regprocedure;
begin
  grant create on schema cooperation to tocsin_finder;
  foreach f in array array['cooperation.joint_groups(uuid, uuid)', 'cooperation.joint_copies(uuid, integer)']::regprocedure[] loop
    execute format('alter function %s owner to tocsin_finder', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  revoke create on schema cooperation from tocsin_finder;
end
$$;
