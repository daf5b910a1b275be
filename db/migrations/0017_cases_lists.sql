-- Lists of cases that ended go by the order of the queue as well.
create index case_by_rank_any on cases.case (owner, rank desc, id desc);

-- At most so many of those that a search finds: whoever asks learns whether the words are rare. Planned with the words asked for, so that rare ones go through
-- their index.
create function cases.find_some(wanted tsquery, at_most integer) returns table ("case" uuid)
  language plpgsql stable rows 100 security definer set search_path = pg_catalog set jit = off
  as $$
begin
  return query execute 'select s."case" from cases.search_text s where s.owner = $1 and s.tokens @@ $2 limit $3' using platform.acting(), wanted, at_most;
end
$$;
do $$
begin
  grant create on schema cases to tocsin_finder;
  alter function cases.find_some(tsquery, integer) owner to tocsin_finder;
  revoke create on schema cases from tocsin_finder;
  revoke all on function cases.find_some(tsquery, integer) from public;
  grant execute on function cases.find_some(tsquery, integer) to tocsin_app;
end
$$;
