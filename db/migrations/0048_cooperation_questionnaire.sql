-- The questionnaire on cross-border enforcement (London Action Plan, part A): a set of questions by version, rounds in which it is answered, and the answers
-- by version. Owner is the network; who sees what is said by grants: questions and rounds to all members, a draft to its member alone, what is submitted
-- to all agencies, or to all members where the answer says so.
create table cooperation.questionnaire (
  id uuid primary key,
  owner uuid not null,
  version integer not null check (version > 0),
  title text not null check (length(title) between 1 and 200),
  -- of the questions as `network/questionnaire.ts` writes them
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_at timestamptz not null,
  made_by text not null,
  unique (owner, version)
);
select platform.protect('cooperation.questionnaire', 'questionnaire');
grant select, insert on cooperation.questionnaire to tocsin_app;

-- `meaning` is what the program knows of a question: by it 'may this agency give something to that one?' is read out of the answers.
create table cooperation.question (
  questionnaire uuid not null references cooperation.questionnaire (id),
  owner uuid not null,
  code text not null check (length(code) between 1 and 60),
  place integer not null check (place >= 0),
  section text not null check (length(section) between 1 and 100),
  kind text not null check (kind in ('yes-no', 'choice', 'number', 'text', 'laws')),
  meaning text check (meaning in ('may-share', 'needs-agreement', 'needs-secrecy', 'needs-both-unlawful', 'keeps-secret', 'freedom-of-information', 'must-disclose')),
  options text[] not null default '{}',
  primary key (questionnaire, code),
  check ((kind = 'choice') = (cardinality(options) > 0)),
  check (meaning is null or kind = 'yes-no')
);
create unique index question_meaning on cooperation.question (questionnaire, meaning) where meaning is not null;
select platform.protect('cooperation.question', 'questionnaire', 'questionnaire');
grant select, insert on cooperation.question to tocsin_app;

create table cooperation.question_text (
  questionnaire uuid not null,
  owner uuid not null,
  code text not null,
  -- BCP 47
  language text not null check (length(language) between 2 and 35),
  text text not null check (length(text) between 1 and 4000),
  -- what the options are called, in their order; empty where they speak for themselves
  options text[] not null default '{}',
  primary key (questionnaire, code, language),
  foreign key (questionnaire, code) references cooperation.question (questionnaire, code)
);
select platform.protect('cooperation.question_text', 'questionnaire', 'questionnaire');
grant select, insert on cooperation.question_text to tocsin_app;

create table cooperation.questionnaire_round (
  id uuid primary key,
  owner uuid not null,
  questionnaire uuid not null references cooperation.questionnaire (id),
  title text not null check (length(title) between 1 and 200),
  opened_at timestamptz not null,
  opened_by text not null,
  closes_at timestamptz not null,
  reminded_at timestamptz,
  check (closes_at > opened_at)
);
create index questionnaire_round_in_order on cooperation.questionnaire_round (owner, opened_at desc, id desc);
create index questionnaire_round_by_questionnaire on cooperation.questionnaire_round (questionnaire);
select platform.protect('cooperation.questionnaire_round', 'questionnaire-round');
grant select, insert, update (title, closes_at, reminded_at) on cooperation.questionnaire_round to tocsin_app;

-- What an agency answers in a round, in one version; `joint` where it speaks for all agencies of its country.
create table cooperation.answer_sheet (
  id uuid primary key,
  owner uuid not null,
  round uuid not null references cooperation.questionnaire_round (id),
  member uuid not null references cooperation.member (id),
  version integer not null check (version > 0),
  state text not null check (state in ('draft', 'submitted', 'superseded')),
  joint boolean not null default false,
  audience text not null check (audience in ('agencies', 'members')),
  changed_at timestamptz not null,
  changed_by text not null,
  submitted_at timestamptz,
  submitted_by text,
  superseded_at timestamptz,
  check ((state = 'draft') = (submitted_at is null)),
  check ((state = 'superseded') = (superseded_at is not null)),
  unique (round, member, version)
);
create unique index answer_sheet_draft on cooperation.answer_sheet (round, member) where state = 'draft';
create unique index answer_sheet_submitted on cooperation.answer_sheet (round, member) where state = 'submitted';
create index answer_sheet_by_member on cooperation.answer_sheet (member, submitted_at desc) where state = 'submitted';
select platform.protect('cooperation.answer_sheet', 'answer-sheet');
grant select, insert, delete on cooperation.answer_sheet to tocsin_app;
grant update (state, joint, audience, changed_at, changed_by, submitted_at, submitted_by, superseded_at) on cooperation.answer_sheet to tocsin_app;

create table cooperation.answer (
  sheet uuid not null references cooperation.answer_sheet (id) on delete cascade,
  owner uuid not null,
  code text not null,
  choice text check (length(choice) between 1 and 60),
  amount numeric check (abs(amount) < 1e15),
  words text not null default '' check (length(words) <= 10000),
  primary key (sheet, code)
);
select platform.protect('cooperation.answer', 'answer-sheet', 'sheet');
grant select, insert, delete on cooperation.answer to tocsin_app;

-- On what an answer rests. A question of kind 'laws' is answered by these alone.
create table cooperation.answer_source (
  sheet uuid not null,
  owner uuid not null,
  code text not null,
  place integer not null check (place between 0 and 49),
  law text not null check (length(law) between 1 and 300),
  article text not null default '' check (length(article) <= 200),
  -- text that a person reads; nothing fetches it
  url text not null default '' check (length(url) <= 2000),
  primary key (sheet, code, place),
  foreign key (sheet, code) references cooperation.answer (sheet, code) on delete cascade
);
select platform.protect('cooperation.answer_source', 'answer-sheet', 'sheet');
grant select, insert, delete on cooperation.answer_source to tocsin_app;
