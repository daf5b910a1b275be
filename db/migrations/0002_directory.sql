-- Credentials and sessions (schema auth), and the directory: organisations, people, memberships, invitations, API keys, notices.

-- ---- auth: what the sign-in library keeps, under names of ours (src/platform/auth/engine.ts maps them). tocsin_auth alone may
-- touch it; it holds no organisation's data, so it has no policy. A login's id is its person's id.
create schema auth;
grant usage on schema auth to tocsin_auth;

create table auth.login (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null default '',
  email_verified boolean not null default false,
  image text,
  second_factor boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.session (
  id uuid primary key,
  login uuid not null references auth.login on delete cascade,
  token text not null unique,
  -- the network, never the address
  network text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_by_login on auth.session (login);

-- One row a login: its password. The other columns are the library's, for providers that are not in use.
create table auth.credential (
  id uuid primary key,
  login uuid not null references auth.login on delete cascade,
  account_id text not null,
  provider text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index credential_by_login on auth.credential (login);

-- What a browser was asked and has not answered yet: the second step of a sign-in, a passkey's challenge.
create table auth.challenge (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index challenge_by_identifier on auth.challenge (identifier);

-- TOTP secret and recovery codes, encrypted under the node's secret.
create table auth.second_factor (
  id uuid primary key,
  login uuid not null unique references auth.login on delete cascade,
  secret text not null,
  recovery_codes text not null,
  verified boolean not null default true,
  failures integer not null default 0,
  locked_until timestamptz
);

create table auth.passkey (
  id uuid primary key,
  login uuid not null references auth.login on delete cascade,
  name text,
  public_key text not null,
  credential text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz default now()
);
create index passkey_by_login on auth.passkey (login);

-- A code counts once (RFC 6238 §5.2).
create table auth.spent_code (
  login uuid not null references auth.login on delete cascade,
  code text not null,
  until timestamptz not null,
  primary key (login, code)
);

-- One-time links of `tocsin admin recover`; only the SHA-256 of the token is kept.
create table auth.recovery (
  hash bytea primary key,
  login uuid not null references auth.login on delete cascade,
  reset_factors boolean not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);

-- Refused tries by a keyed hash of what they have in common: account, network, both.
create table auth.throttle (
  key bytea primary key,
  failures integer not null,
  at timestamptz not null,
  blocked_until timestamptz
);
create index throttle_by_age on auth.throttle (at);

grant select, insert, update, delete on all tables in schema auth to tocsin_auth;

-- Gives a person that has none a login, in the transaction that makes the person. The application can't read or change one.
create function platform.add_login(person uuid, address text, password_hash text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  insert into auth.login (id, email) values (person, address);
  insert into auth.credential (id, login, account_id, provider, password) values (person, person, person::text, 'credential', password_hash);
end
$$;
select platform.hand_over('platform.add_login(uuid, text, text)', 'tocsin_auth');
revoke all on function platform.add_login(uuid, text, text) from public;
grant execute on function platform.add_login(uuid, text, text) to tocsin_app;

-- ---- directory
create schema directory;
grant usage on schema directory to tocsin_app, tocsin_finder;

-- The person who acts in this transaction; null for a key, a channel or the node itself.
create function directory.acting_person() returns uuid
  language sql stable parallel safe
  as $$ select case when platform.acting_as() like 'person:%' then substr(platform.acting_as(), 8)::uuid end $$;

create table directory.organisation (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$'),
  name text not null,
  kind text not null check (kind in ('agency', 'provider', 'industry', 'secretariat', 'other')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  suspended_at timestamptz,
  suspended_why text,
  since timestamptz not null
);

create table directory.person (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  locale text not null,
  time_zone text not null,
  digest text not null default 'daily' check (digest in ('off', 'hourly', 'daily')),
  digest_hour smallint not null default 8 check (digest_hour between 0 and 23),
  operator boolean not null default false,
  since timestamptz not null
);

create table directory.membership (
  owner uuid not null references directory.organisation,
  person uuid not null references directory.person,
  role text not null check (role in ('viewer', 'analyst', 'manager', 'administrator')),
  since timestamptz not null,
  -- when this organisation's last digest went to the person
  digest_at timestamptz,
  primary key (owner, person)
);
create index membership_by_person on directory.membership (person);
select platform.protect('directory.membership');
select platform.searchable('directory.membership');
grant select, insert, update (role, digest_at), delete on directory.membership to tocsin_app;

create table directory.invitation (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  email text not null check (email = lower(email)),
  role text not null check (role in ('viewer', 'analyst', 'manager', 'administrator')),
  hash bytea not null unique,
  invited_by text not null,
  since timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references directory.person,
  withdrawn_at timestamptz
);
create index invitation_by_owner on directory.invitation (owner, id desc);
select platform.protect('directory.invitation');
select platform.searchable('directory.invitation');
grant select, insert, update (accepted_at, accepted_by, withdrawn_at) on directory.invitation to tocsin_app;

create table directory.api_key (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  person uuid not null references directory.person,
  name text not null,
  start text not null,
  hash bytea not null unique,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'report', 'write', 'administer']),
  since timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_by_owner on directory.api_key (owner, id desc);
create index api_key_by_person on directory.api_key (owner, person, id desc);
select platform.protect('directory.api_key');
select platform.searchable('directory.api_key');
grant select, insert, update (last_used_at, revoked_at) on directory.api_key to tocsin_app;

-- To one person in one organisation. Unread ones of the same kind and subject are one row that counts.
create table directory.notice (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  person uuid not null references directory.person,
  kind text not null,
  subject text not null,
  params jsonb not null default '{}',
  count integer not null default 1,
  at timestamptz not null,
  read_at timestamptz,
  mailed_at timestamptz
);
create unique index notice_unread on directory.notice (owner, person, kind, subject) where read_at is null;
create index notice_by_person on directory.notice (owner, person, id desc);
create index notice_unmailed on directory.notice (owner) where read_at is null and mailed_at is null;
select platform.protect('directory.notice');
select platform.searchable('directory.notice');
grant select, insert, update, delete on directory.notice to tocsin_app;

-- The organisations that the acting person belongs to. Definer, because a policy asks before an acting organisation is chosen.
create function directory.own_organisations() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
  as $$ select m.owner from directory.membership m where m.person = directory.acting_person() $$;

-- No organisation owns the row of an organisation or a person, so these two have policies of their own. An organisation is seen
-- by those who act for it, by its people whatever they act for, and by the node's operator, who alone makes and suspends it.
alter table directory.organisation enable row level security;
alter table directory.organisation force row level security;
create policy visible on directory.organisation for select
  using (id = (select platform.acting()) or (select platform.operating()) or id in (select directory.own_organisations()));
create policy added on directory.organisation for insert with check (platform.operating());
create policy changed on directory.organisation for update
  using (id = (select platform.acting()) or (select platform.operating()))
  with check (id = (select platform.acting()) or (select platform.operating()));
select platform.searchable('directory.organisation');
grant select, insert, update (name, kind, country, suspended_at, suspended_why) on directory.organisation to tocsin_app;

-- A person is seen by themselves, by the members of the acting organisation that they belong to (the policy of membership holds in
-- the sub-select) and by the operator. Nobody makes an operator but the operator or the node itself.
alter table directory.person enable row level security;
alter table directory.person force row level security;
create policy visible on directory.person for select
  using (id = (select directory.acting_person()) or (select platform.operating()) or exists (select from directory.membership m where m.person = person.id));
create policy added on directory.person for insert
  with check ((platform.operating() or platform.acting() is not null) and (not operator or platform.operating()));
create policy changed on directory.person for update
  using (id = (select directory.acting_person()) or (select platform.operating()))
  with check (not operator or platform.operating());
select platform.searchable('directory.person');
grant select, insert, update (name, locale, time_zone, digest, digest_hour, operator) on directory.person to tocsin_app;

-- Authentication comes before there is an acting organisation, so what it must look up is answered by definer functions: by a
-- secret's hash, or by the id of a session that was checked. None lists.

create function directory.find_person(asked uuid)
  returns table (id uuid, email text, name text, locale text, time_zone text, digest text, digest_hour smallint, operator boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$ select p.id, p.email, p.name, p.locale, p.time_zone, p.digest, p.digest_hour, p.operator from directory.person p where p.id = asked $$;

create function directory.memberships_of(asked uuid)
  returns table (owner uuid, code text, name text, kind text, country text, suspended boolean, role text, unread bigint)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select o.id, o.code, o.name, o.kind, o.country, o.suspended_at is not null, m.role,
      (select count(*) from directory.notice n where n.owner = m.owner and n.person = m.person and n.read_at is null)
    from directory.membership m join directory.organisation o on o.id = m.owner
    where m.person = asked order by m.since, o.id
  $$;

create function directory.find_key(asked bytea)
  returns table (id uuid, owner uuid, person uuid, scopes text[], role text, last_used_at timestamptz, expires_at timestamptz, revoked boolean, suspended boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select k.id, k.owner, k.person, k.scopes, m.role, k.last_used_at, k.expires_at, k.revoked_at is not null, o.suspended_at is not null
    from directory.api_key k
      join directory.organisation o on o.id = k.owner
      join directory.membership m on m.owner = k.owner and m.person = k.person
    where k.hash = asked
  $$;

create function directory.find_invitation(asked bytea)
  returns table (id uuid, owner uuid, email text, role text, expires_at timestamptz, spent boolean, organisation_name text, kind text, country text, suspended boolean, known boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select i.id, i.owner, i.email, i.role, i.expires_at, i.accepted_at is not null or i.withdrawn_at is not null,
      o.name, o.kind, o.country, o.suspended_at is not null, exists (select from directory.person p where p.email = i.email)
    from directory.invitation i join directory.organisation o on o.id = i.owner
    where i.hash = asked
  $$;

-- For the node's operator: how each organisation is staffed, in figures.
create function directory.staffing(at_moment timestamptz) returns table (owner uuid, administrators bigint, open_invitation boolean)
  language sql stable security definer set search_path = pg_catalog
  as $$
    select o.id, (select count(*) from directory.membership m where m.owner = o.id and m.role = 'administrator'),
      exists (select from directory.invitation i where i.owner = o.id and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > at_moment)
    from directory.organisation o where platform.operating()
  $$;

-- For the node itself: which organisations have notices that wait for a digest. Each is then served under its own scope.
create function directory.awaiting_digest() returns setof uuid
  language sql stable security definer set search_path = pg_catalog
  as $$
    select distinct n.owner from directory.notice n join directory.person p on p.id = n.person
    where n.read_at is null and n.mailed_at is null and p.digest <> 'off' and platform.operating()
  $$;

do $$
declare
  f regprocedure;
begin
  for f in select oid from pg_proc where pronamespace = 'directory'::regnamespace loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  grant execute on function directory.acting_person() to tocsin_finder;
  grant create on schema directory to tocsin_finder;
  for f in select oid from pg_proc where pronamespace = 'directory'::regnamespace and prosecdef loop
    execute format('alter function %s owner to tocsin_finder', f);
    execute format('grant execute on function %s to tocsin_app', f);
  end loop;
  revoke create on schema directory from tocsin_finder;
end
$$;
