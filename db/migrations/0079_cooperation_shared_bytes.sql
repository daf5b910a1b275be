-- By which hashes else the bytes that were fetched are known: of the archive that they went in, and of what they hold. Who keeps a part keeps the mark.
alter table cooperation.share_fetch add column inside text[] not null default '{}';

-- Deletes rows of the acting organisation as before; that another fetched bytes stays, with the mark under which it did, and the copy that this refers to. What
-- stays, and why, is told in src/domain/cooperation/leaving/stays.ts.
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
