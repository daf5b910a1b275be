-- What became of what was sent: a look back at each notice, at growing intervals, and what each look found. No address of a page stands here: a thing is known by
-- its hash, and read out of the action that it is of.
create table cases.lookback (
  action uuid primary key references cases.action (id),
  owner uuid not null,
  begun_at timestamptz not null,
  -- when the notice went; null: it has not
  sent_at timestamptz,
  -- when a person answered first
  replied_at timestamptz,
  first_report_at timestamptz,
  last_report_at timestamptz,
  reports_since integer not null default 0,
  -- when all that had been there was first seen to be gone; null: something is there, or nothing was ever seen
  gone_at timestamptz,
  -- the last report, once none came for the organisation's days of silence
  silent_at timestamptz,
  looked_at timestamptz,
  looks integer not null default 0,
  -- null: it is over
  next_at timestamptz,
  ended_why text check (ended_why in ('settled', 'over', 'withdrawn', 'no-abuse')),
  check ((next_at is null) = (ended_why is not null))
);
create index lookback_due on cases.lookback (owner, next_at) where next_at is not null;
create index lookback_by_sending on cases.lookback (owner, sent_at desc, action desc) where sent_at is not null;
select platform.protect('cases.lookback');
grant select, insert, update on cases.lookback to tocsin_app;

-- One thing of a notice: where it lay then, and how it stands.
create table cases.lookback_thing (
  id uuid primary key,
  owner uuid not null,
  action uuid not null references cases.lookback (action),
  -- SHA-256 of kind and value
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- AS64500
  network text,
  network_name text,
  host text,
  registrar text,
  country text check (country ~ '^[A-Z]{2}$'),
  -- first seen to be there
  seen_at timestamptz,
  -- since when no look saw it there; `gone_sure` once it is no passing fault
  gone_at timestamptz,
  gone_sure boolean not null default false,
  found text not null,
  status integer,
  looked_at timestamptz not null,
  unique (action, digest)
);
create index lookback_thing_by_owner on cases.lookback_thing (owner, action);
select platform.protect('cases.lookback_thing');
grant select, insert, update on cases.lookback_thing to tocsin_app;

-- One look: at a thing, at the reports, or at the answers.
create table cases.look (
  id uuid primary key,
  owner uuid not null,
  action uuid not null references cases.lookback (action),
  -- of what: null for reports and answers
  thing uuid references cases.lookback_thing (id),
  at timestamptz not null,
  actor_kind text not null,
  actor text not null,
  what text not null check (what in ('thing', 'reports', 'answer')),
  found text not null,
  -- of HTTP
  status integer,
  -- reports since the notice
  count integer
);
create index look_by_action on cases.look (owner, action, at desc, id desc);
select platform.protect('cases.look');
grant select, insert on cases.look to tocsin_app;
