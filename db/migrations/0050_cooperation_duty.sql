-- What the office says to members: each announcement is told with proof (cooperation.telling), and granted to whom it is for.
create table cooperation.announcement (
  id uuid primary key,
  owner uuid not null,
  title text not null check (length(title) between 1 and 200),
  text text not null check (length(text) between 1 and 50000),
  -- BCP 47
  language text not null check (length(language) between 2 and 35),
  audience text not null check (audience in ('agencies', 'industry', 'members')),
  at timestamptz not null,
  by text not null
);
create index announcement_in_order on cooperation.announcement (owner, at desc, id desc);
select platform.protect('cooperation.announcement', 'announcement');
grant select, insert on cooperation.announcement to tocsin_app;

-- In which rhythm the office owes what is not owed by an event, in days.
create table cooperation.duty_period (
  owner uuid primary key,
  questionnaire_days integer not null check (questionnaire_days between 1 and 3650),
  report_days integer not null check (report_days between 1 and 3650),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cooperation.duty_period');
grant select, insert, update (questionnaire_days, report_days, changed_at, changed_by) on cooperation.duty_period to tocsin_app;
