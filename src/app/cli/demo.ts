import { parseArgs } from 'node:util'
import { systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { declareDemonstration } from '../../domain/directory/index.ts'
import { readConfig } from '../../platform/config.ts'
import { openLogger } from '../../platform/logger.ts'
import { perform } from '../../platform/work.ts'
import { openDemoNode } from '../demo/node.ts'
import { beginningOf, live, type Told } from '../demo/story.ts'
import { small, whole } from '../demo/world.ts'

type Io = {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown }
}

const usage = `Usage: tocsin demo [--small] [--seed N] [--json]

Fills an empty node with a believable network, so that every page has something to show: 30 countries, 75 agencies, 60 members of
industry, two years of their work. Everybody in it is made up; the console says on every page that it is a demonstration.
Takes some minutes. Refused on a node that was set up already: the folder of TOCSIN_DATA must be new, or the database empty.

  --small    3 countries, 5 agencies, 3 members of industry, two quarters: for looking around quickly
  --seed N   another story for another whole number; the same one tells the same (1)
  --json     who can sign in, as one JSON object
`

/** `tocsin demo`: answers the exit code. 0 done, 2 wrong usage. Fails with `platform.not-empty` on a node that was set up. */
export async function demo(
  argv: readonly string[],
  io: Io,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 2> {
  const asked = readAsked(argv)
  if (asked === undefined || asked.help) {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const scale = asked.small ? small : whole
  // nothing leaves a demonstration: no look-ups, no mail
  const config = readConfig({ ...environment, TOCSIN_DNS: 'off', TOCSIN_OUTSIDE: 'off', TOCSIN_RELAY: '' })
  const end = new Date()
  const node = await openDemoNode(config, openLogger(config.TOCSIN_LOG_LEVEL), beginningOf(scale, end), (line) =>
    io.stderr.write(`${line}\n`),
  )
  try {
    if (node.token === '')
      throw new Failure(
        'conflict',
        'platform.not-empty',
        'this node was set up already: a demonstration wants a new TOCSIN_DATA, or an empty database',
      )
    await perform(node.ctx, systemActor('command', null), async (work) => {
      work.require(work.actor.operator)
      await declareDemonstration(work.tx)
    })
    let said = -1
    const told = await live(node, scale, asked.seed, (share, what) => {
      const line = `${String(Math.floor(share * 100)).padStart(3)}% ${what}`
      const twentieth = Math.floor(share * 20)
      if (io.stderr.isTTY === true) io.stderr.write(`\r\u001b[K${line}`)
      else if (twentieth > said) io.stderr.write(`${line}\n`)
      said = twentieth
    })
    if (io.stderr.isTTY === true) io.stderr.write('\n')
    io.stdout.write(asked.json ? `${JSON.stringify(told)}\n` : wordsOf(told, config.TOCSIN_PUBLIC_URL))
    return 0
  } finally {
    await node.close()
  }
}

function readAsked(argv: readonly string[]): { help: boolean; small: boolean; json: boolean; seed: number } | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { help: { type: 'boolean', short: 'h' }, small: { type: 'boolean' }, json: { type: 'boolean' }, seed: { type: 'string' } },
    })
    const seed = Number(values.seed ?? '1')
    if (!Number.isSafeInteger(seed)) return undefined
    return { help: values.help === true, small: values.small === true, json: values.json === true, seed }
  } catch {
    return undefined
  }
}

function wordsOf({ password, people }: Told, url: string): string {
  const width = Math.max(...people.map(({ email }) => email.length))
  const lines = people.map(({ email, of }) => `  ${email.padEnd(width)}  ${of}`)
  return `The network is there. Start the node (npm start), open ${url} and sign in with the password\n\n  ${password}\n\nas one of\n\n${lines.join('\n')}\n\nEvery other member has a person at its desk too: tocsin admin list.\n`
}
