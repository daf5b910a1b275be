-- That a member with nobody at a console of this node was told of a call in another way: how, and when that was written down.
alter table cooperation.call_telling add column how text check (length(how) between 1 and 500), add column how_at timestamptz,
  add constraint call_telling_by_hand check ((how is null) = (how_at is null));
grant update (how, how_at) on cooperation.call_telling to tocsin_app;
