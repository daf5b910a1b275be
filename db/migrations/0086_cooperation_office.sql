-- When a term of the office is to end, as it was set beforehand. Nothing ends by it: whoever holds the office acts for the network until it is handed over, and
-- what is late is shown. A term that began before this has no such end until somebody sets one.
alter table directory.office add column ends_at timestamptz, add constraint office_ends_after check (ends_at is null or ends_at > since);
grant update (ends_at) on directory.office to tocsin_app;

-- For how long a term is given where nobody says otherwise, in days.
alter table cooperation.duty_period add column term_days integer not null default 730 check (term_days between 30 and 3650);
grant update (term_days) on cooperation.duty_period to tocsin_app;

-- How the office is reached, whoever holds it: one for each network, seen by all its members.
create table cooperation.office_contact (
  id uuid primary key,
  owner uuid not null unique,
  unit text not null check (length(unit) <= 200),
  person text not null check (length(person) <= 200),
  title text not null check (length(title) <= 200),
  mail text check (length(mail) <= 254),
  phone text check (length(phone) <= 60),
  emergency text check (length(emergency) <= 60),
  hours text not null check (length(hours) <= 500),
  time_zone text not null,
  -- BCP 47
  languages text[] not null,
  -- armoured OpenPGP key (RFC 9580), certificate in PEM (RFC 7468)
  pgp text,
  pgp_fingerprint text,
  smime text,
  smime_fingerprint text,
  confirmed_at timestamptz not null,
  confirmed_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  check ((pgp is null) = (pgp_fingerprint is null)),
  check ((smime is null) = (smime_fingerprint is null))
);
select platform.protect('cooperation.office_contact', 'office-contact');
grant select, insert, update (unit, person, title, mail, phone, emergency, hours, time_zone, languages, pgp, pgp_fingerprint, smime, smime_fingerprint,
  confirmed_at, confirmed_by, changed_at, changed_by) on cooperation.office_contact to tocsin_app;
