-- How one joins the network, and how what it goes by is changed: one kind of proposal for both. All of it is the network's own; whoever may see a thing
-- has a grant to it.

-- A version of one of the three texts that the network goes by. Versions of procedures hold the rules as columns: what is computed with is never read out of words.
create table cooperation.edition (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('instrument', 'procedures', 'work-plan')),
  -- given when it comes into force
  number integer check (number > 0),
  title text not null check (length(title) between 1 and 200),
  text text not null check (length(text) <= 100000),
  -- of text and rules, as `network/edition.ts` writes them
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  proposal uuid,
  accession_days integer check (accession_days between 1 and 365),
  procedures_by text check (procedures_by in ('agencies', 'members')),
  procedures_days integer check (procedures_days between 1 and 365),
  work_plan_by text check (work_plan_by in ('agencies', 'members')),
  work_plan_days integer check (work_plan_days between 1 and 365),
  agencies_learn text check (agencies_learn in ('nothing', 'number', 'names')),
  made_at timestamptz not null,
  made_by text not null,
  since timestamptz,
  until timestamptz,
  check ((number is null) = (since is null)),
  check (until is null or until >= since),
  check (num_nulls(accession_days, procedures_by, procedures_days, work_plan_by, work_plan_days, agencies_learn) = case kind when 'procedures' then 0 else 6 end)
);
create unique index edition_number on cooperation.edition (owner, kind, number);
create unique index edition_in_force on cooperation.edition (owner, kind) where since is not null and until is null;
select platform.protect('cooperation.edition', 'edition');
grant select, insert, update (number, since, until) on cooperation.edition to tocsin_app;

-- That somebody asks to join, or that a text be changed, and how it went.
create table cooperation.proposal (
  id uuid primary key,
  owner uuid not null,
  kind text not null check (kind in ('accession', 'procedures', 'work-plan')),
  -- the member that proposes; null where it is an applicant, or the secretariat
  proposer uuid references cooperation.member,
  reason text not null default '',
  state text not null check (state in ('proposed', 'open', 'accepted', 'refused', 'withdrawn')),
  proposed_at timestamptz not null,
  proposed_by text not null,
  -- the procedures that were in force as it was noticed, and what they said: all that comes later goes by them
  procedures uuid references cooperation.edition,
  audience text check (audience in ('agencies', 'members')),
  window_days integer check (window_days between 1 and 365),
  agencies_learn text check (agencies_learn in ('nothing', 'number', 'names')),
  noticed_at timestamptz,
  closes_at timestamptz,
  decided_at timestamptz,
  check (num_nulls(procedures, audience, window_days, agencies_learn, noticed_at, closes_at) in (0, 6)),
  check (state not in ('open', 'accepted', 'refused') or noticed_at is not null),
  check ((state in ('proposed', 'open')) = (decided_at is null)),
  -- nobody decides before the window is over
  check (state not in ('accepted', 'refused') or decided_at >= closes_at)
);
create unique index proposal_under_way on cooperation.proposal (owner, kind) where kind <> 'accession' and state in ('proposed', 'open');
create index proposal_open on cooperation.proposal (owner, closes_at) where state in ('proposed', 'open');
create index proposal_in_order on cooperation.proposal (owner, kind, proposed_at desc, id desc);
select platform.protect('cooperation.proposal', 'proposal');
grant select, insert on cooperation.proposal to tocsin_app;
grant update (state, procedures, audience, window_days, agencies_learn, noticed_at, closes_at, decided_at) on cooperation.proposal to tocsin_app;
-- edition.proposal has no foreign key: the two tables would refer to each other in a circle, and a dump loads them in order
create index edition_by_proposal on cooperation.edition (proposal);

-- Who asks to join: as it was said then, whatever the card says now.
create table cooperation.application (
  proposal uuid primary key references cooperation.proposal,
  owner uuid not null,
  member uuid not null references cooperation.member,
  -- the one of this node that asks; null where the secretariat entered it
  organisation uuid,
  kind text not null check (kind in ('agency', 'industry')),
  category text,
  category_other text,
  name text not null,
  country text not null,
  statement text not null check (length(statement) <= 20000)
);
create index application_by_organisation on cooperation.application (owner, organisation);
create index application_by_member on cooperation.application (member);
-- whoever sees the proposal
select platform.protect('cooperation.application', 'proposal', 'proposal');
grant select, insert on cooperation.application to tocsin_app;

-- That a member objects. Granted to whoever objected, and where the procedures say so to the agencies: to nobody else, ever.
create table cooperation.objection (
  id uuid primary key,
  owner uuid not null,
  proposal uuid not null references cooperation.proposal,
  member uuid not null references cooperation.member,
  reason text check (length(reason) between 1 and 4000),
  at timestamptz not null,
  by text not null,
  withdrawn_at timestamptz
);
create unique index objection_standing on cooperation.objection (proposal, member) where withdrawn_at is null;
select platform.protect('cooperation.objection', 'objection');
grant select, insert, update (withdrawn_at) on cooperation.objection to tocsin_app;

-- That a member was told of something, and when somebody of it first read it: proof for the secretariat, of what `subject` is the id.
create table cooperation.telling (
  id uuid primary key,
  owner uuid not null,
  kind text not null,
  subject uuid not null,
  member uuid not null references cooperation.member,
  name text not null,
  -- null where it does not work on this node: a person tells it, and says how
  organisation uuid,
  people integer not null default 0,
  told_at timestamptz,
  how text check (length(how) between 1 and 500),
  seen_at timestamptz
);
create unique index telling_once on cooperation.telling (owner, subject, kind, member);
select platform.protect('cooperation.telling');
grant select, insert, update (told_at, how, seen_at) on cooperation.telling to tocsin_app;

-- That a member put its name to a version of the instrument. A later version leaves it standing.
create table cooperation.signature (
  id uuid primary key,
  owner uuid not null,
  edition uuid not null references cooperation.edition,
  member uuid not null references cooperation.member,
  -- the member's name as it signed
  name text not null,
  -- who signed for it, and as what
  signer text not null check (length(signer) between 1 and 200),
  capacity text not null default '',
  signed_on date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  unique (edition, member)
);
-- whoever sees the version
select platform.protect('cooperation.signature', 'edition', 'edition');
grant select, insert on cooperation.signature to tocsin_app;

-- whoever was refused may ask again
grant update (kind) on cooperation.member to tocsin_app;
