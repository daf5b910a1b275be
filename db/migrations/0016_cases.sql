-- What the organisation does about it: cases, what belongs to each, what was done, and in what order they wait.
create schema cases;
grant usage on schema cases to tocsin_app, tocsin_finder;

-- The last number given in a year. The row is locked until the case that took it is committed, so no number is left out or given twice.
create table cases.sequence (
  owner uuid not null,
  year integer not null,
  last integer not null check (last > 0),
  primary key (owner, year)
);
select platform.protect('cases.sequence');
grant select, insert, update on cases.sequence to tocsin_app;

create table cases.case (
  id uuid primary key,
  owner uuid not null,
  year integer not null,
  number integer not null,
  -- C-2026-0042
  code text not null,
  title text not null,
  kind text not null check (kind in ('phishing', 'scam', 'malware', 'spam', 'marketing', 'spyware', 'abusive-traffic', 'compromise', 'child-material', 'other')),
  state text not null check (state in ('open', 'acting', 'waiting', 'closed', 'merged')),
  assignee uuid,
  opened_by text not null,
  opened_how text not null check (opened_how in ('triage', 'hand')),
  opened_at timestamptz not null,
  -- since when it waits for us: opened, reopened or answered; what ageing counts from
  since timestamptz not null,
  -- the last that was heard or done; silence is counted from here
  last_at timestamptz not null,
  due_at timestamptz,
  due_told_at timestamptz,
  -- null while it is worked on
  closed_at timestamptz,
  closed_why text check (closed_why in ('done', 'silent', 'no-abuse', 'out-of-reach', 'declined', 'merged')),
  merged_into uuid,
  -- the state that it had before it was closed or merged
  state_before text,
  recurred integer not null default 0,
  -- 0 to 100 (src/domain/cases/harm.ts)
  harm double precision not null check (harm between 0 and 100),
  -- harm in milliseconds of waiting, less the moment since when it waits (src/domain/cases/queue.ts)
  rank bigint not null,
  -- words were taken off when its time was up, or for a data subject
  emptied_at timestamptz,
  -- kept here rather than counted
  reports integer not null default 0,
  campaigns integer not null default 0,
  items integer not null default 0,
  parties integer not null default 0,
  notes integer not null default 0,
  tasks_open integer not null default 0,
  actions_open integer not null default 0,
  replies_unread integer not null default 0,
  unique (owner, year, number),
  unique (owner, code),
  check ((closed_at is not null) = (state in ('closed', 'merged'))),
  check ((merged_into is not null) = (state = 'merged'))
);
create index case_by_rank on cases.case (owner, rank desc, id desc) where closed_at is null;
create index case_by_assignee on cases.case (owner, assignee, rank desc, id desc) where closed_at is null;
create index case_by_due on cases.case (owner, due_at, id) where closed_at is null and due_at is not null;
create index case_by_silence on cases.case (owner, last_at, id) where closed_at is null;
create index case_by_opening on cases.case (owner, opened_at desc, id desc);
create index case_by_last on cases.case (owner, last_at desc, id desc);
create index case_by_closing on cases.case (owner, closed_at, id) where closed_at is not null;
create index case_merged on cases.case (merged_into) where merged_into is not null;
select platform.protect('cases.case');
select platform.searchable('cases.case');
grant select, insert, update on cases.case to tocsin_app;

-- The timeline. No content of reports, no free text: codes, ids and figures.
create table cases.entry (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  at timestamptz not null,
  actor_kind text not null,
  actor text not null,
  what text not null,
  params jsonb not null default '{}'
);
create index entry_by_case on cases.entry (owner, "case", at desc, id desc);
select platform.protect('cases.entry');
grant select, insert on cases.entry to tocsin_app;

-- What harm is judged from: the last of each name and source counts, a person's before the machine's.
create table cases.harm_input (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  name text not null,
  -- null: a person takes their own word back
  value jsonb,
  source text not null check (source in ('machine', 'person')),
  by_actor text not null,
  reason text,
  at timestamptz not null,
  check (source = 'machine' or reason is not null)
);
create index harm_input_by_case on cases.harm_input (owner, "case", at, id);
select platform.protect('cases.harm_input');
-- the reason may name somebody, and names can be taken off
grant select, insert, update (reason) on cases.harm_input to tocsin_app;

-- What belongs to a case. `origin` is the case that it was put into first; a merge moves it, undoing brings it back.
create table cases.case_report (
  owner uuid not null,
  report uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  at timestamptz not null,
  by_actor text not null,
  primary key (owner, report)
);
create index case_report_by_case on cases.case_report (owner, "case", at desc, report desc);
select platform.protect('cases.case_report');
grant select, insert, update ("case"), delete on cases.case_report to tocsin_app;

create table cases.case_campaign (
  owner uuid not null,
  campaign uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  -- as it was last told of
  name text not null default '',
  reports integer not null,
  at timestamptz not null,
  told_at timestamptz not null,
  by_actor text not null,
  primary key (owner, campaign)
);
create index case_campaign_by_case on cases.case_campaign (owner, "case", at desc, campaign desc);
select platform.protect('cases.case_campaign');
grant select, insert, update, delete on cases.case_campaign to tocsin_app;

create table cases.case_item (
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  item uuid not null,
  origin uuid not null references cases.case (id),
  at timestamptz not null,
  by_actor text not null,
  primary key (owner, "case", item)
);
create index case_item_by_case on cases.case_item (owner, "case", at desc, item desc);
select platform.protect('cases.case_item');
grant select, insert, update ("case"), delete on cases.case_item to tocsin_app;

create table cases.case_party (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  role text not null check (role in ('victim', 'reporter', 'customer', 'network', 'host', 'registrar', 'registry', 'authority', 'cert', 'brand', 'suspect', 'other')),
  -- of the directory, where it is known there
  party uuid,
  name text not null,
  address text,
  note text,
  at timestamptz not null,
  by_actor text not null
);
create index case_party_by_case on cases.case_party (owner, "case", at desc, id desc);
select platform.protect('cases.case_party');
grant select, insert, update, delete on cases.case_party to tocsin_app;

create table cases.case_link (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  other uuid not null references cases.case (id),
  kind text not null check (kind in ('related', 'follows', 'part-of')),
  at timestamptz not null,
  by_actor text not null,
  check ("case" <> other),
  unique (owner, "case", other)
);
create index case_link_by_other on cases.case_link (owner, other);
select platform.protect('cases.case_link');
grant select, insert, delete on cases.case_link to tocsin_app;

create table cases.watcher (
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  person uuid not null,
  origin uuid not null references cases.case (id),
  at timestamptz not null,
  primary key (owner, "case", person)
);
create index watcher_by_person on cases.watcher (owner, person, "case");
select platform.protect('cases.watcher');
grant select, insert, delete on cases.watcher to tocsin_app;

create table cases.task (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  title text not null,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  assignee uuid,
  due_at timestamptz,
  due_told_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  ended_by text,
  ended_at timestamptz
);
create index task_by_case on cases.task (owner, "case", created_at desc, id desc);
create index task_by_assignee on cases.task (owner, assignee, created_at desc, id desc) where state = 'open';
create index task_by_opening on cases.task (owner, created_at desc, id desc) where state = 'open';
create index task_by_due on cases.task (owner, due_at, id) where state = 'open' and due_at is not null;
select platform.protect('cases.task');
grant select, insert, update, delete on cases.task to tocsin_app;

create table cases.note (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  audience text not null check (audience in ('internal', 'partners')),
  text text not null,
  by_kind text not null,
  by_actor text not null,
  at timestamptz not null,
  changed_at timestamptz,
  removed_at timestamptz
);
create index note_by_case on cases.note (owner, "case", at desc, id desc);
select platform.protect('cases.note');
grant select, insert, update, delete on cases.note to tocsin_app;

create table cases.merge (
  id uuid primary key,
  owner uuid not null,
  kept uuid not null references cases.case (id),
  merged uuid not null references cases.case (id),
  at timestamptz not null,
  by_actor text not null,
  undone_at timestamptz,
  undone_by text
);
create unique index merge_in_force on cases.merge (owner, merged) where undone_at is null;
create index merge_by_kept on cases.merge (owner, kept, at desc);
select platform.protect('cases.merge');
grant select, insert, update (undone_at, undone_by) on cases.merge to tocsin_app;

create table cases.action_rule (
  id uuid primary key,
  owner uuid not null,
  action_kind text not null,
  -- empty: any
  case_kinds text[] not null,
  roles text[] not null,
  -- how many it may approve in twenty-four hours
  per_day integer not null check (per_day between 1 and 10000),
  until timestamptz,
  note text not null default '',
  set_by text not null,
  set_at timestamptz not null,
  ended_by text,
  ended_at timestamptz
);
create index action_rule_by_owner on cases.action_rule (owner, set_at desc, id desc);
select platform.protect('cases.action_rule');
grant select, insert, update (ended_by, ended_at) on cases.action_rule to tocsin_app;

create table cases.action (
  id uuid primary key,
  owner uuid not null,
  "case" uuid not null references cases.case (id),
  origin uuid not null references cases.case (id),
  kind text not null check (kind in ('notify', 'take-down', 'tell-customer', 'refer', 'warn-affected', 'block', 'submit-sample', 'hotline', 'reply')),
  state text not null check (state in ('proposed', 'approved', 'declined', 'withdrawn', 'running', 'done', 'failed')),
  recipient_name text,
  recipient_address text,
  recipient_party uuid,
  recipient_contact uuid,
  recipient_role text,
  recipient_format text check (recipient_format in ('xarf', 'arf', 'text')),
  recipient_language text,
  -- what it is about: addresses, domains, hosts, urls, files, senders (shape: src/domain/cases/action.ts)
  things jsonb not null default '[]',
  -- what the room that executes it wants to know (foreign shape)
  options jsonb not null default '{}',
  draft_hash text,
  proposed_by text not null,
  proposed_at timestamptz not null,
  -- what the playbook gave for it
  ground text,
  approved_by text,
  approved_at timestamptz,
  rule uuid references cases.action_rule (id),
  ended_by text,
  ended_why text,
  -- when it came to its state
  state_at timestamptz not null,
  -- of its last outcome
  outcome text,
  reference text
);
create index action_by_case on cases.action (owner, "case", proposed_at desc, id desc);
create index action_by_state on cases.action (owner, state, state_at desc, id desc);
create index action_by_rule on cases.action (owner, rule, approved_at) where rule is not null;
select platform.protect('cases.action');
grant select, insert, update on cases.action to tocsin_app;

create table cases.outcome (
  id uuid primary key,
  owner uuid not null,
  action uuid not null references cases.action (id),
  "case" uuid not null references cases.case (id),
  kind text not null check (kind in ('sent', 'failed', 'acknowledged', 'answered', 'acted', 'refused', 'no-answer', 'published', 'expired')),
  detail text,
  reference text,
  at timestamptz not null,
  by_actor text not null
);
create index outcome_by_action on cases.outcome (owner, action, at, id);
select platform.protect('cases.outcome');
grant select, insert, update (detail, reference) on cases.outcome to tocsin_app;

-- How an organisation wants its cases handled; without a row the defaults of src/domain/cases/settings.ts.
create table cases.settings (
  owner uuid primary key,
  silence_days integer not null check (silence_days between 1 and 3650),
  near_hours integer not null check (near_hours between 1 and 720),
  triage boolean not null,
  triage_reports integer not null check (triage_reports between 1 and 100000),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cases.settings');
grant select, insert, update on cases.settings to tocsin_app;

-- An act on many cases, done by a job, with a result for each.
create table cases.bulk (
  id uuid primary key,
  owner uuid not null,
  act jsonb not null,
  state text not null check (state in ('running', 'done', 'undoing', 'undone')),
  total integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  undone integer not null default 0,
  kept integer not null default 0,
  actor jsonb not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index bulk_by_owner on cases.bulk (owner, at desc, id desc);
select platform.protect('cases.bulk');
grant select, insert, update on cases.bulk to tocsin_app;

create table cases.bulk_result (
  owner uuid not null,
  bulk uuid not null references cases.bulk (id),
  position integer not null,
  "case" uuid not null references cases.case (id),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'undone', 'kept')),
  code text,
  -- what undoing needs to know
  before jsonb,
  primary key (owner, bulk, position)
);
create index bulk_result_waiting on cases.bulk_result (owner, bulk, state, position);
select platform.protect('cases.bulk_result');
grant select, insert, update (state, code, before) on cases.bulk_result to tocsin_app;

create table cases.search_text (
  "case" uuid primary key references cases.case (id),
  owner uuid not null,
  tokens tsvector not null
);
create index search_text_tokens on cases.search_text using gin (tokens);
select platform.protect('cases.search_text');
select platform.searchable('cases.search_text');
grant select, insert, update, delete on cases.search_text to tocsin_app;

-- Full-text operators are not leakproof and would lose their index under the policy; the rows are then read under it.
create function cases.find_cases(wanted tsquery) returns table ("case" uuid)
  language sql stable rows 100 security definer set search_path = pg_catalog
  as $$ select s."case" from cases.search_text s where s.owner = platform.acting() and s.tokens @@ wanted $$;
do $$
begin
  grant create on schema cases to tocsin_finder;
  alter function cases.find_cases(tsquery) owner to tocsin_finder;
  revoke create on schema cases from tocsin_finder;
  revoke all on function cases.find_cases(tsquery) from public;
  grant execute on function cases.find_cases(tsquery) to tocsin_app;
end
$$;
