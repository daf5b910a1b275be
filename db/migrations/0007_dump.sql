-- The role that a logical dump reads with: it sees every row and changes none. Row-level security is forced on the owner too, and
-- switching it off for a dump would lock every table of a running node; so there is a role with a policy of its own instead. Only the
-- owner of the tables may take it on, who could switch the policies off anyway; the application never may (src/platform/db/check.ts).
do $$
begin
  if not exists (select from pg_roles where rolname = 'tocsin_dump') then
    create role tocsin_dump nologin;
  end if;
  -- taken on, never inherited: where the server can say so, the owner itself goes on seeing nothing
  execute format('grant tocsin_dump to %I', current_user)
    || case when current_setting('server_version_num')::int >= 160000 then ' with inherit false, set true' else '' end;
end
$$;

-- Called after each migration, so that no table is forgotten by the dump: whatever the owner owns may be read.
create function platform.let_dump() returns void
  language plpgsql
  as $$
declare
  one record;
begin
  for one in
    select c.oid, c.oid::regclass as name, n.nspname as schema, c.relkind as kind, c.relrowsecurity as secured
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where pg_get_userbyid(c.relowner) = current_user and c.relkind in ('r', 'p', 'S') and n.nspname <> 'public' and n.nspname !~ '^pg_'
  loop
    if not has_schema_privilege('tocsin_dump', one.schema, 'usage') then
      execute format('grant usage on schema %I to tocsin_dump', one.schema);
    end if;
    if one.kind = 'S' then
      if not has_sequence_privilege('tocsin_dump', one.oid, 'select') then
        execute format('grant select on sequence %s to tocsin_dump', one.name);
      end if;
    elsif not has_table_privilege('tocsin_dump', one.oid, 'select') then
      execute format('grant select on %s to tocsin_dump', one.name);
    end if;
    if one.secured and not exists (select from pg_policy p where p.polrelid = one.oid and p.polname = 'dumped') then
      execute format('create policy dumped on %s for select to tocsin_dump using (true)', one.name);
    end if;
  end loop;
end
$$;
revoke all on function platform.let_dump() from public;
