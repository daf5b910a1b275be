/** How much the server may lose: `kept` is for data, `scratch` for tests that throw the cluster away. */
export type Durability = 'kept' | 'scratch'

export type ServerSettings = {
  readonly cluster: string
  readonly conf: string
  readonly sockets: string
  readonly durability: Durability
}

/** A text as postgresql.conf wants it (PostgreSQL 18, §19.1.2). */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/**
 * The whole postgresql.conf. It is written at each start and kept out of the cluster's own folder, which belongs to the user that
 * PostgreSQL runs as: what that user may write, we never read as root.
 */
export function serverSettings({ cluster, conf, sockets, durability }: ServerSettings): string {
  const kept = durability === 'kept'
  const lines: readonly (readonly [string, string])[] = [
    ['data_directory', quoted(cluster)],
    ['hba_file', quoted(`${conf}/pg_hba.conf`)],
    ['ident_file', quoted(`${conf}/pg_ident.conf`)],
    ['listen_addresses', quoted('')],
    // a list: without the inner quotes a comma in the path would end it
    ['unix_socket_directories', quoted(`"${sockets.replaceAll('"', '""')}"`)],
    ['unix_socket_permissions', '0700'],
    ['port', '5432'],
    ['cluster_name', quoted('tocsin')],
    ['max_connections', kept ? '100' : '300'],
    ['shared_buffers', quoted('128MB')],
    ['wal_compression', 'on'],
    ['fsync', kept ? 'on' : 'off'],
    ['synchronous_commit', kept ? 'on' : 'off'],
    ['full_page_writes', kept ? 'on' : 'off'],
    ['jit', 'off'],
    ['timezone', quoted('UTC')],
    ['log_timezone', quoted('UTC')],
    ['datestyle', quoted('iso, ymd')],
    ['default_text_search_config', quoted('pg_catalog.simple')],
    ['lc_messages', quoted('C')],
    ['log_line_prefix', quoted('%m [%p] ')],
    ['log_min_messages', 'warning'],
    // statements and the DETAIL of an error quote data; our logs never hold any
    ['log_min_error_statement', 'panic'],
    ['log_error_verbosity', 'terse'],
    ['log_checkpoints', 'off'],
  ]
  return `# Written by Tocsin at each start: changes here are lost.\n${lines.map(([name, value]) => `${name} = ${value}\n`).join('')}`
}

/** pg_hba.conf: the private socket, by the operating system's word on who is there; nothing else is let in. */
export const hostRules = '# Written by Tocsin at each start: changes here are lost.\nlocal all all peer map=tocsin\n'

/** Login roles of the cluster: its superuser for set-up alone, the owner of the tables, the application. */
export const roleNames = { superuser: 'postgres', owner: 'tocsin_owner', application: 'tocsin' } as const
export const databaseName = 'tocsin'

/** pg_ident.conf: the operating system's user that runs Tocsin, and no other, may be our three roles. */
export function identityMap(user: string): string {
  const name = `"${user.replaceAll('"', '""')}"`
  const lines = Object.values(roleNames).map((role) => `tocsin ${name} ${role}\n`)
  return `# Written by Tocsin at each start: changes here are lost.\n${lines.join('')}`
}

/** `initdb` for the first start. */
export function initialiseArguments(cluster: string, major: number, durability: Durability): readonly string[] {
  // C.UTF-8 by code point: no index depends on a library's idea of order, which changes with its version. Whoever wants a people's
  // order asks for it in the query (`collate "und-x-icu"`). The provider that PostgreSQL brings itself exists from 17 on.
  const locale = major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8']
  return [
    ...['-D', cluster, '-U', roleNames.superuser, '-E', 'UTF8', ...locale, '--data-checksums'],
    ...['--auth-local=peer', '--auth-host=reject', '--no-instructions', ...(durability === 'kept' ? [] : ['--no-sync'])],
  ]
}

/** A connection string for node-postgres and libpq over a socket folder; the host in front is there for parsers that want one. */
export function socketUrl(role: string, database: string, sockets: string): string {
  return `postgresql://${encodeURIComponent(role)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(sockets)}`
}
