-- The address at which a person's calendar program fetches the calls that their organisation may see. Of the secret in it only the hash is kept. The network's own rows, since whoever
-- comes with the secret is nobody yet.
create table cooperation.calendar_feed (
  id uuid primary key,
  owner uuid not null,
  organisation uuid not null,
  person uuid not null,
  token_hash bytea not null unique,
  made_at timestamptz not null,
  ended_at timestamptz
);
create unique index calendar_feed_open on cooperation.calendar_feed (owner, organisation, person) where ended_at is null;
select platform.protect('cooperation.calendar_feed');
grant select, insert, update (ended_at) on cooperation.calendar_feed to tocsin_app;
