import { Failure } from '../base/failure.ts'

type Command = { readonly says: string; readonly run: (argv: readonly string[]) => Promise<number> }

/** What `tocsin` can do. Each is loaded when it is asked for: `inspect` and `verify` need no database. */
const commands: Readonly<Record<string, Command>> = {
  serve: {
    says: 'serve the console, the API and the mail listeners, and run the jobs',
    run: async (argv) => (await import('./cli/serve.ts')).serve(argv),
  },
  work: { says: 'run the jobs alone', run: async (argv) => (await import('./cli/serve.ts')).work(argv) },
  migrate: {
    says: 'bring the database to this version, as its owner',
    run: async (argv) => (await import('./cli/migrate.ts')).migrateCommand(argv),
  },
  import: {
    says: 'hand in files, folders, Maildirs and mboxes as reports',
    run: async (argv) => (await import('./cli/import.ts')).importReports(argv, process),
  },
  network: {
    says: 'take members of the network in from a file, and write them out',
    run: async (argv) => (await import('./cli/network.ts')).network(argv, process),
  },
  inspect: {
    says: 'read messages and files and say what they show, without a database',
    run: async (argv) => (await import('./cli/inspect.ts')).inspect(argv, process),
  },
  cluster: {
    says: 'read messages and say which belong together, without a database',
    run: async (argv) => (await import('./cli/cluster.ts')).cluster(argv, process),
  },
  demo: {
    says: 'fill an empty node with a made-up network, to look around in',
    run: async (argv) => (await import('./cli/demo.ts')).demo(argv, process),
  },
  verify: {
    says: 'check evidence and its proof, without a database or a network',
    run: async (argv) => (await import('./cli/verify.ts')).verify(argv, process),
  },
  backup: {
    says: 'back a running node up into a folder, and verify what is there',
    run: async (argv) => (await import('./cli/backup.ts')).backup(argv, process),
  },
  restore: {
    says: 'bring a node back from a backup or a dump, with a new log',
    run: async (argv) => (await import('./cli/restore.ts')).restore(argv, process),
  },
  dump: {
    says: 'write all that the database holds into one file, for any PostgreSQL from 15 on',
    run: async (argv) => (await import('./cli/dump.ts')).dumpCommand(argv, process),
  },
  log: {
    says: 'the log of this node, its public key, and a new log after a restore',
    run: async (argv) => (await import('./cli/log.ts')).logCommand(argv, process),
  },
  unseal: {
    says: 'open sealed material with the private key that the node does not hold',
    run: async (argv) => (await import('./cli/unseal.ts')).unseal(argv, process),
  },
  admin: {
    says: 'who may sign in, and the way back in after a lock-out',
    run: async (argv) => (await import('./cli/admin.ts')).admin(argv, process),
  },
}

async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv
  const command = commands[name]
  if (command === undefined) {
    const asked = name === 'help' || name === '--help' || name === '-h'
    const lines = Object.entries(commands).map(([word, { says }]) => `  ${word.padEnd(10)} ${says}`)
    ;(asked ? process.stdout : process.stderr).write(
      `${asked ? '' : `tocsin: there is no command ${name}\n\n`}usage: tocsin COMMAND [--help]\n\n${lines.join('\n')}\n`,
    )
    return asked ? 0 : 2
  }
  try {
    return await command.run(rest)
  } catch (error) {
    // an expected failure is one line that says what to do; anything else is ours, with its trace
    if (error instanceof Failure) process.stderr.write(`tocsin: ${error.message}\n`)
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return error instanceof Failure && error.kind === 'invalid' ? 2 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
