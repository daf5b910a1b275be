-- How members are reached: the network's own rows. Who sees a contact is said by grants, to the standing groups by its audience and to the member's own
-- organisation, so that nothing is filtered in code.
create table cooperation.contact (
  id uuid primary key,
  owner uuid not null,
  member uuid not null references cooperation.member,
  -- `unit`: of an agency, designated; `industry`: industry's one contact; `staff`: a person on the list of a sector
  role text not null check (role in ('unit', 'industry', 'staff')),
  sector text,
  unit text not null default '',
  person text not null default '',
  title text not null default '',
  mail text,
  phone text,
  emergency text,
  hours text not null default '',
  time_zone text not null default 'UTC',
  languages text[] not null default '{}',
  -- armoured (RFC 9580 §6) and PEM (RFC 7468), with the fingerprints that were read from them
  pgp text check (length(pgp) <= 100000),
  pgp_fingerprint text,
  smime text check (length(smime) <= 20000),
  smime_fingerprint text,
  audience text not null check (audience in ('secretariat', 'agencies', 'members', 'public')),
  -- of `staff`: that the person agreed, when and until when
  consent_on date,
  consent_until date,
  -- of the others: the act that designated it
  signed_on date,
  signed_by text,
  follows uuid references cooperation.contact,
  since timestamptz not null,
  since_by text not null,
  confirmed_at timestamptz,
  confirmed_by text,
  -- somebody who answered a test said that something is wrong
  doubted_at timestamptz,
  changed_at timestamptz not null,
  changed_by text not null,
  ended_at timestamptz,
  ended_by text,
  ended_why text check (ended_why in ('handed-over', 'ended', 'left', 'consent-over')),
  check ((role = 'staff') = (consent_on is not null)),
  check ((role = 'staff') = (signed_on is null)),
  check ((signed_on is null) = (signed_by is null)),
  check ((ended_at is null) = (ended_why is null)),
  check (consent_until is null or consent_until >= consent_on)
);
-- exactly one at a time
create unique index contact_designated on cooperation.contact (owner, member) where role in ('unit', 'industry') and ended_at is null;
create index contact_by_member on cooperation.contact (member, since);
create index contact_open on cooperation.contact (owner, id) where ended_at is null;
select platform.protect('cooperation.contact', 'contact');
grant select, insert on cooperation.contact to tocsin_app;
grant update (sector, unit, person, title, mail, phone, emergency, hours, time_zone, languages, pgp, pgp_fingerprint, smime, smime_fingerprint, audience, consent_on,
  consent_until, signed_by, confirmed_at, confirmed_by, doubted_at, changed_at, changed_by, ended_at, ended_by, ended_why) on cooperation.contact to tocsin_app;

-- A letter that asks for an answer, and what became of it.
create table cooperation.contact_test (
  id uuid primary key,
  owner uuid not null,
  contact uuid not null references cooperation.contact,
  sent_at timestamptz not null,
  sent_to text not null,
  mail uuid,
  token_hash bytea not null unique,
  due_at timestamptz not null,
  result text not null check (result in ('waiting', 'answered', 'doubted', 'undelivered', 'unanswered')),
  settled_at timestamptz,
  way text check (way in ('link', 'reply')),
  reply uuid,
  check ((result = 'waiting') = (settled_at is null)),
  check ((result in ('answered', 'doubted')) = (way is not null))
);
create unique index contact_test_waiting on cooperation.contact_test (contact) where result = 'waiting';
create index contact_test_by_contact on cooperation.contact_test (contact, sent_at desc);
create index contact_test_by_mail on cooperation.contact_test (mail);
select platform.protect('cooperation.contact_test', 'contact', 'contact');
grant select, insert, update (sent_to, mail, result, settled_at, way, reply) on cooperation.contact_test to tocsin_app;

-- After how many days a contact is to be confirmed again, and how long a test waits for its answer.
create table cooperation.contact_period (
  owner uuid primary key,
  confirm_days integer not null check (confirm_days between 7 and 400),
  answer_days integer not null check (answer_days between 1 and 60),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cooperation.contact_period', 'network', 'owner');
grant select, insert, update on cooperation.contact_period to tocsin_app;

-- That the agencies of a country name one of them together: 'to country X' goes to its designated unit, whoever that is at the moment.
create table cooperation.country_contact (
  id uuid primary key,
  owner uuid not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  agency uuid not null references cooperation.member,
  proposed_by uuid not null references cooperation.member,
  proposed_at timestamptz not null,
  state text not null check (state in ('proposed', 'standing', 'declined', 'withdrawn', 'lapsed', 'replaced')),
  stood_at timestamptz,
  ended_at timestamptz,
  check ((state in ('proposed', 'standing')) = (ended_at is null)),
  check (state <> 'standing' or stood_at is not null)
);
create unique index country_contact_proposed on cooperation.country_contact (owner, country) where state = 'proposed';
create unique index country_contact_standing on cooperation.country_contact (owner, country) where state = 'standing';
create index country_contact_by_country on cooperation.country_contact (owner, country, proposed_at desc);
select platform.protect('cooperation.country_contact', 'country-contact');
grant select, insert, update (state, stood_at, ended_at) on cooperation.country_contact to tocsin_app;

-- What each agency of the country said to it, once. `by` is the person; the secretariat may record what an agency without an organisation here wrote to it.
create table cooperation.country_signature (
  id uuid primary key,
  owner uuid not null,
  naming uuid not null references cooperation.country_contact,
  agency uuid not null references cooperation.member,
  said text not null check (said in ('signed', 'declined')),
  reason text,
  at timestamptz not null,
  by text not null,
  check ((said = 'declined') = (reason is not null)),
  unique (naming, agency)
);
select platform.protect('cooperation.country_signature', 'country-signatures', 'naming');
grant select, insert, update (reason) on cooperation.country_signature to tocsin_app;

-- The letter that tests a contact is of fixed text (src/platform/departures.ts).
alter table platform.outgoing_mail
  drop constraint outgoing_mail_by_right,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null or kind in ('acknowledgement', 'ending', 'invitation', 'digest', 'address', 'contact-test')));
