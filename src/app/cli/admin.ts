import { parseArgs } from 'node:util'
import { systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { appointOperator, auditSignIn, listPeopleOfNode, setupLink } from '../../domain/directory/index.ts'
import { type Auth, openAuth } from '../../platform/auth/index.ts'
import { renewNodeSecret } from '../../platform/auth/secret.ts'
import { type Config, readConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { openDataFolder } from '../../platform/data-folder.ts'
import { checkDatabase } from '../../platform/db/check.ts'
import { openDatabase, openPool } from '../../platform/db/pools.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLogger } from '../../platform/logger.ts'
import { perform } from '../../platform/work.ts'
import { openContext } from '../context.ts'
import { openDatabaseUrls } from '../places.ts'

type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `Usage: tocsin admin list [--json]
       tocsin admin recover EMAIL [--reset-factors]
       tocsin admin setup-link [--renew]
       tocsin admin operator EMAIL [--end]
       tocsin admin renew-secret

Who may sign in, and the way back in after a lock-out. Whoever may run this may read the node's secret: guard the machine.

  list              people, the organisations they belong to, and who runs the node
  recover           prints a link that sets a new password: once, within the hour; all the person's sessions end
  --reset-factors   the link drops the authenticator and the passkeys too
  setup-link        prints the link of the first run, while it is not used
  --renew           makes another; the one before is void
  operator          lets a person run the node, or (--end) no longer
  renew-secret      makes another secret of the node where the one it had is lost for good: all sessions end, authenticators must be
                    dropped (recover --reset-factors), and every other machine of the node needs a copy. Stop the node first
  --json            one JSON object a person
`

type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly json: boolean }
  | { readonly kind: 'recover'; readonly email: string; readonly resetFactors: boolean }
  | { readonly kind: 'setup-link'; readonly renew: boolean }
  | { readonly kind: 'operator'; readonly email: string; readonly end: boolean }
  | { readonly kind: 'renew-secret' }

/** `tocsin admin`: answers the exit code. 0 done, 2 wrong usage. Fails with `directory.…` where there is no such person or nothing to set up. */
export async function admin(
  argv: readonly string[],
  io: Io,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 2> {
  const asked = readAsked(argv)
  if (asked === undefined || asked.kind === 'help') {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const config = readConfig(environment)
  if (asked.kind === 'renew-secret') return renewSecret(config, io)
  const opened = await openContext(config, openLogger(config.TOCSIN_LOG_LEVEL), [], (line) => io.stderr.write(`${line}\n`))
  try {
    io.stdout.write(await carryOut(opened.ctx, await openAuth(opened.ctx, opened.authPool), asked))
    return 0
  } finally {
    await opened.close()
  }
}

function readAsked(argv: readonly string[]): Asked | undefined {
  const flags = { json: 'list', 'reset-factors': 'recover', renew: 'setup-link', end: 'operator' } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        'reset-factors': { type: 'boolean' },
        renew: { type: 'boolean' },
        end: { type: 'boolean' },
      },
    })
    if (values.help === true) return { kind: 'help' }
    const [verb, email, ...rest] = positionals
    const misplaced = Object.entries(flags).some(([flag, of]) => values[flag as keyof typeof flags] === true && of !== verb)
    if (rest.length > 0 || misplaced) return undefined
    if (verb === 'list' && email === undefined) return { kind: verb, json: values.json === true }
    if (verb === 'setup-link' && email === undefined) return { kind: verb, renew: values.renew === true }
    if (verb === 'renew-secret' && email === undefined) return { kind: verb }
    if (verb === 'recover' && email !== undefined) return { kind: verb, email, resetFactors: values['reset-factors'] === true }
    if (verb === 'operator' && email !== undefined) return { kind: verb, email, end: values.end === true }
    return undefined
  } catch {
    return undefined
  }
}

/** Without opening the node, which wants the secret that is lost. Claims the data folder for itself: nobody goes on with the old one here. */
async function renewSecret(config: Config, io: Io): Promise<0> {
  const folder = await openDataFolder(config.TOCSIN_DATA, ['serve', 'work'])
  try {
    const urls = await openDatabaseUrls(config, openLogger(config.TOCSIN_LOG_LEVEL), (line) => io.stderr.write(`${line}\n`))
    const pool = openPool(urls.application, 'tocsin_app', 2)
    try {
      await checkDatabase(pool)
      const file = keyFilesOf(config)['sign-in-secret']
      const ctx = { db: openDatabase(pool), now: () => new Date(), subscribers: new Map() }
      await perform(ctx, systemActor('command', null), async (work) => {
        work.require(work.actor.operator)
        await renewNodeSecret(work.tx, file)
        work.record('auth.secret-renewed', 'sign-in-secret')
      })
      io.stdout.write(`${file} holds the node's new secret: every other machine of the node needs a copy of it\n`)
    } finally {
      await pool.end()
      await urls.stop()
    }
  } finally {
    await folder.release()
  }
  return 0
}

/** What the command prints. */
export async function carryOut(ctx: Context, auth: Auth, asked: Exclude<Asked, { kind: 'help' | 'renew-secret' }>): Promise<string> {
  if (asked.kind === 'list') return list(ctx, asked.json)
  if (asked.kind === 'setup-link') {
    const link = await setupLink(ctx, auth, asked.renew)
    if (link === undefined)
      throw new Failure('conflict', 'directory.setup-over', 'this node was set up already: people come by invitation now')
    return `${link}\n`
  }
  if (asked.kind === 'operator') {
    await appointOperator(ctx, asked.email, !asked.end)
    return `${asked.email} ${asked.end ? 'does not run' : 'runs'} this node${asked.end ? ' any more' : ''}\n`
  }
  return recover(ctx, auth, asked.email, asked.resetFactors)
}

async function recover(ctx: Context, auth: Auth, email: string, resetFactors: boolean): Promise<string> {
  const person = (await listPeopleOfNode(ctx)).find((one) => one.email === email.trim().toLowerCase())
  if (person === undefined) throw new Failure('missing', 'directory.no-person', `nobody signs in as ${email}: see tocsin admin list`)
  const token = await auth.offerRecovery(person.id, resetFactors)
  await auditSignIn(ctx)({ kind: 'auth.recovery-offered', person: person.id, network: null, by: 'command', own: false })
  return `${ctx.config.TOCSIN_PUBLIC_URL}/recover#${token}\n`
}

async function list(ctx: Context, json: boolean): Promise<string> {
  const people = await listPeopleOfNode(ctx)
  if (json) return people.map((person) => `${JSON.stringify(person)}\n`).join('')
  if (people.length === 0) return 'nobody yet: open the set-up link (tocsin admin setup-link)\n'
  const lines = people.map(({ email, name, operator, memberships }) => {
    const roles = memberships.map((one) => `${one.role} of ${one.code}${one.suspended ? ' (suspended)' : ''}`)
    return `${email}  ${name}${operator ? '  runs the node' : ''}  ${roles.join(', ')}`.trimEnd()
  })
  return `${lines.join('\n')}\n`
}
