-- The table of who acts is added up out of the index alone, in the order of what it groups by: of the rows, four in five are of other sides.
drop index cases.lookback_side_by_key;
create index lookback_side_by_key on cases.lookback_side (owner, side, key, sent_at desc, action desc)
  include (name, kind, role, answered, seen, gone_at, silent, there, reported_at, waits, quiet);
