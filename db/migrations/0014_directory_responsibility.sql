-- Who answers for what: parties (customers, networks, registrars, authorities, …), how to reach them, what they answer for, and who had which
-- address at a moment. What was asked outside is remembered for a while, for each organisation apart.

create table directory.party (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  kind text not null check (kind in ('customer', 'network', 'host', 'registrar', 'registry', 'cert', 'authority', 'agency', 'vendor', 'brand', 'other')),
  name text not null check (length(name) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  language text check (length(language) <= 35),
  -- the customer's number at the organisation; what an import knows a customer by
  reference text check (length(reference) between 1 and 100),
  note text not null default '' check (length(note) <= 2000),
  source text not null check (source in ('stated', 'import')),
  since timestamptz not null,
  changed_at timestamptz not null,
  -- ended, never removed: what was answered before stays explained
  ended_at timestamptz,
  -- what lists are ordered by and what search looks in
  sorts text not null generated always as (lower(name)) stored,
  tokens tsvector not null generated always as (to_tsvector('simple', name || ' ' || coalesce(reference, ''))) stored
);
create unique index party_by_reference on directory.party (owner, reference) where reference is not null;
create index party_by_name on directory.party (owner, sorts, id);
create index party_by_kind on directory.party (owner, kind, sorts, id);
create index party_by_words on directory.party using gin (tokens);
select platform.protect('directory.party');
select platform.searchable('directory.party');
grant select, insert, update (kind, name, country, language, reference, note, changed_at, ended_at), delete on directory.party to tocsin_app;

create table directory.contact (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  party uuid not null references directory.party on delete cascade,
  purpose text not null check (purpose in ('abuse', 'security', 'legal', 'postmaster', 'other')),
  address text not null check (length(address) between 3 and 254),
  format text not null default 'xarf' check (format in ('xarf', 'arf', 'text')),
  -- seconds between two mails at least; null: as often as there is something
  at_most_every integer check (at_most_every between 60 and 31536000),
  language text check (length(language) <= 35),
  source text not null check (source in ('stated', 'import')),
  since timestamptz not null,
  -- somebody wrote and was answered, or says so
  confirmed_at timestamptz,
  closed_at timestamptz
);
create index contact_by_party on directory.contact (owner, party, id);
create index contact_by_address on directory.contact (owner, lower(address));
create unique index contact_open on directory.contact (party, purpose, lower(address)) where closed_at is null;
select platform.protect('directory.contact');
select platform.searchable('directory.contact');
grant select, insert, update (purpose, address, format, at_most_every, language, confirmed_at, closed_at), delete on directory.contact to tocsin_app;

create table directory.responsibility (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  party uuid not null references directory.party on delete cascade,
  kind text not null check (kind in ('prefix', 'range', 'asn', 'domain', 'site', 'country', 'subscriber')),
  -- in its one form: 192.0.2.0/24, 192.0.2.10-192.0.2.40, AS64500, example.org, www.example.org/~ann/, FR, the name an access server knows
  value text not null check (length(value) between 1 and 500),
  source text not null check (source in ('stated', 'import')),
  since timestamptz not null,
  until timestamptz
);
create index responsibility_by_party on directory.responsibility (owner, party, since desc, id desc);
create unique index responsibility_open on directory.responsibility (party, kind, value) where until is null;
select platform.protect('directory.responsibility');
grant select, insert, update (until), delete on directory.responsibility to tocsin_app;

-- What a thing is looked up by: one row for a name, and one for each network that a prefix or range is made of. An address is asked for by the
-- texts of all networks that enclose it, so that equality finds them, which no policy hides the index of.
create table directory.responsible_key (
  responsibility uuid not null references directory.responsibility on delete cascade,
  owner uuid not null references directory.organisation,
  kind text not null check (kind in ('net', 'asn', 'domain', 'site', 'country', 'subscriber')),
  key text not null check (length(key) between 1 and 500),
  primary key (responsibility, key)
);
create index responsible_key_by_key on directory.responsible_key (owner, kind, key);
select platform.protect('directory.responsible_key');
grant select, insert, delete on directory.responsible_key to tocsin_app;

-- What happened to a party: append-only, in plain acts. Goes only with the party, when a person's data is erased.
create table directory.party_change (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  party uuid not null references directory.party on delete cascade,
  at timestamptz not null,
  actor_kind text not null,
  actor text not null,
  what text not null,
  detail jsonb not null default '{}'
);
create index party_change_by_party on directory.party_change (owner, party, id desc);
select platform.protect('directory.party_change');
grant select, insert on directory.party_change to tocsin_app;

-- A file that was taken in: what it was and what came of it, never its content.
create table directory.import (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  kind text not null check (kind in ('customers', 'radius', 'dhcp', 'nat')),
  name text not null check (length(name) <= 255),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size >= 0),
  counts jsonb not null,
  at timestamptz not null,
  actor_kind text not null,
  actor text not null
);
create index import_by_owner on directory.import (owner, id desc);
select platform.protect('directory.import');
grant select, insert on directory.import to tocsin_app;

-- Who had which address when, as access servers, DHCP servers and address translators tell. Personal data: goes by age.
create table directory.assignment (
  id uuid primary key,
  owner uuid not null references directory.organisation,
  source text not null check (source in ('radius', 'dhcp', 'nat')),
  -- a network in its one form: 198.51.100.7/32, 2001:db8:1:2::/64
  net text not null check (length(net) <= 50),
  -- null: all of its ports
  low_port integer check (low_port between 0 and 65535),
  high_port integer check (high_port between 0 and 65535),
  protocol text check (protocol in ('tcp', 'udp', 'icmp')),
  -- what the server knows the subscriber by: a login, a hardware address, an inner address
  subscriber text not null check (length(subscriber) between 1 and 253),
  session text check (length(session) <= 200),
  since timestamptz not null,
  until timestamptz not null default 'infinity',
  -- the last that was heard of it; where no end was told, nobody knows more
  seen_at timestamptz not null,
  -- tells the same assignment in another file
  key text not null,
  recorded_at timestamptz not null,
  check ((low_port is null) = (high_port is null)),
  check (low_port <= high_port),
  check (since <= until)
);
create unique index assignment_by_key on directory.assignment (owner, key);
create index assignment_by_net on directory.assignment (owner, net, until);
create index assignment_by_subscriber on directory.assignment (owner, lower(subscriber), since desc);
create index assignment_by_age on directory.assignment (owner, seen_at, id);
select platform.protect('directory.assignment');
grant select, insert, update (since, until, seen_at, subscriber), delete on directory.assignment to tocsin_app;

-- A system of the organisation's own that is asked who had an address at a moment.
create table directory.subscriber_lookup (
  owner uuid primary key references directory.organisation,
  url text not null check (length(url) <= 2000),
  header text check (header ~ '^[A-Za-z0-9-]{1,64}$'),
  -- encrypted under the node's secret
  secret bytea,
  -- where in the answer the parts are, as JSON pointers (RFC 6901)
  pointers jsonb not null,
  -- networks that it knows of; others are not asked for
  nets text[] not null,
  set_at timestamptz not null,
  set_by text not null
);
select platform.protect('directory.subscriber_lookup');
grant select, insert, update, delete on directory.subscriber_lookup to tocsin_app;

-- What registries answered, until it is too old. Of each organisation apart: that one has asked is nothing that another may see.
create table directory.registration (
  owner uuid not null references directory.organisation,
  -- `net 192.0.2.0/24`, `domain example.org`
  key text not null check (length(key) <= 300),
  source text not null check (source in ('rdap', 'whois')),
  -- null: nothing is registered, or the registry did not say
  answer jsonb,
  server text not null check (length(server) <= 253),
  asked_at timestamptz not null,
  until timestamptz not null,
  primary key (owner, key)
);
create index registration_by_age on directory.registration (owner, until);
select platform.protect('directory.registration');
grant select, insert, update, delete on directory.registration to tocsin_app;

-- Parties of the acting organisation by words of name and number, or by a contact's address, in the order of their names. Definer, since
-- matching words loses its index under a policy.
create function directory.find_parties(wanted tsquery, with_address text, kinds text[], with_ended boolean, after_sorts text, after_id uuid, at_most integer)
  returns table (id uuid)
  language sql stable rows 50 security definer set search_path = pg_catalog
  as $$
    select p.id from directory.party p
    where p.owner = platform.acting()
      and (wanted is null or p.tokens @@ wanted)
      and (with_address is null or exists (
        select from directory.contact c where c.owner = p.owner and c.party = p.id and lower(c.address) = lower(with_address)))
      and (kinds is null or p.kind = any (kinds))
      and (with_ended or p.ended_at is null)
      and (after_sorts is null or (p.sorts, p.id) > (after_sorts, after_id))
    order by p.sorts, p.id limit least(at_most, 500)
  $$;

do $$
declare
  finder constant regprocedure := (select oid from pg_proc where pronamespace = 'directory'::regnamespace and proname = 'find_parties');
begin
  grant create on schema directory to tocsin_finder;
  execute format('alter function %s owner to tocsin_finder', finder);
  revoke create on schema directory from tocsin_finder;
  execute format('revoke all on function %s from public', finder);
  execute format('grant execute on function %s to tocsin_app', finder);
end
$$;
