-- Letters to outside bodies bear terms, as shares do, and what was sent can be called back.

alter table cooperation.release
  -- Information Exchange Policy 2.0 (FIRST), permitted actions; null: it bears no terms, since it goes to people or is a list
  add column permitted text check (permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  add column onward text check (onward in ('none', 'ask', 'as-marked')),
  -- the ground in law; `ground` beside it says by which play or thought it was asked for
  add column law text check (length(law) between 1 and 2000),
  -- for what it is given; null: as the letter of its kind says it
  add column aim text check (length(aim) between 1 and 2000),
  -- deleted by the recipient then
  add column keep_until timestamptz,
  -- copies of others that it rests on
  add column rests_on uuid[] not null default '{}' check (cardinality(rests_on) <= 50),
  add check ((permitted is null) = (onward is null));
grant update (permitted, onward, law, aim, keep_until, rests_on) on cooperation.release to tocsin_app;

-- What letters of a kind bear at first, where the organisation says otherwise than what ships.
create table cooperation.letter_terms (
  owner uuid not null,
  kind text not null check (kind in ('notify', 'take-down', 'refer', 'submit-sample', 'reply')),
  tlp text not null check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  permitted text not null check (permitted in ('none', 'contact-for-instruction', 'internally-visible', 'externally-visible-indirect', 'externally-visible-direct')),
  onward text not null check (onward in ('none', 'ask', 'as-marked')),
  ground text check (length(ground) between 1 and 2000),
  purpose text check (length(purpose) between 1 and 2000),
  -- for how long the recipient may keep it; null: as long as the purpose needs
  days integer check (days between 1 and 3650),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (owner, kind)
);
select platform.protect('cooperation.letter_terms');
grant select, insert, update (tlp, permitted, onward, ground, purpose, days, changed_at, changed_by), delete on cooperation.letter_terms to tocsin_app;

-- A letter that went and was called back: its recipient was asked by mail to delete it and to say so. It stands open until somebody notes that they did.
create table cooperation.release_recall (
  release uuid primary key references cooperation.release (id),
  owner uuid not null,
  recalled_at timestamptz not null,
  recalled_by text not null,
  mail uuid not null,
  -- what they answered since
  reply uuid,
  confirmed_at timestamptz,
  confirmed_by text,
  check ((confirmed_at is null) = (confirmed_by is null))
);
create index release_recall_by_owner on cooperation.release_recall (owner, recalled_at desc, release desc);
create index release_recall_open on cooperation.release_recall (owner, recalled_at desc, release desc) where confirmed_at is null;
select platform.protect('cooperation.release_recall', 'release', 'release');
grant select, insert, update (reply, confirmed_at, confirmed_by) on cooperation.release_recall to tocsin_app;

alter table cooperation.release_event
  drop constraint release_event_what_check,
  add constraint release_event_what_check check (what in ('asked', 'drafted', 'changed', 'decided', 'refused', 'delivered', 'failed', 'recalled', 'retried',
    'answered', 'called-back', 'deletion-confirmed'));

-- A letter of fixed text asks for the deletion: by which reference, moment and hash, never what it said.
alter table platform.outgoing_mail
  drop constraint outgoing_mail_by_right,
  add constraint outgoing_mail_by_right check (
    (kind = 'release') = (release is not null) and (release is null) = (release_sha256 is null)
    and (release is not null or kind in ('acknowledgement', 'ending', 'invitation', 'digest', 'address', 'contact-test', 'call-invitation', 'call-back')));
