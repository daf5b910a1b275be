import { databaseName, roleNames } from './settings.ts'

const { owner, application } = roleNames

/** Done at each start, so that a set-up which was cut short is made whole by the next one. */
export async function ensureRoles(query: (text: string) => Promise<{ readonly rowCount: number | null }>): Promise<void> {
  const missing = async (text: string) => (await query(text)).rowCount === 0
  // createrole: the migrations make the roles without login that the house works under
  if (await missing(`select from pg_roles where rolname = '${owner}'`)) await query(`create role ${owner} login createrole`)
  if (await missing(`select from pg_roles where rolname = '${application}'`)) await query(`create role ${application} login`)
  if (await missing(`select from pg_database where datname = '${databaseName}'`))
    await query(`create database ${databaseName} owner ${owner}`)
  await query(`revoke all on database ${databaseName} from public`)
  await query(`grant connect on database ${databaseName} to ${application}`)
}
