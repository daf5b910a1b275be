-- Two-way mail: a thread is what one correspondent and we say to each other about one thing; a reply is what they answered.

create table intake.thread (
  id uuid primary key,
  owner uuid not null,
  about_kind text not null check (about_kind in ('case', 'action', 'report', 'release')),
  about uuid not null,
  -- of the part after case+ in the address; the part itself is made from the id under the node's secret
  token_hash text not null unique,
  -- whom we write to; null for whoever answers
  correspondent text,
  -- one thread for the same correspondent about the same thing; outlives the address
  sameness text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  unique (owner, sameness)
);
create index thread_by_about on intake.thread (owner, about);
create index thread_by_age on intake.thread (owner, created_at, id);
select platform.protect('intake.thread');
select platform.searchable('intake.thread');
grant select, insert, update (correspondent, sameness, closed_at) on intake.thread to tocsin_app;

-- Message-IDs of letters that we sent: what In-Reply-To and References (RFC 5322 §3.6.4) lead back to.
create table intake.sent_message (
  owner uuid not null,
  message_id text not null,
  thread uuid not null references intake.thread (id),
  at timestamptz not null,
  primary key (owner, message_id)
);
create index sent_message_by_thread on intake.sent_message (thread);
create index sent_message_by_age on intake.sent_message (owner, at);
select platform.protect('intake.sent_message');
grant select, insert, delete on intake.sent_message to tocsin_app;

create table intake.reply (
  id uuid primary key,
  owner uuid not null,
  thread uuid not null references intake.thread (id),
  -- the original as it arrived; its row stays when its bytes are gone
  item uuid not null,
  sha256 text not null,
  size bigint not null,
  -- the hash while the bytes are there: the same bytes to the same thread are one reply
  sameness text not null,
  -- how often they came
  times integer not null default 1,
  state text not null default 'unread' check (state in ('unread', 'read', 'spam', 'withheld', 'expired')),
  -- where it came in: peer address, HELO, envelope (foreign shape)
  arrival jsonb not null default '{}',
  -- the reverse path, in lower case, for what one sender may send
  sender text not null default '',
  -- when a reader had told what it says; null: not yet
  settled_at timestamptz,
  from_address text,
  from_name text,
  subject text,
  text text not null default '',
  quoted text not null default '',
  language text,
  message_id text,
  automatic text check (automatic in ('answer', 'bounce', 'list', 'loop', 'machine')),
  authenticated text not null default 'unchecked' check (authenticated in ('pass', 'fail', 'none', 'unchecked')),
  authentication jsonb not null default '{}',
  -- how its reader died, where it did
  unread_why text,
  -- the report that a person made of it
  report uuid,
  -- names were taken off for a data subject: it is not read again
  pseudonymised boolean not null default false,
  received_at timestamptz not null,
  unique (thread, sameness)
);
create index reply_by_arrival on intake.reply (owner, received_at desc, id desc);
create index reply_by_thread on intake.reply (thread, received_at desc, id desc);
create index reply_by_sender on intake.reply (owner, sender, received_at);
create index reply_by_item on intake.reply (item);
select platform.protect('intake.reply');
grant select, insert, update on intake.reply to tocsin_app;

-- What hung on a reply: each is an item of evidence that came out of the original.
create table intake.reply_attachment (
  reply uuid not null references intake.reply (id),
  owner uuid not null,
  position integer not null,
  item uuid not null,
  name text,
  media_type text not null,
  size bigint not null,
  primary key (reply, position)
);
select platform.protect('intake.reply_attachment');
grant select, insert, delete on intake.reply_attachment to tocsin_app;

-- Where a case+TOKEN@ address leads, asked before any organisation acts.
create function intake.find_thread(hash text)
  returns table (owner uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog
  as $$ select t.owner, t.id from intake.thread t where t.token_hash = hash $$;

do $$
begin
  grant create on schema intake to tocsin_finder;
  alter function intake.find_thread(text) owner to tocsin_finder;
  revoke create on schema intake from tocsin_finder;
  revoke all on function intake.find_thread(text) from public;
  grant execute on function intake.find_thread(text) to tocsin_app;
end
$$;
