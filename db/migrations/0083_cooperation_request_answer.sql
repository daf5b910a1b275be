-- An answer to a request that waits for a second person, where the organisation wishes that: of whoever is asked, and seen by nobody else.
create table cooperation.request_answer (
  id uuid primary key,
  owner uuid not null,
  request uuid not null references cooperation.request (id),
  -- what is to be said, as JSON: words, lines, terms, files and what it rests on
  said text not null check (length(said) <= 500000),
  drafted_at timestamptz not null,
  drafted_by text not null,
  unique (owner, request)
);
select platform.protect('cooperation.request_answer');
grant select, insert, delete, update (said, drafted_at, drafted_by) on cooperation.request_answer to tocsin_app;
