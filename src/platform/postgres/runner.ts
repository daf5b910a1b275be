import { userInfo } from 'node:os'
import { Failure } from '../../base/failure.ts'
import { type RunAs, run } from './run.ts'

export const systemUser = 'tocsin'

/** Who runs PostgreSQL (`as`, `uid`, `name`) and who will connect to it (`client`, the user that we are). */
export type Runner = { readonly as: RunAs; readonly uid: number; readonly name: string; readonly client: string }

/**
 * An ordinary user runs PostgreSQL as itself. Root may not (PostgreSQL refuses), so the system user `tocsin` does, made here when
 * missing. Fails with `platform.unknown-user` or `platform.system-user`.
 */
export async function findRunner(): Promise<Runner> {
  const uid = process.geteuid?.() ?? -1
  const client = ownName(uid)
  if (uid !== 0) return { as: undefined, uid, name: client, client }
  const ids = (await idsOf(systemUser)) ?? (await makeSystemUser())
  const allowed = await run('/bin/sh', ['-c', ':'], { as: ids })
  if (allowed.code !== 0)
    throw new Failure(
      'unavailable',
      'platform.system-user',
      `root may not become the user "${systemUser}" here (${allowed.said.trim()}): start Tocsin as an ordinary user`,
    )
  return { as: ids, uid: ids.uid, name: systemUser, client }
}

function ownName(uid: number): string {
  try {
    return userInfo().username
  } catch (cause) {
    const message = `user ${uid} has no entry in the password file, which PostgreSQL needs: start Tocsin as a user that has one, or set DATABASE_URL`
    throw new Failure('unavailable', 'platform.unknown-user', message, { cause })
  }
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
  if (uid.code !== 0 || gid.code !== 0) return undefined
  const ids = { uid: Number(uid.said.trim()), gid: Number(gid.said.trim()) }
  if (!(ids.uid > 0) || !(ids.gid > 0))
    throw new Failure(
      'conflict',
      'platform.system-user',
      `the user "${name}" of this machine is root under another name: PostgreSQL will not run as it`,
    )
  return ids
}

async function makeSystemUser(): Promise<{ uid: number; gid: number }> {
  const home = ['/var/lib/tocsin', '/usr/sbin/nologin']
  const ways: readonly (readonly [string, readonly string[]])[] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', ...home.slice(0, 1), '--shell', ...home.slice(1), systemUser],
    ],
    ['adduser', ['-S', '-D', '-H', '-h', ...home.slice(0, 1), '-s', '/sbin/nologin', systemUser]],
  ]
  const said: string[] = []
  for (const [program, args] of ways) {
    const made = await run(program, args)
    // another start may have made it at the same moment: what counts is that it is there
    const ids = await idsOf(systemUser)
    if (ids !== undefined) return ids
    said.push(made.said.trim())
  }
  const message = `the system user "${systemUser}" is missing and could not be made (${said.filter((one) => one !== '').join('; ')}): make it with useradd --system ${systemUser}, or start Tocsin as an ordinary user`
  throw new Failure('unavailable', 'platform.system-user', message)
}
