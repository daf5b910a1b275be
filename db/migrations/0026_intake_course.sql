-- What a reporter may see by the tracking link: how it goes with what was reported, as cases tell, and whether they wish to hear of the end.
create table intake.course (
  -- of the case that it is the course of
  id uuid primary key,
  owner uuid not null,
  begun_at timestamptz not null,
  -- taken up again after it had ended
  resumed_at timestamptz,
  -- what kind of party was told, never who
  told text[] not null default '{}'
    check (told <@ array['network', 'host', 'registrar', 'registry', 'brand', 'vendor', 'blocklist', 'other']),
  told_at timestamptz,
  ended_at timestamptz,
  ended_how text check (ended_how in ('stopped', 'handled', 'silent', 'no-abuse', 'out-of-reach', 'declined')),
  check ((ended_at is null) = (ended_how is null))
);
select platform.protect('intake.course');
grant select, insert, update, delete on intake.course to tocsin_app;

-- Which course a report follows: one at most.
create table intake.follow (
  report uuid primary key references intake.report (id) on delete cascade,
  owner uuid not null,
  course uuid not null references intake.course (id) on delete cascade
);
create index follow_by_course on intake.follow (course, report);
select platform.protect('intake.follow');
grant select, insert, update, delete on intake.follow to tocsin_app;

-- That a reporter wishes to be told how it ended, and in which language; gone when they take it back.
create table intake.wish (
  report uuid primary key references intake.report (id) on delete cascade,
  owner uuid not null,
  language text not null check (language in ('en', 'zh-CN', 'ar')),
  asked_at timestamptz not null,
  -- the one letter was put into the outbox
  mailed_at timestamptz
);
create index wish_open on intake.wish (owner, report) where mailed_at is null;
select platform.protect('intake.wish');
grant select, insert, update, delete on intake.wish to tocsin_app;

-- How much of the course an organisation lets its reporters see.
create table intake.showing (
  owner uuid primary key,
  course text not null check (course in ('full', 'plain', 'none')),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('intake.showing');
grant select, insert, update on intake.showing to tocsin_app;

-- when it was first read, and whether SPF or DMARC showed that the mail which brought it came from its reporter
alter table intake.report add column read_at timestamptz, add column proven boolean not null default false;

-- The letter at the end is of fixed text, as the acknowledgement is (src/platform/departures.ts).
alter table platform.outgoing_mail
  drop constraint outgoing_mail_by_right,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null or kind in ('acknowledgement', 'ending', 'invitation', 'digest', 'address')));
