-- Bytes that a room keeps for an object of its own, beside what evidence holds: as long as a row names them, the sweep of blobs leaves them.
create table platform.blob_reference (
  id uuid primary key,
  owner uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  object uuid not null,
  at timestamptz not null
);
create index blob_reference_by_hash on platform.blob_reference (sha256);
create index blob_reference_by_object on platform.blob_reference (owner, object);
select platform.protect('platform.blob_reference');
select platform.searchable('platform.blob_reference');
grant select, insert, delete on platform.blob_reference to tocsin_app;

create or replace function evidence.unreferenced(hashes text[]) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  if platform.acting_as() is distinct from 'system:evidence.drop-blobs' and platform.acting_as() is distinct from 'system:evidence.sweep-blobs' then
    raise exception 'only the jobs that remove blobs may ask' using errcode = 'insufficient_privilege';
  end if;
  return query
    select h from unnest(hashes) h
    where not exists (select from evidence.item i where i.sha256 = h and i.state = 'kept')
      and not exists (select from evidence.item i where i.sealed_sha256 = h)
      and not exists (select from platform.blob_reference b where b.sha256 = h);
end
$$;

-- Training sessions of the network (London Action Plan, parts A.3 f and B.4), and joint campaigns of education (A.3 e). Owner is the network; who may
-- see one is granted `training` for it, and with it all that is shown to whoever sees it.
create table cooperation.training (
  id uuid primary key,
  owner uuid not null,
  -- who offers it; null: the office
  member uuid references cooperation.member,
  title text not null check (length(title) between 1 and 200),
  topic text not null check (topic in ('detection-techniques', 'investigation', 'evidence', 'law', 'cooperation', 'systems', 'awareness', 'other')),
  note text not null default '' check (length(note) <= 20000),
  trainers text not null default '' check (length(trainers) <= 1000),
  -- BCP 47
  languages text[] not null check (cardinality(languages) between 1 and 20),
  -- null: self-paced
  starts_at timestamptz,
  -- IANA name: by which clock it was set
  time_zone text not null,
  -- minutes
  duration integer check (duration between 5 and 10080),
  -- the room, or for what is self-paced the course
  link text check (length(link) <= 2000 and link like 'https://%'),
  seats integer check (seats between 1 and 100000),
  audience text not null check (audience in ('agencies', 'members', 'named')),
  state text not null check (state in ('open', 'over', 'cancelled')),
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  reminded_at timestamptz,
  check (starts_at is null or duration is not null)
);
create index training_in_order on cooperation.training (owner, starts_at desc, id desc);
create index training_to_remind on cooperation.training (owner, starts_at) where state = 'open' and reminded_at is null;
select platform.protect('cooperation.training', 'training');
grant select, insert, update (title, topic, note, trainers, languages, starts_at, time_zone, duration, link, seats, audience, state, changed_at, reminded_at)
  on cooperation.training to tocsin_app;

-- Members that are let in one by one: by whoever offers it (`agency` null), or industry by an agency.
create table cooperation.training_invitation (
  id uuid primary key,
  owner uuid not null,
  training uuid not null references cooperation.training,
  member uuid not null references cooperation.member,
  agency uuid references cooperation.member,
  at timestamptz not null,
  by text not null,
  ended_at timestamptz
);
create unique index training_invitation_open on cooperation.training_invitation (training, member) where ended_at is null;
create index training_invitation_by_member on cooperation.training_invitation (member) where ended_at is null;
select platform.protect('cooperation.training_invitation', 'training-inside', 'training');
grant select, insert, update (ended_at) on cooperation.training_invitation to tocsin_app;

-- London Action Plan, part B.3, as for calls: that an agency takes industry out of a session. Granted to whoever objected.
create table cooperation.training_objection (
  id uuid primary key,
  owner uuid not null,
  training uuid not null references cooperation.training,
  agency uuid not null references cooperation.member,
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz
);
create unique index training_objection_standing on cooperation.training_objection (training, agency) where withdrawn_at is null;
select platform.protect('cooperation.training_objection', 'training-objection');
grant select, insert, update (withdrawn_at) on cooperation.training_objection to tocsin_app;

-- That somebody signed up; granted to their organisation, and to that of whoever offers the session.
create table cooperation.training_enrolment (
  id uuid primary key,
  owner uuid not null,
  training uuid not null references cooperation.training,
  member uuid not null references cooperation.member,
  organisation uuid not null,
  person uuid not null,
  name text not null check (length(name) <= 200),
  state text not null check (state in ('enrolled', 'waiting', 'withdrawn')),
  -- the order of the waiting list
  at timestamptz not null,
  attended boolean,
  attended_at timestamptz,
  -- that they answered; what they answered is not told by any row
  evaluated boolean not null default false,
  unique (training, organisation, person),
  check ((attended is null) = (attended_at is null))
);
create index training_enrolment_in_order on cooperation.training_enrolment (training, at, id);
create index training_enrolment_by_person on cooperation.training_enrolment (person, organisation);
create index training_enrolment_by_member on cooperation.training_enrolment (member);
select platform.protect('cooperation.training_enrolment', 'training-enrolment');
grant select, insert, update (name, state, at, attended, attended_at, evaluated) on cooperation.training_enrolment to tocsin_app;

-- What participants said of a session, without who and when. Three answers make a batch; only whole batches are shown, so that no answer can be told from
-- the difference that it made.
create table cooperation.training_evaluation (
  id uuid primary key,
  owner uuid not null,
  training uuid not null references cooperation.training,
  batch integer not null check (batch >= 0),
  -- 1 to 5
  useful smallint not null check (useful between 1 and 5),
  clear smallint not null check (clear between 1 and 5),
  pace smallint not null check (pace between 1 and 5),
  apply smallint not null check (apply between 1 and 5),
  words text not null default '' check (length(words) <= 4000)
);
create index training_evaluation_by_batch on cooperation.training_evaluation (training, batch);
select platform.protect('cooperation.training_evaluation');
grant select, insert, update (words) on cooperation.training_evaluation to tocsin_app;

-- Joint education campaigns: called education, since a campaign is one of spam.
create table cooperation.education (
  id uuid primary key,
  owner uuid not null,
  -- who began it; null: the office
  member uuid references cooperation.member,
  title text not null check (length(title) between 1 and 200),
  aim text not null check (length(aim) between 1 and 20000),
  addressed text[] not null check (addressed <@ array['consumers', 'businesses', 'providers', 'schools', 'public-bodies', 'other'] and cardinality(addressed) > 0),
  languages text[] not null check (cardinality(languages) between 1 and 50),
  countries text[] not null default '{}' check (cardinality(countries) <= 250),
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  audience text not null check (audience in ('agencies', 'members')),
  ended_at timestamptz,
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null
);
create index education_in_order on cooperation.education (owner, starts_on desc, id desc);
select platform.protect('cooperation.education', 'training');
grant select, insert, update (title, aim, addressed, languages, countries, starts_on, ends_on, audience, ended_at, changed_at) on cooperation.education to tocsin_app;

create table cooperation.education_partner (
  id uuid primary key,
  owner uuid not null,
  education uuid not null references cooperation.education,
  member uuid not null references cooperation.member,
  note text not null default '' check (length(note) <= 2000),
  at timestamptz not null,
  by text not null,
  left_at timestamptz
);
create unique index education_partner_once on cooperation.education_partner (education, member) where left_at is null;
create index education_partner_by_member on cooperation.education_partner (member) where left_at is null;
select platform.protect('cooperation.education_partner', 'training', 'education');
grant select, insert, update (note, left_at) on cooperation.education_partner to tocsin_app;

-- What a partner says that the campaign reached: declared.
create table cooperation.education_reach (
  id uuid primary key,
  owner uuid not null,
  education uuid not null references cooperation.education,
  member uuid references cooperation.member,
  -- what was counted
  counted text not null check (counted in ('people', 'households', 'views', 'downloads', 'broadcasts', 'leaflets', 'events', 'other')),
  number bigint not null check (number between 0 and 1000000000000),
  note text not null default '' check (length(note) <= 2000),
  source text not null check (length(source) between 1 and 500),
  on_date date not null,
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz
);
create index education_reach_in_order on cooperation.education_reach (education, on_date, id);
select platform.protect('cooperation.education_reach', 'training', 'education');
grant select, insert, update (note, source, withdrawn_at) on cooperation.education_reach to tocsin_app;

-- What helps anonymous sending, by country and network, in a stretch of time before or after a campaign began: declared by a member, with source.
create table cooperation.education_figure (
  id uuid primary key,
  owner uuid not null,
  education uuid not null references cooperation.education,
  member uuid references cooperation.member,
  counted text not null check (counted in ('open-relays', 'open-proxies', 'zombies')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  asn bigint check (asn between 1 and 4294967295),
  since date not null,
  -- the day after the last
  until date not null check (until > since),
  number bigint not null check (number between 0 and 1000000000000),
  note text not null default '' check (length(note) <= 2000),
  source text not null check (length(source) between 1 and 500),
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz
);
create index education_figure_in_order on cooperation.education_figure (education, since, id);
select platform.protect('cooperation.education_figure', 'training', 'education');
grant select, insert, update (note, source, withdrawn_at) on cooperation.education_figure to tocsin_app;

-- What is taught with: words, a link, or a file, in one language. Withdrawn, its words are gone.
create table cooperation.training_material (
  id uuid primary key,
  owner uuid not null,
  training uuid references cooperation.training,
  education uuid references cooperation.education,
  -- the one of the two that it is of: whoever sees that sees it
  of uuid not null check (of = coalesce(training, education)),
  member uuid references cooperation.member,
  -- BCP 47
  language text not null,
  title text not null check (length(title) <= 200),
  text text not null default '' check (length(text) <= 50000),
  -- a link that a person opens; nothing fetches it
  url text check (length(url) <= 2000 and url like 'https://%'),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text check (length(file_name) between 1 and 200),
  -- bytes
  size integer check (size > 0),
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz,
  check (num_nonnulls(training, education) = 1),
  check (num_nonnulls(sha256, file_name, size) in (0, 3))
);
create index training_material_in_order on cooperation.training_material (of, at, id);
select platform.protect('cooperation.training_material', 'training', 'of');
grant select, insert, update (title, text, url, sha256, file_name, size, withdrawn_at) on cooperation.training_material to tocsin_app;
