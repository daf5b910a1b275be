-- What a member of industry can give to agencies about a likely spammer, and how it is asked (London Action Plan B.4): its answers as data, by version.
-- Owner is the network. A draft is granted to the member alone; what is in force, and what was, to all agencies.
create table cooperation.disclosure (
  id uuid primary key,
  owner uuid not null,
  member uuid not null references cooperation.member (id),
  version integer not null check (version > 0),
  state text not null check (state in ('draft', 'in-force', 'superseded')),
  -- how it is asked: by which channel, where, in which languages, with what
  channel text not null check (channel in ('mail', 'portal', 'post', 'phone')),
  address text not null default '',
  languages text[] not null default '{}',
  needs text[] not null default '{}',
  emergency text not null default '',
  emergency_hours integer check (emergency_hours between 1 and 720),
  note text not null default '',
  changed_at timestamptz not null,
  changed_by text not null,
  published_at timestamptz,
  published_by text,
  superseded_at timestamptz,
  check ((state = 'draft') = (published_at is null)),
  check ((state = 'superseded') = (superseded_at is not null)),
  unique (member, version)
);
create unique index disclosure_draft on cooperation.disclosure (member) where state = 'draft';
create unique index disclosure_in_force on cooperation.disclosure (member) where state = 'in-force';
create index disclosure_by_owner on cooperation.disclosure (owner, state, member);
select platform.protect('cooperation.disclosure', 'disclosure');
grant select, insert, delete on cooperation.disclosure to tocsin_app;
grant update (state, channel, address, languages, needs, emergency, emergency_hours, note, changed_at, changed_by, published_at, published_by, superseded_at)
  on cooperation.disclosure to tocsin_app;

-- One line for each kind of data and each kind of asker.
create table cooperation.disclosure_line (
  disclosure uuid not null references cooperation.disclosure (id) on delete cascade,
  owner uuid not null,
  category text not null check (category in ('subscriber', 'traffic', 'payment', 'registration', 'content', 'logs')),
  asker text not null check (asker in ('domestic', 'foreign')),
  given text not null check (given in ('yes', 'conditions', 'no')),
  grounds text[] not null default '{}',
  condition text not null default '',
  -- how long it takes, and how long it is kept
  days integer check (days between 0 and 3650),
  kept_days integer check (kept_days between 0 and 36500),
  cost text not null default '',
  told text not null check (told in ('never', 'before', 'after', 'unless-forbidden')),
  primary key (disclosure, category, asker)
);
select platform.protect('cooperation.disclosure_line', 'disclosure', 'disclosure');
grant select, insert, delete on cooperation.disclosure_line to tocsin_app;
