-- The machinery under the rooms: roles, the acting organisation, grants, audit, jobs, idempotency.
-- Roles hold privileges and cannot log in; each connection pool takes one on by `set role` (src/platform/db/pools.ts).

do $$
declare
  name text;
begin
  foreach name in array array['tocsin_app', 'tocsin_queue', 'tocsin_finder', 'tocsin_auth'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin', name);
    end if;
    -- the owner hands functions and schemas over to these roles, which asks for membership; the one that comes with making a
    -- role in PostgreSQL 16 and later does not reach so far
    execute format('grant %I to %I', name, current_user);
  end loop;
end
$$;

create schema if not exists platform;
grant usage on schema platform to tocsin_app, tocsin_queue, tocsin_finder, tocsin_auth;

-- Hands a function to the role that it shall act as; PostgreSQL asks that this role may create in the schema at that moment.
create function platform.hand_over(target regprocedure, role_name name) returns void
  language plpgsql
  as $$
begin
  execute format('grant create on schema platform to %I', role_name);
  execute format('alter function %s owner to %I', target, role_name);
  execute format('revoke create on schema platform from %I', role_name);
end
$$;

-- Set once a transaction by perform and by the read path; unset, nobody's rows are seen.
create function platform.acting() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('tocsin.organisation', true), '')::uuid $$;

create function platform.acting_as() returns text
  language sql stable parallel safe
  as $$ select nullif(current_setting('tocsin.actor', true), '') $$;

-- 'This organisation may see this object until then': the fact. What a release means lives in cooperation.
create table platform.access_grant (
  id uuid primary key,
  owner uuid not null,
  recipient uuid not null,
  kind text not null,
  object uuid not null,
  since timestamptz not null default now(),
  until timestamptz,
  ended_at timestamptz,
  ground text not null default '',
  check (owner <> recipient)
);
create index access_grant_by_recipient on platform.access_grant (recipient, kind, object);
create index access_grant_by_object on platform.access_grant (object);

alter table platform.access_grant enable row level security;
alter table platform.access_grant force row level security;
create policy seen_by_both on platform.access_grant for select
  using (owner = (select platform.acting()) or recipient = (select platform.acting()));
create policy written_by_owner on platform.access_grant for insert with check (owner = (select platform.acting()));
create policy ended_by_owner on platform.access_grant for update
  using (owner = (select platform.acting())) with check (owner = (select platform.acting()));
create policy finder on platform.access_grant for select to tocsin_finder using (true);
grant select, insert, update (until, ended_at) on platform.access_grant to tocsin_app;
grant select on platform.access_grant to tocsin_finder;

-- Definer, because the policy of one table may not depend on the policy of another being read by the same role.
create function platform.granted(asked_kind text, asked_object uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog
  as $$
    select exists (
      select from platform.access_grant g
      where g.recipient = platform.acting() and g.kind = asked_kind and g.object = asked_object
        and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null)
  $$;
select platform.hand_over('platform.granted(text, uuid)', 'tocsin_finder');

-- A row is seen by its owner and by those to whom the object was granted; it is written by its owner alone.
-- `kind` is null for tables whose rows are never granted.
create function platform.protect(target regclass, kind text default null, object_column name default 'id') returns void
  language plpgsql
  as $$
declare
  visible text := 'owner = (select platform.acting())';
begin
  if kind is not null then
    visible := visible || format(' or platform.granted(%L, %I)', kind, object_column);
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy visible on %s for select using (%s)', target, visible);
  execute format('create policy added on %s for insert with check (owner = (select platform.acting()))', target);
  execute format('create policy changed on %s for update using (owner = (select platform.acting())) with check (owner = (select platform.acting()))', target);
  execute format('create policy removed on %s for delete using (owner = (select platform.acting()))', target);
end
$$;

-- A finder may read the whole table to answer with ids; it checks the acting organisation itself.
create function platform.searchable(target regclass) returns void
  language plpgsql
  as $$
begin
  execute format('create policy finder on %s for select to tocsin_finder using (true)', target);
  execute format('grant select on %s to tocsin_finder', target);
end
$$;

-- Who did what. Rows of no organisation (owner null) are the operator's.
create table platform.audit (
  id uuid primary key,
  owner uuid,
  at timestamptz not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);
create index audit_by_owner on platform.audit (owner, at desc, id desc);
create index audit_by_subject on platform.audit (owner, subject, at desc);
alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy visible on platform.audit for select using (owner is not distinct from (select platform.acting()));
create policy added on platform.audit for insert with check (owner is not distinct from (select platform.acting()));
grant select, insert on platform.audit to tocsin_app;

-- Answers kept for a repeated POST with the same Idempotency-Key.
create table platform.idempotent_answer (
  owner uuid not null,
  actor text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb,
  at timestamptz not null default now(),
  primary key (owner, actor, key)
);
create index idempotent_answer_by_age on platform.idempotent_answer (at);
select platform.protect('platform.idempotent_answer');
grant select, insert, update, delete on platform.idempotent_answer to tocsin_app;

-- Mail that leaves, whole as it goes. Kept when there is no relay, or while a person must look first (held).
create table platform.outgoing_mail (
  id uuid primary key,
  owner uuid not null,
  kind text not null,
  about uuid,
  sender text not null,
  recipient text not null,
  title text not null,
  message bytea not null,
  state text not null check (state in ('waiting', 'held', 'sent', 'failed', 'dropped')),
  reason text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outgoing_mail_by_owner on platform.outgoing_mail (owner, created_at desc, id desc);
create index outgoing_mail_by_about on platform.outgoing_mail (owner, about);
select platform.protect('platform.outgoing_mail');
grant select, insert, update, delete on platform.outgoing_mail to tocsin_app;

-- What the node remembers of itself: one row a fact, never an organisation's.
create table platform.fact (
  name text primary key,
  value jsonb not null,
  at timestamptz not null default now()
);
grant select, insert, update on platform.fact to tocsin_app;

-- Jobs. graphile-worker's tables belong to the queue role; the application reaches them by these functions only, and the
-- organisation and actor are stamped from the open transaction, never taken from the payload.
create schema if not exists graphile_worker;
alter schema graphile_worker owner to tocsin_queue;

-- One element of `jobs` a job: {task, body, queue, attempts, key, runAt, priority}; all but task and body may be null.
create function platform.enqueue(jobs jsonb) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  perform graphile_worker.add_jobs(array(
    select row(
      job ->> 'task',
      json_build_object('organisation', platform.acting(), 'actor', platform.acting_as(), 'body', job -> 'body'),
      job ->> 'queue',
      (job ->> 'runAt')::timestamptz,
      (job ->> 'attempts')::smallint,
      case when job ->> 'key' is null then null else (job ->> 'task') || ':' || coalesce(platform.acting()::text, '') || ':' || (job ->> 'key') end,
      (job ->> 'priority')::smallint,
      null)::graphile_worker.job_spec
    from jsonb_array_elements(jobs) job));
  return jsonb_array_length(jobs);
end
$$;

-- Set by perform for the node's operator, who sees the machinery and never content.
create function platform.operating() returns boolean
  language sql stable parallel safe
  as $$ select coalesce(current_setting('tocsin.operator', true), '') = 'on' $$;

-- Jobs by kind, id and code; an organisation sees its own, the operator all. The payload is never shown.
create function platform.list_jobs(only_parked boolean, after_id bigint, at_most integer)
  returns table (id bigint, task text, organisation uuid, code text, attempts integer, max_attempts integer, parked boolean, running boolean, run_at timestamptz, created_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  return query
    select j.id::bigint, t.identifier, (j.payload ->> 'organisation')::uuid, split_part(j.last_error, E'\n', 1), j.attempts::integer, j.max_attempts::integer,
      j.attempts >= j.max_attempts and j.locked_at is null, j.locked_at is not null, j.run_at, j.created_at
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where (platform.operating() or (j.payload ->> 'organisation')::uuid = platform.acting())
      and (not only_parked or (j.attempts >= j.max_attempts and j.locked_at is null))
      and (after_id is null or j.id < after_id)
    order by j.id desc limit least(at_most, 200);
end
$$;

-- Gives parked jobs their attempts back. Answers how many it touched.
create function platform.requeue_jobs(job_ids bigint[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  allowed bigint[];
begin
  select coalesce(array_agg(j.id), '{}') into allowed from graphile_worker._private_jobs j
    where j.id = any (job_ids) and j.locked_at is null and j.attempts >= j.max_attempts
      and (platform.operating() or (j.payload ->> 'organisation')::uuid = platform.acting());
  perform graphile_worker.reschedule_jobs(allowed, run_at => now(), attempts => 0, max_attempts => 5);
  return cardinality(allowed);
end
$$;

-- Waiting, running and parked jobs by kind: figures for the health page and for the metrics, no organisation in them.
create function platform.count_jobs() returns table (task text, waiting bigint, running bigint, parked bigint, oldest timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  return query
    select t.identifier,
      count(*) filter (where j.locked_at is null and j.attempts < j.max_attempts),
      count(*) filter (where j.locked_at is not null),
      count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts),
      min(j.run_at) filter (where j.locked_at is null and j.attempts < j.max_attempts)
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    group by t.identifier;
end
$$;

-- Removes what queued jobs carry about an object (R13): every job of the acting organisation whose body names it.
create function platform.drop_jobs_about(object uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  dropped integer;
begin
  delete from graphile_worker._private_jobs j
    where (j.payload ->> 'organisation')::uuid = platform.acting() and position(object::text in (j.payload -> 'body')::text) > 0;
  get diagnostics dropped = row_count;
  return dropped;
end
$$;

select platform.hand_over(f, 'tocsin_queue') from unnest(array['platform.enqueue(jsonb)', 'platform.list_jobs(boolean, bigint, integer)',
  'platform.requeue_jobs(bigint[])', 'platform.count_jobs()', 'platform.drop_jobs_about(uuid)']::regprocedure[]) f;

-- Which process each worker of the queue belongs to (src/platform/jobs/liveness.ts).
create table platform.job_worker (
  worker text primary key,
  process bigint not null,
  at timestamptz not null default now()
);
grant select, insert, delete on platform.job_worker to tocsin_queue;

do $$
declare
  f regprocedure;
begin
  for f in select oid from pg_proc where pronamespace = 'platform'::regnamespace loop
    execute format('revoke all on function %s from public', f);
  end loop;
  grant execute on function platform.acting(), platform.acting_as(), platform.operating() to tocsin_app, tocsin_queue, tocsin_finder;
  grant execute on function platform.granted(text, uuid), platform.enqueue(jsonb), platform.list_jobs(boolean, bigint, integer),
    platform.requeue_jobs(bigint[]), platform.count_jobs(), platform.drop_jobs_about(uuid) to tocsin_app;
end
$$;
