-- Whom samples of unwanted software and referrals to hotlines are given to, and how they take them; what was submitted, and what was answered.

-- A way of a vendor or a hotline: a mail address, an HTTP API, or a page that a person opens. What ships (src/domain/cooperation/ways) has a row once somebody touched it.
create table cooperation.way (
  id uuid primary key,
  owner uuid not null,
  what text not null check (what in ('vendor', 'hotline')),
  -- the key of what ships; null: added here
  shipped text check (length(shipped) <= 80),
  name text not null check (length(name) between 1 and 120),
  -- ISO 3166-1, of a hotline
  country text check (country ~ '^[A-Z]{2}$'),
  kind text not null check (kind in ('mail', 'http', 'page')),
  -- an address, or a URL
  value text not null check (length(value) between 3 and 2000),
  -- how a sample is wrapped, and the password that the vendor expects: a convention, no secret
  archive text not null default 'aes' check (archive in ('aes', 'zipcrypto', 'none')),
  password text not null default 'infected' check (length(password) between 1 and 64),
  -- HTTP: the field of the form that takes the file; the header that says who we are, and its value in a box (src/platform/secret-box.ts)
  field text not null default 'file' check (length(field) between 1 and 100),
  header text check (length(header) between 1 and 100),
  secret bytea,
  language text,
  -- days until what still spreads is proposed again; null: never
  again_days integer check (again_days between 1 and 365),
  note text not null default '' check (length(note) <= 1000),
  source text not null default '' check (length(source) <= 500),
  confirmed_at timestamptz,
  confirmed_by text,
  changed_at timestamptz not null,
  changed_by text not null,
  ended_at timestamptz,
  ended_by text,
  check (secret is null or header is not null),
  check ((confirmed_at is null) = (confirmed_by is null))
);
create index way_by_owner on cooperation.way (owner, what, name, id);
select platform.protect('cooperation.way');
grant select, insert, update (name, country, kind, value, archive, password, field, header, secret, language, again_days, note, source, confirmed_at, confirmed_by, changed_at,
  changed_by, ended_at, ended_by) on cooperation.way to tocsin_app;

-- By which way a release goes, where it is not a mail to an address alone.
alter table cooperation.release add column way uuid;
grant update (way) on cooperation.release to tocsin_app;
create index release_by_way on cooperation.release (owner, way) where state = 'draft' and way is not null;

-- That an item was given to a vendor, and what they made of it. The item's name does not go, and is not kept here.
create table cooperation.submission (
  id uuid primary key,
  owner uuid not null,
  release uuid not null unique references cooperation.release (id),
  way uuid not null references cooperation.way (id),
  in_case uuid,
  item uuid,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null default 0,
  at timestamptz not null,
  -- the one before, where it is given again
  again_of uuid references cooperation.submission (id),
  -- when giving it again was proposed
  again_at timestamptz,
  -- the last answer
  verdict text check (verdict in ('received', 'detected', 'not-detected', 'clean', 'more-wanted', 'refused')),
  detection text check (length(detection) <= 200),
  -- the first definitions that catch it
  definition text check (length(definition) <= 200),
  definition_at timestamptz,
  answered_at timestamptz
);
create index submission_by_owner on cooperation.submission (owner, at desc, id desc);
create index submission_by_hash on cooperation.submission (owner, sha256, at desc);
create index submission_by_way on cooperation.submission (owner, way, at desc);
create index submission_by_case on cooperation.submission (owner, in_case);
select platform.protect('cooperation.submission');
grant select, insert, update (item, size, again_at, verdict, detection, definition, definition_at, answered_at) on cooperation.submission to tocsin_app;

-- What a vendor said, never changed: by whom it was written down, or by which mail or answer of an API it came.
create table cooperation.submission_answer (
  id uuid primary key,
  owner uuid not null,
  submission uuid not null references cooperation.submission (id),
  at timestamptz not null,
  by text not null,
  came text not null check (came in ('person', 'mail', 'http')),
  verdict text check (verdict in ('received', 'detected', 'not-detected', 'clean', 'more-wanted', 'refused')),
  detection text check (length(detection) <= 200),
  definition text check (length(definition) <= 200),
  definition_at timestamptz,
  said text not null default '' check (length(said) <= 20000),
  -- of intake, where it came by mail
  reply uuid
);
create index submission_answer_by_submission on cooperation.submission_answer (owner, submission, at);
create unique index submission_answer_once on cooperation.submission_answer (submission, reply) where reply is not null;
select platform.protect('cooperation.submission_answer');
grant select, insert, update (said, detection) on cooperation.submission_answer to tocsin_app;
