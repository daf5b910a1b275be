import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openLogger } from '../logger.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'
import type { Answer } from './cluster.ts'

/**
 * Vitest's global set-up: a broker on a socket that starts the shared PostgreSQL when the first test asks for it, so that a run
 * of pure tests pays nothing. A guard process ends and removes everything if this run is killed: its standard input closes with us.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-test-'))
  await chmod(folder, 0o711)
  let cluster: Promise<Cluster> | undefined
  const broker = createServer((socket) => {
    socket.on('error', () => {})
    cluster ??= begin(folder)
    void cluster
      .then(describe, (error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }))
      .then((answer) => socket.end(JSON.stringify(answer)))
  })
  const guard = startGuard(folder)
  const address = join(folder, 'broker')
  await new Promise<void>((resolve) => broker.listen(address, resolve))
  project.provide('clusterBroker', address)
  return async () => {
    broker.close()
    // a cluster that never began has told its tests why
    await cluster?.then((running) => running.stop()).catch(() => {})
    guard.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

function describe(cluster: Cluster): Answer {
  return {
    superuser: cluster.superuserUrl('DATABASE'),
    owner: cluster.ownerUrl('DATABASE'),
    application: cluster.applicationUrl('DATABASE'),
  }
}

async function begin(folder: string): Promise<Cluster> {
  const wanted = process.env.TOCSIN_TEST_DATABASE ?? ''
  const programs = wanted === '' ? {} : { programs: `/usr/lib/postgresql/${wanted}/bin` }
  return startCluster({ dataFolder: folder, log: openLogger('warn'), durability: 'scratch', ...programs })
}

/**
 * Reads from a pipe that closes when this run ends in whatever way; then unmounts what tests mounted in the run's folder, ends the
 * postmasters that are recorded in it, and removes it and the places that it points to.
 */
function startGuard(folder: string): ChildProcess {
  const script = `cat >/dev/null
grep -o " $1/[^ ]*" /proc/mounts | xargs -r -n 1 umount -l
places=$(find "$1" -maxdepth 4 -name postgresql.where -exec head -n 1 {} \\;)
for record in $(find "$1" -maxdepth 5 -name postmaster.json) $(printf '%s/postmaster.json ' $places); do
  pid=$(sed -n 's/^{"pid":\\([0-9]*\\),.*/\\1/p' "$record" 2>/dev/null)
  [ -z "$pid" ] || kill -QUIT "$pid" 2>/dev/null
done
sleep 1
for place in $places; do case $place in /var/lib/tocsin/*) rm -rf -- "$place" ;; esac; done
rm -rf -- "$1"`
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.unref()
  return guard
}
