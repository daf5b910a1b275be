-- Techniques by which an organisation finds what it looks for: text that tells, never code. They are shown to others as shared copies, and held against the
-- organisation's own reports.

create table cooperation.technique (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('rules', 'yara', 'indicators', 'tokens')),
  name text not null check (length(name) between 1 and 200),
  -- of one that was taken over from a shared copy: whose it is, and on which terms it was given
  origin_copy uuid,
  origin_owner uuid,
  origin_name text,
  origin_sha256 text,
  origin_tlp text check (origin_tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  origin_permitted text check (origin_permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  origin_onward text check (origin_onward in ('none', 'ask', 'as-marked')),
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  unique (id, owner),
  check ((origin_copy is null) = (origin_owner is null) and (origin_copy is null) = (origin_tlp is null) and (origin_copy is null) = (origin_onward is null))
);
create index technique_by_owner on cooperation.technique (owner, changed_at desc, id desc);
select platform.protect('cooperation.technique');
grant select, insert, update (name, changed_at), delete on cooperation.technique to tocsin_app;

-- A version stays as it was saved. Words of a data subject alone are taken out; the hash then still says what stood there.
create table cooperation.technique_version (
  id uuid primary key,
  owner uuid not null,
  technique uuid not null,
  number integer not null check (number > 0),
  description text not null check (length(description) <= 4000),
  content text not null check (octet_length(content) <= 1048576),
  -- of `content` as it was saved, UTF-8
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- rules, indicators or words
  entries integer not null,
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  permitted text not null check (permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  made_at timestamptz not null,
  made_by text not null,
  unique (technique, number),
  unique (id, owner),
  foreign key (technique, owner) references cooperation.technique (id, owner) on delete cascade
);
select platform.protect('cooperation.technique_version');
grant select, insert, update (description, content), delete on cooperation.technique_version to tocsin_app;

-- What a version came to, on what, when and by whom: a statement.
create table cooperation.technique_result (
  id uuid primary key,
  owner uuid not null,
  version uuid not null,
  corpus text not null check (length(corpus) between 1 and 500),
  -- messages of the corpus that were unwanted and wanted, and how many of each it fits
  unwanted integer not null check (unwanted >= 0),
  wanted integer not null check (wanted >= 0),
  true_positives integer not null check (true_positives between 0 and unwanted),
  false_positives integer not null check (false_positives between 0 and wanted),
  measured_on date not null,
  measured_by text not null check (length(measured_by) between 1 and 200),
  at timestamptz not null,
  stated_by text not null,
  foreign key (version, owner) references cooperation.technique_version (id, owner) on delete cascade
);
create index technique_result_of_version on cooperation.technique_result (version, at desc, id desc);
select platform.protect('cooperation.technique_result');
grant select, insert, update (corpus, measured_by), delete on cooperation.technique_result to tocsin_app;

-- That a technique, one's own or another's as it is shown, is held against one's own reports: from the newest to the oldest, as far as `after_at` and `after_id`.
create table cooperation.technique_run (
  id uuid primary key,
  owner uuid not null,
  technique uuid,
  version integer,
  -- of another's: the copy, which is read anew for each stretch, so that what is called back is run no further
  copy uuid,
  name text not null,
  kind text not null check (kind in ('rules', 'yara', 'indicators', 'tokens')),
  sha256 text not null,
  since timestamptz not null,
  until timestamptz not null,
  -- reports that the organisation holds for
  judged text not null check (judged in ('all', 'unwanted', 'wanted')),
  state text not null check (state in ('running', 'done', 'cancelled', 'stopped')),
  why text check (why in ('unsafe', 'unreadable', 'gone')),
  -- reports that there were, as it began
  total integer not null,
  -- without a message that could be read, and of which the worker was stopped
  skipped integer not null default 0,
  stopped integer not null default 0,
  -- milliseconds in all, and of the slowest message
  ms double precision not null default 0,
  slowest double precision not null default 0,
  after_at timestamptz,
  after_id uuid,
  asked_at timestamptz not null,
  asked_by text not null,
  ended_at timestamptz,
  unique (id, owner),
  check (since < until),
  check ((technique is null) <> (copy is null)),
  check ((state = 'running') = (ended_at is null)),
  foreign key (technique, owner) references cooperation.technique (id, owner) on delete cascade
);
create index technique_run_by_owner on cooperation.technique_run (owner, asked_at desc, id desc);
create index technique_run_of_technique on cooperation.technique_run (technique, asked_at desc, id desc);
select platform.protect('cooperation.technique_run');
grant select, insert, update (name, state, why, skipped, stopped, ms, slowest, after_at, after_id, ended_at), delete on cooperation.technique_run to tocsin_app;

-- How many were read, and how many it fits, by week (its Monday, UTC) and by what the organisation holds them for.
create table cooperation.technique_week (
  owner uuid not null,
  run uuid not null,
  week date not null,
  judged text not null check (judged in ('unwanted', 'wanted', 'unknown')),
  read integer not null,
  matched integer not null check (matched between 0 and read),
  primary key (run, week, judged),
  foreign key (run, owner) references cooperation.technique_run (id, owner) on delete cascade
);
select platform.protect('cooperation.technique_week');
grant select, insert, update (read, matched), delete on cooperation.technique_week to tocsin_app;

-- The newest reports that it fits.
create table cooperation.technique_match (
  id uuid primary key,
  owner uuid not null,
  run uuid not null,
  report uuid not null,
  received_at timestamptz not null,
  judged text not null check (judged in ('unwanted', 'wanted', 'unknown')),
  -- said by somebody at the desk, not by the verdict alone
  by_person boolean not null,
  -- rules, indicators or words that fit
  names text[] not null,
  unique (run, report),
  foreign key (run, owner) references cooperation.technique_run (id, owner) on delete cascade
);
create index technique_match_in_order on cooperation.technique_match (run, received_at desc, report desc);
select platform.protect('cooperation.technique_match');
grant select, insert, delete on cooperation.technique_match to tocsin_app;

-- A further kind of what is shared.
alter table cooperation.shared_copy drop constraint shared_copy_kind_check,
  add check (kind in ('case', 'campaign', 'indicator', 'document', 'technique'));
alter table cooperation.share drop constraint share_source_kind_check,
  add check (source_kind in ('case', 'campaign', 'indicator', 'document', 'technique'));
alter table cooperation.tombstone drop constraint tombstone_kind_check,
  add check (kind in ('case', 'campaign', 'indicator', 'document', 'technique'));
