-- Requests for assistance: one member asks another, to which its own row is granted; what either side says is a row of whoever says it.

-- By which means a session was opened: whoever is asked for help sees how well the person who approved it had signed in.
alter table auth.session add column means text check (means in ('password', 'code', 'recovery-code', 'passkey'));

-- How soon the network's members acknowledge and answer, unless what industry says of itself is another; the network's own, shown to its members.
create table cooperation.request_period (
  owner uuid primary key,
  acknowledge_hours integer not null check (acknowledge_hours between 1 and 720),
  answer_days integer not null check (answer_days between 1 and 365),
  urgent_acknowledge_hours integer not null check (urgent_acknowledge_hours between 1 and 720),
  urgent_answer_days integer not null check (urgent_answer_days between 1 and 365),
  emergency_hours integer not null check (emergency_hours between 1 and 720),
  -- days after the answer was due until what nobody answered is over
  expire_days integer not null check (expire_days between 1 and 730),
  changed_at timestamptz not null,
  changed_by text not null
);
select platform.protect('cooperation.request_period', 'network', 'owner');
grant select, insert, update on cooperation.request_period to tocsin_app;

-- What goes: the asker's own, granted to whoever it was asked of, and to whom that passes it on.
create table cooperation.request (
  id uuid primary key,
  owner uuid not null,
  -- of the owner, by year: what people say
  year integer not null,
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'sent', 'dropped')),
  -- the form of `content` (src/domain/cooperation/network/request.ts)
  form smallint not null,
  content jsonb not null,
  -- of the canonical JSON (RFC 8785) of `content`
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_at timestamptz not null,
  sent_at timestamptz,
  -- who approved it, and how they had signed in; shown to whoever is asked
  proof jsonb,
  -- its words were taken off: its time was up
  emptied_at timestamptz,
  unique (id, owner),
  unique (owner, year, number),
  check ((state = 'sent') = (sent_at is not null)),
  check ((state = 'sent') = (proof is not null))
);
select platform.protect('cooperation.request', 'request');
grant select, insert, update (state, content, sha256, made_at, sent_at, proof, emptied_at) on cooperation.request to tocsin_app;

-- How a request stands, as each side's own row: its queue is read from it, and what the other side is not told stands here too.
create table cooperation.request_file (
  id uuid primary key,
  owner uuid not null,
  request uuid not null references cooperation.request (id),
  side text not null check (side in ('asker', 'asked')),
  reference text not null,
  kind text not null check (kind in ('data', 'preservation', 'enforcement', 'interview', 'notice')),
  urgency text not null check (urgency in ('ordinary', 'urgent', 'emergency')),
  title text not null check (length(title) between 1 and 300),
  -- with whom: who asks, or where it lies
  other uuid not null,
  other_member uuid,
  other_name text not null,
  from_country text not null,
  to_country text not null,
  state text not null check (state in ('draft', 'dropped', 'sent', 'acknowledged', 'questioned', 'partly', 'answered', 'refused', 'withdrawn', 'expired', 'passed-on')),
  drafted_at timestamptz not null,
  sent_at timestamptz,
  acknowledge_due timestamptz,
  answer_due timestamptz,
  expires_at timestamptz,
  acknowledged_at timestamptz,
  questioned_at timestamptz,
  partly_at timestamptz,
  ended_at timestamptz,
  last_at timestamptz not null,
  -- until when data is asked to be kept
  preserve_until timestamptz,
  -- the harm that the asker released, and as the asked weighs it; the order of the queue, in tenths
  harm real check (harm between 0 and 100),
  weight real check (weight between 0 and 100),
  weight_reason text,
  weighed_at timestamptz,
  weighed_by text,
  rank integer not null,
  -- the asker's own
  "case" uuid,
  drafted_by text,
  -- what it was drafted from, so that it can be drafted anew
  asked jsonb,
  -- the asked side's own: that it called back, under the number that the directory names
  called_at timestamptz,
  called_by text,
  called_number text,
  call_result text check (call_result in ('confirmed', 'not-confirmed', 'no-answer')),
  call_note text,
  -- of what its people were reminded last
  reminded text check (reminded in ('acknowledge', 'answer', 'question', 'preservation')),
  unique (owner, request, side),
  unique (id, owner),
  check ((side = 'asker') = (drafted_by is not null)),
  check ((weight is null) = (weighed_at is null))
);
create index request_file_by_rank on cooperation.request_file (owner, side, rank desc, last_at desc, id desc);
create index request_file_by_last on cooperation.request_file (owner, side, last_at desc, id desc);
create index request_file_by_case on cooperation.request_file (owner, "case") where "case" is not null;
create index request_file_open on cooperation.request_file (owner, id) where ended_at is null and sent_at is not null;
select platform.protect('cooperation.request_file');
grant select, insert, update on cooperation.request_file to tocsin_app;

-- What is said in an exchange: of whoever said it, granted to the other side as it is then.
create table cooperation.request_message (
  id uuid primary key,
  owner uuid not null,
  request uuid not null references cooperation.request (id),
  at timestamptz not null,
  act text not null check (act in ('acknowledge', 'question', 'reply', 'partial', 'answer', 'refuse', 'withdraw', 'pass-on')),
  -- the organisation and the person as they were then
  by_name text not null,
  person text not null,
  person_name text not null,
  text text not null check (length(text) <= 20000),
  -- of an answer, for each kind of data; of a refusal its code and the other way; of passing on where it lies
  detail jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  leaf uuid,
  emptied_at timestamptz
);
create index request_message_in_order on cooperation.request_message (request, at, id);
select platform.protect('cooperation.request_message', 'request-message');
grant select, insert, update (text, detail, person_name, emptied_at) on cooperation.request_message to tocsin_app;

-- What a side writes down for itself.
create table cooperation.request_note (
  id uuid primary key,
  owner uuid not null,
  request uuid not null,
  at timestamptz not null,
  by text not null,
  text text not null check (length(text) <= 20000),
  foreign key (request) references cooperation.request (id)
);
create index request_note_in_order on cooperation.request_note (owner, request, at, id);
select platform.protect('cooperation.request_note');
grant select, insert, update (text) on cooperation.request_note to tocsin_app;
