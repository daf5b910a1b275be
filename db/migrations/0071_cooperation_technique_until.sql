-- What was taken over is over when the share is that it was taken from: from then on it is neither run nor shared.
alter table cooperation.technique add column origin_until timestamptz;

-- Names of what fits may name a person, and then give the name up.
grant update (names) on cooperation.technique_match to tocsin_app;

-- A run has an end, however many reports there are.
alter table cooperation.technique_run drop constraint technique_run_why_check,
  add check (why in ('unsafe', 'unreadable', 'gone', 'long'));
