-- The codes of the cases that a release is of, for lists; what somebody changed in a draft before approving it; the seconds that its recipient wants between two
-- letters.
alter table cooperation.release
  add column codes text[] not null default '{}',
  add column wording jsonb not null default '{}',
  add column at_most_every integer;
grant update (codes, wording) on cooperation.release to tocsin_app;

-- The same for what is found by the hash that somebody previewed.
create index draft_by_hash on cooperation.draft (release, sha256);

-- Which letters an answer may be to.
create index release_by_thread on cooperation.release (owner, thread, decided_at desc) where thread is not null;
