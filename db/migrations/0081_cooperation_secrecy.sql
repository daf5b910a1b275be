-- Marks of secrecy on whatever may be shown to others, and as part of the terms of what is shown: they stay with the copy, with bytes that were fetched, and with what was taken over from it.

alter table cooperation.secrecy_mark
  drop constraint secrecy_mark_kind_check,
  -- an indicator is known by what it says, and `object` is made of that
  add column label text check (length(label) between 1 and 600),
  add constraint secrecy_mark_kind_check check (kind in ('case', 'campaign', 'evidence', 'finding', 'technique', 'indicator', 'document', 'answer')),
  add constraint secrecy_mark_labelled check ((kind = 'indicator') = (label is not null));
grant update (label) on cooperation.secrecy_mark to tocsin_app;
create index secrecy_mark_in_order on cooperation.secrecy_mark (owner, since desc, id desc) where lifted_at is null;
-- an answer's mark is seen by whoever sees the answer
create policy answered on cooperation.secrecy_mark for select to tocsin_app
  using (kind = 'answer' and lifted_at is null and platform.granted('request-message', object));

-- In force on the copy; what it was given under stands in its content for good. Only its owner changes it.
alter table cooperation.shared_copy
  add column secrecy text[] not null default '{}' check (secrecy <@ array['confidential', 'commercially-sensitive']);
grant update (secrecy) on cooperation.shared_copy to tocsin_app;
alter table cooperation.share_event
  drop constraint share_event_what_check,
  add constraint share_event_what_check check (what in ('drafted', 'changed', 'shared', 'refused', 'recalled', 'lifted'));

-- As the copy bore them when the bytes were fetched, or the technique taken over: its recipient cannot change either.
alter table cooperation.share_fetch
  add column secrecy text[] not null default '{}' check (secrecy <@ array['confidential', 'commercially-sensitive']);
alter table cooperation.technique
  add column origin_secrecy text[] not null default '{}' check (origin_secrecy <@ array['confidential', 'commercially-sensitive']);
