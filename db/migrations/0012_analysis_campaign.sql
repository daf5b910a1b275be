-- Reports that belong together: campaigns, whose reports they are and why, and what reports are compared by.

create table analysis.campaign (
  id uuid primary key,
  owner uuid not null,
  -- given by a person; null: it goes by its title
  name text check (length(name) between 1 and 200),
  -- what its latest report was called when it was last told of
  title text,
  state text not null check (state in ('growing', 'silent', 'closed')),
  -- of most of its latest reports, as the verdict says; `unknown` where none says
  kind text not null default 'unknown',
  brand text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  reports integer not null default 0 check (reports >= 0),
  -- how many reports it had when the others were last told of it
  told integer not null default 0,
  burst_at timestamptz,
  -- into which it was merged; it is closed then
  merged_into uuid,
  made_by text not null check (made_by in ('machine', 'person')),
  created_at timestamptz not null
);
create index campaign_by_last on analysis.campaign (owner, last_at desc, id desc);
create index campaign_by_size on analysis.campaign (owner, reports desc, id desc);
create index campaign_growing on analysis.campaign (owner, last_at) where state = 'growing';
select platform.protect('analysis.campaign', 'campaign');
grant select, insert, update on analysis.campaign to tocsin_app;

create table analysis.membership (
  report uuid primary key,
  owner uuid not null,
  campaign uuid not null references analysis.campaign (id),
  received_at timestamptz not null,
  -- what it has in common with the others: kind, words, weight (src/domain/analysis/campaign)
  why jsonb not null default '[]',
  placed_by text not null check (placed_by in ('machine', 'person')),
  -- the machine leaves it where it is
  pinned boolean not null default false,
  at timestamptz not null
);
create index membership_by_campaign on analysis.membership (owner, campaign, received_at desc, report desc);
select platform.protect('analysis.membership');
grant select, insert, update, delete on analysis.membership to tocsin_app;

-- What one report is compared by: 64-bit keys and their kinds (src/domain/analysis/campaigns/stored-marks.ts); its words only until it is placed.
create table analysis.signature (
  report uuid primary key,
  owner uuid not null,
  received_at timestamptz not null,
  kinds smallint[] not null,
  keys bigint[] not null,
  -- what they are in words, kept until the report is placed, which says why
  says text[],
  -- whether the postings know it; and keys of an earlier reading under which they know it still
  posted boolean not null default false,
  stale bigint[] not null default '{}'
);
select platform.protect('analysis.signature');
grant select, insert, update, delete on analysis.signature to tocsin_app;

-- By key: how many reports have it, in how many groups (a campaign is one, a report that stands alone is one), and the latest of them, a bounded number.
create table analysis.posting (
  owner uuid not null,
  key bigint not null,
  reports integer not null,
  groups integer not null,
  latest uuid[] not null,
  primary key (owner, key)
) with (fillfactor = 85);
select platform.protect('analysis.posting');
grant select, insert, update, delete on analysis.posting to tocsin_app;

-- How much an organisation has placed: what shares are taken of.
create table analysis.placed (
  owner uuid primary key,
  reports integer not null,
  groups integer not null
);
select platform.protect('analysis.placed');
grant select, insert, update on analysis.placed to tocsin_app;

-- Reports of a campaign by the hour in which they came: its course, and what is usual for it.
create table analysis.campaign_hour (
  campaign uuid not null references analysis.campaign (id),
  owner uuid not null,
  hour timestamptz not null,
  reports integer not null,
  primary key (campaign, hour)
);
create index campaign_hour_latest on analysis.campaign_hour (owner, hour desc);
select platform.protect('analysis.campaign_hour');
grant select, insert, update, delete on analysis.campaign_hour to tocsin_app;

-- A person said that this report does not belong to that campaign: the machine never joins them again.
create table analysis.separation (
  report uuid not null,
  campaign uuid not null references analysis.campaign (id),
  owner uuid not null,
  at timestamptz not null,
  primary key (report, campaign)
);
create index separation_by_campaign on analysis.separation (campaign);
select platform.protect('analysis.separation');
grant select, insert, delete on analysis.separation to tocsin_app;

-- What was done to campaigns, and where each report was before: what undoing goes by.
create table analysis.campaign_change (
  id uuid primary key,
  owner uuid not null,
  campaign uuid not null references analysis.campaign (id),
  act text not null check (act in ('merged', 'split', 'added', 'undone')),
  -- merged: those that went into it; split: the one that came out of it, if it is one; undone: the change
  others uuid[] not null,
  reports integer not null,
  by_kind text not null,
  by text not null,
  at timestamptz not null
);
create index campaign_change_by_campaign on analysis.campaign_change (owner, campaign, at desc, id desc);
select platform.protect('analysis.campaign_change');
grant select, insert on analysis.campaign_change to tocsin_app;

create table analysis.campaign_move (
  change uuid not null references analysis.campaign_change (id),
  report uuid not null,
  owner uuid not null,
  -- null: it stood alone
  left_campaign uuid,
  came_to uuid,
  was_pinned boolean not null,
  was_placed_by text not null,
  primary key (change, report)
);
select platform.protect('analysis.campaign_move');
grant select, insert on analysis.campaign_move to tocsin_app;

-- What a report names that could be acted on or asked about, one line a value, as it is.
create table analysis.indicator (
  report uuid not null,
  kind text not null check (kind in ('url', 'domain', 'host', 'address', 'file', 'sender', 'subject', 'brand')),
  value text not null check (length(value) between 1 and 500),
  owner uuid not null,
  primary key (report, kind, value)
);
create index indicator_by_value on analysis.indicator (owner, kind, value, report);
select platform.protect('analysis.indicator', 'report', 'report');
grant select, insert, delete on analysis.indicator to tocsin_app;
