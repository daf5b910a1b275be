-- An organisation takes out all that is its own, and leaves the node.

-- The role that deletes what an organisation that leaves owned. It sees and deletes rows of the acting organisation alone, in every table that has an owner;
-- nobody may take it on but the owner of the tables, and it does nothing but run the function below.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tocsin_eraser') then
    create role tocsin_eraser nologin;
  end if;
  execute format('grant tocsin_eraser to %I', current_user)
    || case when current_setting('server_version_num')::int >= 160000 then ' with inherit false, set true' else '' end;
end
$$;

-- Called after each migration, so that no table is forgotten when an organisation leaves: whatever has an owner may be erased by it.
create function platform.let_erase() returns void
  language plpgsql
  as $$
declare
  one record;
begin
  for one in
    select c.oid, c.oid::regclass as name, n.nspname as schema
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'owner' and not a.attisdropped
    where pg_get_userbyid(c.relowner) = current_user and c.relkind in ('r', 'p') and c.relrowsecurity and n.nspname <> 'public' and n.nspname !~ '^pg_'
  loop
    if not has_schema_privilege('tocsin_eraser', one.schema, 'usage') then
      execute format('grant usage on schema %I to tocsin_eraser', one.schema);
    end if;
    if not has_table_privilege('tocsin_eraser', one.oid, 'delete') then
      execute format('grant select, delete on %s to tocsin_eraser', one.name);
    end if;
    if not exists (select from pg_policy p where p.polrelid = one.oid and p.polname = 'erased_whole') then
      execute format('create policy erased_whole on %s for all to tocsin_eraser using (owner = (select platform.acting()))', one.name);
    end if;
  end loop;
end
$$;

-- One archive of all that is an organisation's own, for its administrators.
create table cooperation.takeout (
  id uuid primary key,
  owner uuid not null,
  state text not null check (state in ('waiting', 'making', 'ready', 'failed', 'gone')),
  -- steps done, of how many
  done integer not null,
  total integer not null check (total > 0),
  rows bigint,
  originals integer,
  -- originals whose bytes are not in it: destroyed, sealed, damaged
  left_out integer,
  size bigint,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  failure text,
  by_actor text not null,
  created_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  check ((state = 'failed') = (failure is not null))
);
create index takeout_in_order on cooperation.takeout (owner, created_at desc, id desc);
create unique index takeout_under_way on cooperation.takeout (owner) where state in ('waiting', 'making');
select platform.protect('cooperation.takeout');
grant select, insert, update (state, done, total, rows, originals, left_out, size, sha256, failure, ready_at, expires_at) on cooperation.takeout to tocsin_app;

-- That an organisation leaves the node. The row stays: it is the proof of what was deleted.
create table cooperation.leaving (
  id uuid primary key,
  owner uuid not null,
  state text not null check (state in ('announced', 'cooling', 'undone', 'erasing', 'left')),
  reason text not null default '' check (length(reason) <= 2000),
  announced_at timestamptz not null,
  announced_by text not null,
  -- null: there was no second administrator
  confirmed_by text check (confirmed_by <> announced_by),
  cooling_at timestamptz,
  -- nothing is deleted before
  due_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  -- what kept it from going when it was due, as it was told
  hindered text[] not null default '{}',
  begun_at timestamptz,
  left_at timestamptz,
  -- rows deleted by table, and bytes of evidence
  counts jsonb not null default '{}',
  leaf uuid,
  check ((cooling_at is null) = (due_at is null)),
  check (state not in ('cooling', 'erasing', 'left') or due_at is not null),
  check ((state = 'undone') = (undone_at is not null)),
  check ((state in ('erasing', 'left')) = (begun_at is not null)),
  check ((state = 'left') = (left_at is not null))
);
create unique index leaving_once on cooperation.leaving (owner) where state <> 'undone';
select platform.protect('cooperation.leaving');
grant select, insert, update (state, confirmed_by, cooling_at, due_at, undone_at, undone_by, hindered, begun_at, left_at, counts, leaf) on cooperation.leaving to tocsin_app;

-- Since when an organisation is not on this node any more. Its row stays under its name, since others' records speak of it.
alter table directory.organisation add column left_at timestamptz;
grant update (left_at) on directory.organisation to tocsin_app;

-- Deletes rows of the acting organisation, some at a time in the order of their places, and answers how many went and the last place that was looked at (null at the
-- end). Only for the job that erases, while the organisation is said to leave. What stays, and why, is told in src/domain/cooperation/leaving/kept.ts; a row to which another's row refers
-- stays too.
create function cooperation.erase_own(target text, after_place tid, at_most integer, out gone integer, out place tid)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  acting uuid := platform.acting();
  places tid[];
  wanted text;
begin
  if platform.acting_as() is distinct from 'system:cooperation.erase-organisation'
    or not exists (select from cooperation.leaving l where l.owner = acting and l.state = 'erasing') then
    raise exception 'only an organisation that leaves is erased' using errcode = 'insufficient_privilege';
  end if;
  wanted := case target
    when 'cooperation.leaving' then 'false'
    when 'platform.log_record' then 'false'
    when 'platform.log_subject' then 'not exists (select from platform.log_record r where r.owner = t.owner and r.subject = t.subject and r.entry is not null)'
    when 'cooperation.request' then $w$t.state <> 'sent'$w$
    when 'cooperation.request_message' then 'false'
    when 'cooperation.tombstone' then 'false'
    when 'cooperation.share_receipt' then 'false'
    when 'cooperation.shared_copy' then 'not exists (select from cooperation.tombstone s where s.copy = t.id) and not exists (select from cooperation.share_receipt s where s.copy = t.id)'
    when 'platform.access_grant' then $w$t.kind not in ('request', 'request-message')$w$
    else 'true' end;
  execute format('select array(select t.ctid from %s t where t.owner = $1 and t.ctid > $2 and (%s) order by t.ctid limit $3)', target::regclass, wanted)
    into places using acting, coalesce(after_place, '(0,0)'::tid), at_most;
  gone := 0;
  if cardinality(places) = 0 then
    return;
  end if;
  place := places[cardinality(places)];
  begin
    execute format('delete from %s where ctid = any ($1) and owner = $2', target::regclass) using places, acting;
    get diagnostics gone = row_count;
  exception when foreign_key_violation then
    gone := 0;
    for i in 1 .. cardinality(places) loop
      begin
        execute format('delete from %s where ctid = $1 and owner = $2', target::regclass) using places[i], acting;
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

-- What waits in the queue for an organisation that leaves is not done any more.
create function platform.drop_own_jobs(but text) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  dropped integer;
begin
  delete from graphile_worker._private_jobs j using graphile_worker._private_tasks k
    where k.id = j.task_id and k.identifier <> but and j.locked_at is null and (j.payload ->> 'organisation')::uuid = platform.acting();
  get diagnostics dropped = row_count;
  return dropped;
end
$$;
revoke execute on function platform.drop_own_jobs(text) from public;
select platform.hand_over('platform.drop_own_jobs(text)', 'tocsin_queue');
grant execute on function platform.drop_own_jobs(text) to tocsin_app;

grant usage on schema cooperation, platform to tocsin_eraser;
-- the policies of tables that are shown to others ask these, whoever reads
grant execute on function platform.acting(), platform.acting_as(), platform.operating(), platform.granted(text, uuid), platform.log_granted(text), platform.own_groups()
  to tocsin_eraser;
grant create on schema cooperation to tocsin_eraser;
alter function cooperation.erase_own(text, tid, integer) owner to tocsin_eraser;
revoke create on schema cooperation from tocsin_eraser;
