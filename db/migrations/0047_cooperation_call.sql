-- Calls and meetings of the network. All of it is the network's own, and there are four things that are granted: a series and the inside of a call (to
-- the agencies), a call, an item of its agenda. Whatever belongs to an item is seen by whoever sees the item, and by nobody else.

create table cooperation.call_series (
  id uuid primary key,
  owner uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- at least one call in each so many months of the calendar
  months integer not null check (months in (1, 2, 3, 4, 6, 12)),
  since timestamptz not null,
  closed_at timestamptz
);
create index call_series_by_owner on cooperation.call_series (owner, name);
select platform.protect('cooperation.call_series', 'call-series');
grant select, insert, update (name, months, closed_at) on cooperation.call_series to tocsin_app;

-- What everybody who may come to any part of it sees.
create table cooperation.call (
  id uuid primary key,
  owner uuid not null,
  series uuid references cooperation.call_series,
  title text not null check (length(title) between 1 and 200),
  note text not null default '' check (length(note) <= 4000),
  starts_at timestamptz not null,
  -- IANA name: by which clock it was set
  time_zone text not null,
  -- minutes
  duration integer not null check (duration between 5 and 1440),
  -- BCP 47
  language text not null,
  link text check (length(link) <= 2000 and link like 'https://%'),
  link_at timestamptz,
  chair uuid references cooperation.member,
  chair_name text not null default '' check (length(chair_name) <= 200),
  state text not null check (state in ('planned', 'convened', 'under-way', 'held', 'reported', 'cancelled')),
  adopted_at timestamptz,
  made_at timestamptz not null,
  made_by text not null,
  changed_at timestamptz not null,
  check ((link is null) = (link_at is null))
);
create index call_in_order on cooperation.call (owner, starts_at desc, id desc);
create index call_by_series on cooperation.call (series, starts_at desc) where series is not null;
select platform.protect('cooperation.call', 'call');
grant select, insert, update (title, note, starts_at, time_zone, duration, language, link, link_at, chair, chair_name, state, adopted_at, changed_at) on cooperation.call to tocsin_app;

create table cooperation.call_item (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  -- London Action Plan, part A: the standing items
  standing text check (standing in ('cases', 'progress', 'techniques', 'obstacles', 'education', 'training')),
  title text not null default '' check (length(title) <= 200),
  note text not null default '' check (length(note) <= 4000),
  -- minutes
  duration integer check (duration between 1 and 1440),
  -- in which order; never told, since a gap would tell of what is not seen
  place integer not null,
  added_at timestamptz not null,
  check (standing is not null or title <> '')
);
create unique index call_item_standing on cooperation.call_item (call, standing);
create index call_item_in_order on cooperation.call_item (call, place, id);
select platform.protect('cooperation.call_item', 'call-item');
grant select, insert, update (title, note, duration, place) on cooperation.call_item to tocsin_app;

-- What somebody gives to an item. Withdrawn, its words are gone.
create table cooperation.call_paper (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  kind text not null check (kind in ('paper', 'contribution')),
  -- null: of the secretariat
  member uuid references cooperation.member,
  name text not null,
  title text not null check (length(title) <= 200),
  text text not null check (length(text) <= 50000),
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz
);
create index call_paper_by_item on cooperation.call_paper (item, at, id);
select platform.protect('cooperation.call_paper', 'call-item', 'item');
grant select, insert, update (title, text, withdrawn_at) on cooperation.call_paper to tocsin_app;

create table cooperation.call_minute (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  revision integer not null check (revision > 0),
  text text not null check (length(text) <= 50000),
  at timestamptz not null,
  by text not null,
  approved_at timestamptz,
  unique (item, revision)
);
select platform.protect('cooperation.call_minute', 'call-item', 'item');
grant select, insert, update (text, approved_at) on cooperation.call_minute to tocsin_app;

-- Guests of one meeting, without membership or account. Of whom they are, agencies know; what a guest was present at says their name.
create table cooperation.call_guest (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  name text not null check (length(name) between 1 and 200),
  body text not null default '' check (length(body) <= 200),
  mail text check (length(mail) <= 320),
  at timestamptz not null,
  by text not null,
  ended_at timestamptz
);
create index call_guest_by_call on cooperation.call_guest (call, at, id);
select platform.protect('cooperation.call_guest', 'call-inside', 'call');
grant select, insert, update (name, body, mail, ended_at) on cooperation.call_guest to tocsin_app;

-- Who was present at an item.
create table cooperation.call_attendance (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  member uuid references cooperation.member,
  guest uuid references cooperation.call_guest,
  name text not null,
  at timestamptz not null,
  check (num_nonnulls(member, guest) = 1)
);
create unique index call_attendance_once on cooperation.call_attendance (item, coalesce(member, guest));
create index call_attendance_by_member on cooperation.call_attendance (member, item) where member is not null;
select platform.protect('cooperation.call_attendance', 'call-item', 'item');
grant select, insert, delete, update (name) on cooperation.call_attendance to tocsin_app;

create table cooperation.call_decision (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  kind text not null check (kind in ('decision', 'recommendation')),
  text text not null check (length(text) between 1 and 4000),
  at timestamptz not null,
  by text not null
);
create index call_decision_by_item on cooperation.call_decision (item, at, id);
select platform.protect('cooperation.call_decision', 'call-item', 'item');
grant select, insert, update (text) on cooperation.call_decision to tocsin_app;

-- What somebody is to do. Open ones of a series stand in its next calls until they are done.
create table cooperation.call_action (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  member uuid not null references cooperation.member,
  name text not null,
  text text not null check (length(text) between 1 and 4000),
  due date,
  at timestamptz not null,
  by text not null,
  done_at timestamptz,
  outcome text not null default '' check (length(outcome) <= 4000)
);
create index call_action_by_item on cooperation.call_action (item, at, id);
create index call_action_open on cooperation.call_action (owner, due, id) where done_at is null;
select platform.protect('cooperation.call_action', 'call-item', 'item');
grant select, insert, update (text, due, done_at, outcome) on cooperation.call_action to tocsin_app;

-- London Action Plan, part B.3: what industry reports to an item that it is invited to. The fifth, aggregate data, has figures.
create table cooperation.call_report (
  id uuid primary key,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  kind text not null check (kind in ('cases', 'techniques', 'models', 'obstacles', 'figures')),
  member uuid not null references cooperation.member,
  name text not null,
  title text not null check (length(title) between 1 and 200),
  text text not null default '' check (length(text) <= 20000),
  at timestamptz not null,
  by text not null,
  -- of figures: what is counted, and from which number on it is an early warning
  unit text check (length(unit) <= 60),
  threshold double precision,
  -- of an obstacle: the way round it that was found
  solution text not null default '' check (length(solution) <= 4000),
  solved_at timestamptz,
  check ((kind = 'figures') = (unit is not null)),
  check (kind = 'figures' or threshold is null)
);
create index call_report_by_item on cooperation.call_report (item, at, id);
create index call_report_by_kind on cooperation.call_report (owner, kind, at desc, id desc);
select platform.protect('cooperation.call_report', 'call-item', 'item');
grant select, insert, update (title, text, solution, solved_at) on cooperation.call_report to tocsin_app;

create table cooperation.call_figure (
  report uuid not null references cooperation.call_report,
  -- the first day of the period that is counted
  period date not null,
  owner uuid not null,
  item uuid not null references cooperation.call_item,
  value double precision not null,
  primary key (report, period)
);
select platform.protect('cooperation.call_figure', 'call-item', 'item');
grant select, insert on cooperation.call_figure to tocsin_app;

-- That an agency invites a member of industry to an item, or to the whole call.
create table cooperation.call_invitation (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  item uuid references cooperation.call_item,
  member uuid not null references cooperation.member,
  agency uuid not null references cooperation.member,
  at timestamptz not null,
  by text not null,
  ended_at timestamptz
);
create unique index call_invitation_open on cooperation.call_invitation (call, coalesce(item, call), member) where ended_at is null;
create index call_invitation_by_member on cooperation.call_invitation (member) where ended_at is null;
select platform.protect('cooperation.call_invitation', 'call-inside', 'call');
grant select, insert, update (ended_at) on cooperation.call_invitation to tocsin_app;

-- London Action Plan, part B.3: that an agency takes industry, or some of it, out of a series, a call or an item. As long as it stands no grant to those
-- comes about. Granted to whoever objected, and where the procedures say so to the agencies: to nobody else, ever.
create table cooperation.call_objection (
  id uuid primary key,
  owner uuid not null,
  series uuid references cooperation.call_series,
  call uuid references cooperation.call,
  item uuid references cooperation.call_item,
  -- all of industry, those that join later too; else those in `call_objection_member`
  everyone boolean not null,
  agency uuid not null references cooperation.member,
  reason text check (length(reason) between 1 and 4000),
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz,
  check (num_nonnulls(series, call, item) = 1)
);
create index call_objection_standing on cooperation.call_objection (owner, at) where withdrawn_at is null;
select platform.protect('cooperation.call_objection', 'call-objection');
grant select, insert, update (reason, withdrawn_at) on cooperation.call_objection to tocsin_app;

create table cooperation.call_objection_member (
  objection uuid not null references cooperation.call_objection,
  member uuid not null references cooperation.member,
  owner uuid not null,
  -- the organisation that it works by: who comes back under another card is kept out too
  organisation uuid,
  primary key (objection, member)
);
select platform.protect('cooperation.call_objection_member', 'call-objection', 'objection');
grant select, insert on cooperation.call_objection_member to tocsin_app;

-- To whom a call was told, and which members of industry read what of it when: for the organiser, who must know what had gone out.
create table cooperation.call_telling (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  what text not null check (what in ('convened', 'changed', 'cancelled', 'ended')),
  member uuid not null references cooperation.member,
  name text not null,
  people integer not null,
  at timestamptz not null
);
create index call_telling_in_order on cooperation.call_telling (call, at, id);
select platform.protect('cooperation.call_telling');
grant select, insert on cooperation.call_telling to tocsin_app;

create table cooperation.call_receipt (
  id uuid primary key,
  owner uuid not null,
  call uuid not null references cooperation.call,
  item uuid references cooperation.call_item,
  member uuid not null references cooperation.member,
  name text not null,
  at timestamptz not null
);
create unique index call_receipt_once on cooperation.call_receipt (call, coalesce(item, call), member);
select platform.protect('cooperation.call_receipt');
grant select, insert on cooperation.call_receipt to tocsin_app;
