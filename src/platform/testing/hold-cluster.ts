import { argv, stdin, stdout } from 'node:process'
import { Failure } from '../../base/failure.ts'
import { openDataFolder } from '../data-folder.ts'
import { openLogger } from '../logger.ts'
import { startCluster } from '../postgres/cluster.ts'

// A process of its own for tests that kill, share, or become another user: `node hold-cluster.ts FOLDER [ROLE…]` opens the data folder
// for the roles, starts the database, says so in one JSON line, and stops when its input ends.
const [, , path = '', ...roles] = argv

try {
  const folder = await openDataFolder(path, roles)
  const cluster = await startCluster({ dataFolder: folder.path, log: openLogger('error'), durability: 'scratch' })
  stdout.write(
    `${JSON.stringify({ url: cluster.applicationUrl(), owner: cluster.ownerUrl(), postmaster: cluster.pid(), sockets: cluster.socketFolder })}\n`,
  )
  stdin.resume()
  await new Promise((resolve) => stdin.on('end', resolve))
  await cluster.stop()
  await folder.release()
} catch (error) {
  stdout.write(
    `${JSON.stringify(error instanceof Failure ? { kind: error.kind, code: error.code, message: error.message } : { kind: 'crash', code: '', message: String(error) })}\n`,
  )
  process.exitCode = 1
}
