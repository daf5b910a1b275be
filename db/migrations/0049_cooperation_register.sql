-- What the network keeps of progress: laws and how they are enforced, obstacles, support, and what was told to others. One table, since each is a
-- dated statement with a source, made by a member or the office; `network/register.ts` says which columns a kind has. Owner is the network; members, or
-- agencies alone, are granted each entry.
create table cooperation.register_entry (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('law', 'fines', 'judgment', 'obstacle', 'offer', 'ask', 'report')),
  -- whose statement it is; null: the office's
  member uuid references cooperation.member (id),
  -- null where it is of no single country
  country text check (country ~ '^[A-Z]{2}$'),
  title text not null check (length(title) between 1 and 300),
  text text not null default '' check (length(text) <= 20000),
  state text,
  -- of a law its newest step, of a judgment its day, of a report when it went
  on_date date,
  year integer check (year between 1990 and 2200),
  law_kinds text[] not null default '{}',
  powers text[] not null default '{}',
  court text not null default '' check (length(court) <= 300),
  outcome text not null default '' check (length(outcome) <= 5000),
  -- in units of the currency (ISO 4217): what was set, and of that what was paid
  amount numeric check (amount >= 0 and amount < 1e15),
  collected numeric check (collected >= 0 and collected < 1e15),
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- countries that an obstacle hinders
  affected text[] not null default '{}' check (cardinality(affected) <= 250),
  -- who is to solve it
  responsible uuid references cooperation.member (id),
  solution text not null default '' check (length(solution) <= 20000),
  topic text check (topic in ('legislation', 'investigation', 'technique', 'training', 'equipment', 'translation', 'funding', 'other')),
  until date,
  -- to whom a report went
  body text not null default '' check (length(body) <= 200),
  source text not null default '' check (length(source) <= 500),
  -- text that a person reads; nothing fetches it
  source_url text not null default '' check (length(source_url) <= 2000),
  source_on date,
  audience text not null check (audience in ('agencies', 'members')),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by text not null,
  withdrawn_at timestamptz,
  check (case kind
    when 'law' then state in ('planned', 'draft', 'before-parliament', 'adopted', 'in-force', 'repealed')
    when 'obstacle' then state in ('open', 'solving', 'solved')
    when 'offer' then state in ('open', 'matched', 'ended')
    when 'ask' then state in ('open', 'matched', 'ended')
    else state is null end),
  check ((kind in ('offer', 'ask')) = (topic is not null)),
  check (kind not in ('law', 'fines', 'judgment') or country is not null),
  check (num_nonnulls(amount, collected) = 0 or currency is not null)
);
create index register_entry_in_order on cooperation.register_entry (owner, kind, changed_at desc, id desc) where withdrawn_at is null;
create index register_entry_by_country on cooperation.register_entry (owner, country, kind) where withdrawn_at is null;
create index register_entry_by_member on cooperation.register_entry (member);
select platform.protect('cooperation.register_entry', 'register-entry');
grant select, insert on cooperation.register_entry to tocsin_app;
grant update (country, title, text, state, on_date, year, law_kinds, powers, court, outcome, amount, collected, currency, affected, responsible, solution, topic, until, body,
  source, source_url, source_on, audience, changed_at, changed_by, withdrawn_at) on cooperation.register_entry to tocsin_app;

-- That help which is offered and help which is asked for were brought together; seen by whoever sees the offer.
create table cooperation.support_match (
  offer uuid not null references cooperation.register_entry (id),
  owner uuid not null,
  ask uuid not null references cooperation.register_entry (id),
  note text not null default '' check (length(note) <= 2000),
  at timestamptz not null,
  by text not null,
  primary key (offer, ask)
);
create index support_match_by_ask on cooperation.support_match (ask);
select platform.protect('cooperation.support_match', 'register-entry', 'offer');
grant select, insert on cooperation.support_match to tocsin_app;
