import pg from 'pg'
import type { Actor, Role } from '../../../base/actor.ts'
import { newId, type OrganisationId, type ReportId } from '../../../base/id.ts'
import { accept, type Caller, firstRun, join, type Outside, startNode, type TestNode } from '../../directory/testing/node.ts'
import { caseRoutes } from '../index.ts'

/** Sign-in, directory and cases on a database of their own: Ada administers, and others join with a role. */
export type Desk = {
  readonly node: TestNode
  readonly organisation: OrganisationId
  readonly admin: Caller
  readonly adminId: string
  join(name: string, role: Role): Promise<{ readonly caller: Caller; readonly person: string }>
  /** another organisation's administrator */
  stranger(): Promise<Caller>
  actor(person: string, role: Role): Actor
  /** reports as they lie after reading, with nothing in them */
  reports(count: number): Promise<readonly ReportId[]>
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** `settings` and `outside` where something outside is asked. */
export async function openDesk(settings: Readonly<Record<string, string>> = {}, outside: Outside = {}): Promise<Desk> {
  const node = await startNode(settings, caseRoutes, outside)
  const root = new pg.Client({ connectionString: node.database.superuserUrl })
  await root.connect()
  const { admin, organisation, person } = await firstRun(node)
  const channel = newId()
  await root.query(`insert into intake.channel (id, owner, kind, name, created_at) values ($1, $2, 'http', 'tests', now())`, [
    channel,
    organisation,
  ])
  let address = 10
  return {
    node,
    organisation: organisation as OrganisationId,
    admin,
    adminId: person,
    join: (name, role) => join(node, admin, `${name}@agence.example`, role, `198.51.100.${++address}`),
    async stranger() {
      const other = await admin.call('POST', '/api/node/organisations', {
        organisation: { name: 'Other', kind: 'provider', country: 'SN' },
        administrator: 'boss@other.example',
      })
      return (await accept(node, String(other.body.link), 'Boss', `198.51.100.${++address}`)).caller
    },
    actor: (id, role) => ({ kind: 'person', id, organisation: organisation as OrganisationId, role, operator: false, scopes: null }),
    async reports(count) {
      const ids = Array.from({ length: count }, () => newId<'report'>())
      await root.query(
        `insert into intake.report (id, owner, reference, channel, sha256, size, sameness, form, state, tracking_hash, received_at)
        select id, $2, 'R-' || id, $3, repeat('0', 64), 1, id::text, 'url', 'analysed', id::text, now() from unnest($1::uuid[]) id`,
        [ids, organisation, channel],
      )
      return ids
    },
    query: async (text, values) => (await root.query<Record<string, unknown>>(text, values)).rows,
    async close() {
      await root.end()
      await node.close()
    },
  }
}
