-- One register of obstacles: what industry reports of them in a call becomes an entry that belongs to the item, and is seen by whoever sees the item.
alter table cooperation.register_entry
  add column item uuid references cooperation.call_item,
  -- what the member was called then: it may have left
  add column by_name text not null default '' check (length(by_name) <= 200),
  drop constraint register_entry_audience_check,
  add constraint register_entry_audience_check check (audience in ('agencies', 'members', 'item')),
  add check ((audience = 'item') = (item is not null)),
  add check (item is null or kind = 'obstacle');
create index register_entry_by_item on cooperation.register_entry (item, made_at, id) where item is not null;
grant update (by_name) on cooperation.register_entry to tocsin_app;
drop policy visible on cooperation.register_entry;
create policy visible on cooperation.register_entry for select using (owner = (select platform.acting()) or platform.granted('register-entry', id)
  or (item is not null and withdrawn_at is null and platform.granted('call-item', item)));

alter table cooperation.call_report no force row level security;
alter table cooperation.register_entry no force row level security;
insert into cooperation.register_entry (id, owner, kind, member, by_name, title, text, state, solution, audience, item, made_at, changed_at, changed_by)
  select r.id, r.owner, 'obstacle', r.member, r.name, r.title, r.text,
    case when r.solved_at is not null then 'solved' when r.solution <> '' then 'solving' else 'open' end, r.solution, 'item', r.item, r.at, coalesce(r.solved_at, r.at), r.by
  from cooperation.call_report r where r.kind = 'obstacles';
delete from cooperation.call_report where kind = 'obstacles';
alter table cooperation.call_report force row level security;
alter table cooperation.register_entry force row level security;
alter table cooperation.call_report
  drop column solution,
  drop column solved_at,
  drop constraint call_report_kind_check,
  add constraint call_report_kind_check check (kind in ('cases', 'techniques', 'models', 'figures'));
