import type pg from 'pg'

const schemas = `('platform', 'auth', 'directory', 'evidence', 'intake', 'analysis', 'cases', 'cooperation', 'provider', 'assurance', 'assistance', 'outreach')`

/**
 * The schema as text, the same for the same schema: tables with columns, constraints, indexes, policies, rights, and functions.
 * It is committed as db/schema.sql, so that what a migration really does stands in the diff.
 */
export async function describeSchema(client: pg.ClientBase): Promise<string> {
  const { rows: tables } = await client.query<{ oid: number; name: string; kind: string; secured: boolean; forced: boolean }>(`
    select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind, c.relrowsecurity as secured, c.relforcerowsecurity as forced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${schemas} and c.relkind in ('r', 'p', 'v', 'm') order by n.nspname, c.relname`)
  const parts: string[] = []
  for (const table of tables) parts.push(await describeTable(client, table))
  const { rows: functions } = await client.query<{ text: string; owner: string; rights: string[] | null }>(`
    select pg_get_functiondef(p.oid) as text, pg_get_userbyid(p.proowner) as owner,
      (select array_agg(a.grantee::regrole::text order by 1) from aclexplode(p.proacl) a where a.grantee <> 0 and a.grantee <> p.proowner) as rights
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${schemas} order by p.oid::regprocedure::text`)
  for (const one of functions) {
    const owner = one.owner.startsWith('tocsin_') && one.owner !== 'tocsin_owner' ? one.owner : 'the owner'
    const rights = (one.rights ?? []).filter((name) => /^tocsin_(app|queue|finder|auth)$/.test(name)).join(', ')
    parts.push(`${one.text.trimEnd()};\n-- acts as ${owner}${rights === '' ? '' : `; may be called by ${rights}`}`)
  }
  return `-- Written by scripts/schema.mjs from the migrations; never by hand.\n\n${parts.join('\n\n')}\n`
}

type Table = { readonly oid: number; readonly name: string; readonly secured: boolean; readonly forced: boolean }

async function describeTable(client: pg.ClientBase, table: Table): Promise<string> {
  const lines = async (text: string) => (await client.query<{ line: string }>(text, [table.oid])).rows.map((row) => row.line)
  const columns = await lines(`
    select '  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
      || case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
         when a.attidentity <> '' then ' generated as identity' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`)
  const constraints = await lines(
    `select '  ' || pg_get_constraintdef(oid) as line from pg_constraint where conrelid = $1 and contype <> 'n' order by contype desc, conname`,
  )
  const indexes = await lines(`
    select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i
    where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`)
  const policies = await lines(`
    select format('create policy %I on %s for %s to %s%s%s;', p.polname, p.polrelid::regclass,
      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      coalesce((select string_agg(r::regrole::text, ', ') from unnest(p.polroles) r where r <> 0), 'public'),
      coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', ''), coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')) as line
    from pg_policy p where p.polrelid = $1 order by p.polname`)
  const rights = await lines(`
    select format('grant %s on %s to %s;', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type), c.oid::regclass, a.grantee::regrole) as line
    from pg_class c, aclexplode(c.relacl) a where c.oid = $1 and a.grantee <> 0 and a.grantee <> c.relowner and a.grantee::regrole::text ~ '^tocsin_(app|queue|finder|auth)$'
    group by c.oid, a.grantee order by a.grantee::regrole::text`)
  const columnRights = await lines(`
    select format('grant %s (%I) on %s to %s;', lower(x.privilege_type), a.attname, a.attrelid::regclass, x.grantee::regrole) as line
    from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = $1 and a.attnum > 0 order by x.grantee::regrole::text, a.attname, x.privilege_type`)
  const secured = table.secured
    ? [`alter table ${table.name} enable row level security${table.forced ? ', force row level security' : ''};`]
    : []
  return [
    `create table ${table.name} (\n${[...columns, ...constraints].join(',\n')}\n);`,
    ...indexes,
    ...secured,
    ...policies,
    ...rights,
    ...columnRights,
  ].join('\n')
}
