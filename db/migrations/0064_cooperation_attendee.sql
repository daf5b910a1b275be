-- Whom invitations to calls go to, and what they answered: a member's contact, a person who answered for it at the console, a guest. The network's own rows, which hold addresses; who may
-- know what of the answers is said where they are read.
create table cooperation.call_attendee (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  -- null: a guest
  member uuid references cooperation.member,
  contact uuid references cooperation.contact,
  person uuid,
  guest uuid references cooperation.call_guest,
  name text not null check (length(name) <= 200),
  address text not null check (length(address) <= 320),
  made_at timestamptz not null,
  -- of a person: whether they said that they come, and so wish to hear of changes
  wants boolean not null default true,
  -- SEQUENCE and hash of what was said last by mail, the moment that it named, and its letter in the outbox
  sequence integer not null default 0,
  told text,
  told_at timestamptz,
  told_starts_at timestamptz,
  mail uuid,
  -- a letter was taken by the relay; one was returned
  reached_at timestamptz,
  returned_at timestamptz,
  -- may come no more, and was told so
  out_at timestamptz,
  cancelled_at timestamptz,
  -- answers to what was said before this SEQUENCE are of another moment
  asked integer not null default 0,
  answer text not null default 'waiting' check (answer in ('waiting', 'accepted', 'tentative', 'declined', 'delegated')),
  answered_at timestamptz,
  -- DTSTAMP of the answer: an older one that comes later changes nothing
  answered_stamp timestamptz,
  way text check (way in ('mail', 'console')),
  comment text not null default '' check (length(comment) <= 2000),
  delegate text check (length(delegate) <= 320),
  proposed_starts_at timestamptz,
  proposed_ends_at timestamptz,
  -- why the last mail from them changed nothing
  ignored text check (ignored in ('words', 'stale', 'other-person', 'other-call', 'forged', 'unreadable', 'over', 'out')),
  ignored_at timestamptz,
  -- the mail that came last, in intake
  reply uuid,
  check (num_nonnulls(contact, person, guest) = 1),
  check ((member is null) = (guest is not null)),
  check ((answer = 'waiting') = (answered_at is null)),
  check ((proposed_starts_at is null) = (proposed_ends_at is null))
);
create unique index call_attendee_once on cooperation.call_attendee (call, coalesce(contact, person, guest), coalesce(member, call));
create index call_attendee_by_member on cooperation.call_attendee (member);
select platform.protect('cooperation.call_attendee');
grant select, insert, update (name, address, wants, sequence, told, told_at, told_starts_at, mail, reached_at, returned_at, out_at, cancelled_at, asked, answer, answered_at,
  answered_stamp, way, comment, delegate, proposed_starts_at, proposed_ends_at, ignored, ignored_at, reply) on cooperation.call_attendee to tocsin_app;
