-- IMAP mailboxes (RFC 9051, RFC 3501) as channels: what is in a folder is taken as reports, and then moved or marked.

alter table intake.channel drop constraint channel_kind_check;
alter table intake.channel add constraint channel_kind_check check (kind in ('mail', 'http', 'console', 'public', 'import', 'imap'));
-- one desk, console, API, public page and import an organisation, but as many mailboxes as it likes
drop index intake.channel_own;
create unique index channel_own on intake.channel (owner, kind) where token is null and kind <> 'imap';

create table intake.mailbox (
  channel uuid primary key references intake.channel (id),
  owner uuid not null,
  -- what people write to, so that it is known of a mail that it was addressed to us
  address text not null,
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'plain')),
  -- certificates (PEM) that this server's may be signed by, beside those that are commonly trusted
  authority text,
  username text not null,
  auth text not null check (auth in ('password', 'oauth2')),
  token_url text,
  client_id text,
  scope text,
  -- password, client secret and refresh token, encrypted under the node's secret (src/platform/secret-box.ts)
  secret bytea not null,
  folder text not null,
  done text not null check (done in ('move', 'flag')),
  done_folder text,
  changed_at timestamptz not null,
  -- how it does
  contact_at timestamptz,
  trouble text,
  trouble_detail text,
  trouble_at timestamptz,
  -- tries that failed on end
  failures integer not null default 0,
  taken bigint not null default 0,
  -- messages that are larger than may be taken, left where they are
  too_large integer not null default 0,
  -- one process at a time keeps it, until then by the clock of the database
  held_by uuid,
  held_until timestamptz,
  check ((auth = 'oauth2') = (token_url is not null and client_id is not null)),
  check ((done = 'move') = (done_folder is not null))
);
create index mailbox_by_owner on intake.mailbox (owner);
select platform.protect('intake.mailbox');
select platform.searchable('intake.mailbox');
grant select, insert, update, delete on intake.mailbox to tocsin_app;

-- Which mailboxes there are to keep, asked before any organisation acts; nothing of what opens them.
create function intake.list_mailboxes()
  returns table (owner uuid, channel uuid, changed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
  as $$ select m.owner, m.channel, m.changed_at from intake.mailbox m join intake.channel c on c.id = m.channel where c.open order by m.channel $$;

do $$
begin
  grant create on schema intake to tocsin_finder;
  alter function intake.list_mailboxes() owner to tocsin_finder;
  revoke create on schema intake from tocsin_finder;
  revoke all on function intake.list_mailboxes() from public;
  grant execute on function intake.list_mailboxes() to tocsin_app;
end
$$;
