-- On which terms somebody was given the bytes of a file of a request, and under which marks of secrecy, as they were when it fetched them: its recipient cannot change them,
-- and they bind it when the message is shown to it no more. Without terms: files from before these were asked for. The line stays also where whoever gave the file
-- destroyed it, or left.
alter table cooperation.attachment_receipt
  add column sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  add column tlp text check (tlp in ('clear', 'green', 'amber', 'amber-strict', 'red')),
  add column onward text check (onward in ('none', 'ask', 'as-marked')),
  add column secrecy text[] not null default '{}' check (secrecy <@ array['confidential', 'commercially-sensitive']),
  add constraint attachment_receipt_terms check ((tlp is null) = (onward is null)),
  drop constraint attachment_receipt_attachment_owner_fkey;
create index attachment_receipt_by_reader on cooperation.attachment_receipt (reader, sha256);

alter table cooperation.attachment_receipt no force row level security;
alter table cooperation.request_attachment no force row level security;
alter table cooperation.request_message no force row level security;
alter table cooperation.secrecy_mark no force row level security;
-- where a mark was taken for somebody's name and taken out, the strictest
update cooperation.attachment_receipt r set sha256 = a.sha256,
    tlp = case when m.detail -> 'terms' ->> 'tlp' in ('clear', 'green', 'amber', 'amber-strict', 'red') then m.detail -> 'terms' ->> 'tlp'
      when m.detail -> 'terms' is not null then 'red' end,
    onward = case when m.detail -> 'terms' ->> 'onward' in ('none', 'ask', 'as-marked') then m.detail -> 'terms' ->> 'onward'
      when m.detail -> 'terms' is not null then 'none' end,
    secrecy = array(select distinct s.mark from cooperation.secrecy_mark s where s.kind = 'answer' and s.object = a.message and s.lifted_at is null)
  from cooperation.request_attachment a join cooperation.request_message m on m.id = a.message where a.id = r.attachment;
alter table cooperation.attachment_receipt force row level security;
alter table cooperation.request_attachment force row level security;
alter table cooperation.request_message force row level security;
alter table cooperation.secrecy_mark force row level security;

-- Deletes rows of the acting organisation as before; that another fetched a file of a request stays too. What stays, and why, is told in
-- src/domain/cooperation/leaving/stays.ts.
drop function cooperation.erase_own(text, tid, integer);
create function cooperation.erase_own(target text, after_place tid, at_most integer, out gone integer, out place tid)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  acting uuid := platform.acting();
  places tid[];
  wanted text;
  -- as the catalogue spells it, whatever was written
  spelt text := target::regclass::text;
begin
  if platform.acting_as() is distinct from 'system:cooperation.erase-organisation'
    or not exists (select from cooperation.leaving l where l.owner = acting and l.state = 'erasing') then
    raise exception 'only an organisation that leaves is erased' using errcode = 'insufficient_privilege';
  end if;
  wanted := case spelt
    when 'cooperation.leaving' then 'false'
    when 'platform.log_record' then 'false'
    when 'platform.log_subject' then 'not exists (select from platform.log_record r where r.owner = t.owner and r.subject = t.subject and r.entry is not null)'
    when 'cooperation.request' then $w$t.state <> 'sent'$w$
    when 'cooperation.request_message' then 'false'
    when 'cooperation.tombstone' then 'false'
    when 'cooperation.share_receipt' then 'false'
    when 'cooperation.share_fetch' then 'false'
    when 'cooperation.attachment_receipt' then 'false'
    when 'cooperation.shared_copy' then 'not exists (select from cooperation.tombstone s where s.copy = t.id) and not exists (select from cooperation.share_receipt s where s.copy = t.id) and not exists (select from cooperation.share_fetch s where s.copy = t.id)'
    when 'platform.access_grant' then $w$t.kind not in ('request', 'request-message')$w$
    else 'true' end;
  execute format('select array(select t.ctid from %s t where t.owner = $1 and t.ctid > $2 and (%s) order by t.ctid limit $3)', spelt, wanted)
    into places using acting, coalesce(after_place, '(0,0)'::tid), at_most;
  gone := 0;
  if cardinality(places) = 0 then
    return;
  end if;
  place := places[cardinality(places)];
  begin
    execute format('delete from %s where ctid = any ($1) and owner = $2', spelt) using places, acting;
    get diagnostics gone = row_count;
  exception when foreign_key_violation then
    gone := 0;
    for i in 1 .. cardinality(places) loop
      begin
        execute format('delete from %s where ctid = $1 and owner = $2', spelt) using places[i], acting;
        gone := gone + 1;
      exception when foreign_key_violation then
        null;
      end;
    end loop;
  end;
end
$$;
revoke execute on function cooperation.erase_own(text, tid, integer) from public;
grant execute on function cooperation.erase_own(text, tid, integer) to tocsin_app;
grant create on schema cooperation to tocsin_eraser;
alter function cooperation.erase_own(text, tid, integer) owner to tocsin_eraser;
revoke create on schema cooperation from tocsin_eraser;
