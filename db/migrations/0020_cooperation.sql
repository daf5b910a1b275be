-- What leaves an organisation, and by whose decision: releases with the drafts that were previewed, their history, how they are redacted and worded.
create schema cooperation;
grant usage on schema cooperation to tocsin_app, tocsin_finder;

-- How what leaves is redacted; `rules` is of src/forensics/redact/profile.ts (foreign shape). One of them is taken where nobody chose.
create table cooperation.profile (
  id uuid primary key,
  owner uuid not null,
  name text not null check (length(name) between 1 and 80),
  rules jsonb not null,
  standard boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  closed_at timestamptz,
  unique (owner, name)
);
create unique index profile_standard on cooperation.profile (owner) where standard and closed_at is null;
select platform.protect('cooperation.profile');
grant select, insert, update (name, rules, standard, changed_at, changed_by, closed_at) on cooperation.profile to tocsin_app;

-- Wordings of an organisation's own, in place of those that ship.
create table cooperation.letter (
  owner uuid not null,
  kind text not null,
  language text not null check (language in ('en', 'zh-CN', 'ar')),
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) between 1 and 10000),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (owner, kind, language)
);
select platform.protect('cooperation.letter');
grant select, insert, update (title, body, changed_at, changed_by), delete on cooperation.letter to tocsin_app;

create table cooperation.release (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('notify', 'take-down', 'tell-customer', 'refer', 'warn-affected', 'block', 'submit-sample', 'hotline', 'reply')),
  -- the case it was first asked for in; what else it carries is in release_action
  in_case uuid,
  object_kind text not null check (object_kind in ('case', 'report', 'finding', 'campaign', 'action', 'indicator')),
  object uuid not null,
  recipient_kind text not null check (recipient_kind in ('address', 'public', 'vendor', 'organisation')),
  recipient text not null,
  recipient_name text,
  recipient_role text,
  party uuid,
  contact uuid,
  language text,
  format text not null default 'text' check (format in ('xarf', 'arf', 'text')),
  -- what is unusual about recipient or content, by code
  warnings text[] not null default '{}',
  purpose text not null,
  ground text not null,
  tlp text not null default 'amber' check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  profile uuid,
  -- what was removed and what stayed behind (foreign shape: src/forensics/redact)
  redaction jsonb not null default '{}',
  state text not null default 'draft' check (state in ('draft', 'decided', 'delivered', 'failed', 'recalled', 'refused')),
  -- why there is no draft, or why it failed
  fault text,
  version integer not null default 0,
  title text not null,
  media_type text not null,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null default 0,
  -- of several drafts to the same recipient for the same purpose one is open, and takes in what is added
  grouping text,
  created_at timestamptz not null,
  created_by text not null,
  drafted_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  -- the rule of a manager that decided
  decided_rule text,
  not_before timestamptz,
  until timestamptz,
  thread uuid,
  mail uuid,
  settled_at timestamptz,
  receipt jsonb not null default '{}',
  check (state = 'draft' or state in ('refused', 'recalled') or (sha256 is not null and decided_at is not null and decided_by is not null))
);
create index release_by_owner on cooperation.release (owner, created_at desc, id desc);
create index release_by_state on cooperation.release (owner, state, created_at desc, id desc);
create index release_by_case on cooperation.release (owner, in_case, created_at desc, id desc);
create index release_by_recipient on cooperation.release (owner, lower(recipient), created_at desc, id desc);
create unique index release_open on cooperation.release (owner, grouping) where state = 'draft' and grouping is not null;
select platform.protect('cooperation.release', 'release');
grant select, insert on cooperation.release to tocsin_app;
grant update (state, fault, version, title, media_type, sha256, size, warnings, profile, redaction, tlp, ground, purpose, language, format, recipient, recipient_name,
  drafted_at, decided_at, decided_by, decided_rule, not_before, until, thread, mail, settled_at, receipt) on cooperation.release to tocsin_app;

-- Which actions of cases a release carries out; one action is in one release that is still open or went.
create table cooperation.release_action (
  release uuid not null references cooperation.release (id),
  owner uuid not null,
  action uuid not null,
  in_case uuid,
  added_at timestamptz not null,
  primary key (release, action)
);
create index release_action_by_action on cooperation.release_action (owner, action);
create index release_action_by_case on cooperation.release_action (owner, in_case);
select platform.protect('cooperation.release_action', 'release', 'release');
grant select, insert, delete on cooperation.release_action to tocsin_app;

-- The bytes that are previewed and, once approved, sent: never changed, only followed by a next version. They go by retention; their hash stays in the history.
create table cooperation.draft (
  release uuid not null references cooperation.release (id),
  owner uuid not null,
  version integer not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bytea not null,
  -- text, parts and things as the preview lists them (foreign shape: src/domain/cooperation/outline.ts)
  outline jsonb not null,
  at timestamptz not null,
  primary key (release, version)
);
create index draft_by_age on cooperation.draft (owner, at);
select platform.protect('cooperation.draft', 'release', 'release');
grant select, insert, delete on cooperation.draft to tocsin_app;

-- What happened to a release, never changed. Each decision and each delivery is a leaf of the log.
create table cooperation.release_event (
  id uuid primary key,
  owner uuid not null,
  release uuid not null references cooperation.release (id),
  at timestamptz not null,
  what text not null check (what in ('asked', 'drafted', 'changed', 'decided', 'refused', 'delivered', 'failed', 'recalled', 'retried', 'answered')),
  actor_kind text not null,
  actor text not null,
  detail jsonb not null default '{}',
  leaf uuid
);
create index release_event_by_release on cooperation.release_event (release, at, id);
select platform.protect('cooperation.release_event', 'release', 'release');
grant select, insert on cooperation.release_event to tocsin_app;

-- A mail that carries something of a report, finding or case names the release that lets it go and the hash that was approved; any other is of a kind that
-- says nothing of one (src/platform/departures.ts). `answer` is what the relay said.
alter table platform.outgoing_mail
  add column release uuid,
  add column release_sha256 text check (release_sha256 ~ '^[0-9a-f]{64}$'),
  add column answer text,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null or kind in ('acknowledgement', 'invitation', 'digest', 'address')));
