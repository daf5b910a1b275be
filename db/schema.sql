-- Written by scripts/schema.mjs from the migrations; never by hand.

create table platform.access_grant (
  id uuid not null,
  owner uuid not null,
  recipient uuid not null,
  kind text not null,
  object uuid not null,
  since timestamp with time zone not null default now(),
  until timestamp with time zone,
  ended_at timestamp with time zone,
  ground text not null default ''::text,
  PRIMARY KEY (id),
  CHECK ((owner <> recipient))
);
CREATE INDEX access_grant_by_object ON platform.access_grant USING btree (object);
CREATE INDEX access_grant_by_recipient ON platform.access_grant USING btree (recipient, kind, object);
alter table platform.access_grant enable row level security, force row level security;
create policy ended_by_owner on platform.access_grant for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy finder on platform.access_grant for select to tocsin_finder using (true);
create policy seen_by_both on platform.access_grant for select to public using (((owner = ( SELECT platform.acting() AS acting)) OR (recipient = ( SELECT platform.acting() AS acting))));
create policy written_by_owner on platform.access_grant for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
grant insert, select on platform.access_grant to tocsin_app;
grant select on platform.access_grant to tocsin_finder;
grant update (ended_at) on platform.access_grant to tocsin_app;
grant update (until) on platform.access_grant to tocsin_app;

create table platform.audit (
  id uuid not null,
  owner uuid,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'::jsonb,
  PRIMARY KEY (id)
);
CREATE INDEX audit_by_owner ON platform.audit USING btree (owner, at DESC, id DESC);
CREATE INDEX audit_by_subject ON platform.audit USING btree (owner, subject, at DESC);
alter table platform.audit enable row level security, force row level security;
create policy added on platform.audit for insert to public with check ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
create policy visible on platform.audit for select to public using ((NOT (owner IS DISTINCT FROM ( SELECT platform.acting() AS acting))));
grant insert, select on platform.audit to tocsin_app;

create table platform.fact (
  name text not null,
  value jsonb not null,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
grant insert, select, update on platform.fact to tocsin_app;

create table platform.idempotent_answer (
  owner uuid not null,
  actor text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  answer jsonb,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (owner, actor, key)
);
CREATE INDEX idempotent_answer_by_age ON platform.idempotent_answer USING btree (at);
alter table platform.idempotent_answer enable row level security, force row level security;
create policy added on platform.idempotent_answer for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.idempotent_answer for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on platform.idempotent_answer for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.idempotent_answer for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on platform.idempotent_answer to tocsin_app;

create table platform.job_worker (
  worker text not null,
  process bigint not null,
  at timestamp with time zone not null default now(),
  PRIMARY KEY (worker)
);
grant delete, insert, select on platform.job_worker to tocsin_queue;

create table platform.outgoing_mail (
  id uuid not null,
  owner uuid not null,
  kind text not null,
  about uuid,
  sender text not null,
  recipient text not null,
  title text not null,
  message bytea not null,
  state text not null,
  reason text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
);
CREATE INDEX outgoing_mail_by_about ON platform.outgoing_mail USING btree (owner, about);
CREATE INDEX outgoing_mail_by_owner ON platform.outgoing_mail USING btree (owner, created_at DESC, id DESC);
alter table platform.outgoing_mail enable row level security, force row level security;
create policy added on platform.outgoing_mail for insert to public with check ((owner = ( SELECT platform.acting() AS acting)));
create policy changed on platform.outgoing_mail for update to public using ((owner = ( SELECT platform.acting() AS acting))) with check ((owner = ( SELECT platform.acting() AS acting)));
create policy removed on platform.outgoing_mail for delete to public using ((owner = ( SELECT platform.acting() AS acting)));
create policy visible on platform.outgoing_mail for select to public using ((owner = ( SELECT platform.acting() AS acting)));
grant delete, insert, select, update on platform.outgoing_mail to tocsin_app;

CREATE OR REPLACE FUNCTION platform.acting()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('tocsin.organisation', true), '')::uuid $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.acting_as()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('tocsin.actor', true), '') $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.count_jobs()
 RETURNS TABLE(task text, waiting bigint, running bigint, parked bigint, oldest timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.drop_jobs_about(object uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  dropped integer;
begin
  delete from graphile_worker._private_jobs j
    where (j.payload ->> 'organisation')::uuid = platform.acting() and position(object::text in (j.payload -> 'body')::text) > 0;
  get diagnostics dropped = row_count;
  return dropped;
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.enqueue(jobs jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job(
    identifier => job ->> 'task',
    payload => json_build_object('organisation', platform.acting(), 'actor', platform.acting_as(), 'body', job -> 'body'),
    queue_name => job ->> 'queue',
    run_at => (job ->> 'runAt')::timestamptz,
    max_attempts => (job ->> 'attempts')::integer,
    job_key => case when job ->> 'key' is null then null else (job ->> 'task') || ':' || coalesce(platform.acting()::text, '') || ':' || (job ->> 'key') end,
    priority => (job ->> 'priority')::integer)
  from jsonb_array_elements(jobs) job;
  return jsonb_array_length(jobs);
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.granted(asked_kind text, asked_object uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    select exists (
      select from platform.access_grant g
      where g.recipient = platform.acting() and g.kind = asked_kind and g.object = asked_object
        and g.since <= now() and (g.until is null or g.until > now()) and g.ended_at is null)
  $function$;
-- acts as tocsin_finder; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.hand_over(target regprocedure, role_name name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant create on schema platform to %I', role_name);
  execute format('alter function %s owner to %I', target, role_name);
  execute format('revoke create on schema platform from %I', role_name);
end
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.list_jobs(only_parked boolean, after_id bigint, at_most integer)
 RETURNS TABLE(id bigint, task text, organisation uuid, code text, attempts integer, max_attempts integer, parked boolean, running boolean, run_at timestamp with time zone, created_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.operating()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(current_setting('tocsin.operator', true), '') = 'on' $function$;
-- acts as the owner; may be called by tocsin_app, tocsin_queue, tocsin_finder

CREATE OR REPLACE FUNCTION platform.protect(target regclass, kind text DEFAULT NULL::text, object_column name DEFAULT 'id'::name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
-- acts as the owner

CREATE OR REPLACE FUNCTION platform.requeue_jobs(job_ids bigint[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  allowed bigint[];
begin
  select coalesce(array_agg(j.id), '{}') into allowed from graphile_worker._private_jobs j
    where j.id = any (job_ids) and j.locked_at is null and j.attempts >= j.max_attempts
      and (platform.operating() or (j.payload ->> 'organisation')::uuid = platform.acting());
  perform graphile_worker.reschedule_jobs(allowed, run_at => now(), attempts => 0, max_attempts => 5);
  return cardinality(allowed);
end
$function$;
-- acts as tocsin_queue; may be called by tocsin_app

CREATE OR REPLACE FUNCTION platform.searchable(target regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create policy finder on %s for select to tocsin_finder using (true)', target);
  execute format('grant select on %s to tocsin_finder', target);
end
$function$;
-- acts as the owner
