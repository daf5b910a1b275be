import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { audiences, type ContactFileOutcome, categories, type FileOutcome, memberKinds } from '../../domain/cooperation/contract.ts'
import { exportNetwork, importNetwork, importNetworkContacts, type Supposed, type SupposedContact } from '../../domain/cooperation/index.ts'
import { readConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { openLogger } from '../../platform/logger.ts'
import { openContext } from '../context.ts'

type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `Usage: tocsin network import FILE [--dry-run] [--kind KIND] [--category CATEGORY]
       tocsin network import FILE --contacts [--dry-run] [--kind KIND] [--audience AUDIENCE] [--designated-on DAY --designated-by NAME]
       tocsin network export

Members of this node's network, in and out. The file is a table with the columns that export writes, or FIRST's list of teams; with an
error in any row nothing is taken in, and each is told with its line. Who is there already is not added again.

  import                 takes the members of a file in, in the network's name
  --dry-run              says what it would add, and what is wrong with it, and changes nothing
  --kind KIND            agency or industry, for rows that do not say; agency unless said
  --category CATEGORY    of industry, for rows that do not say
  --contacts             the file is one of contacts of members that are there already; each is unconfirmed until somebody says that it is right
  --audience AUDIENCE    who sees those whose rows do not say: secretariat, agencies, members, public; agencies unless said
  --designated-on DAY, --designated-by NAME
                         the act by which those were designated whose rows do not say
  export                 writes all members as that table
`

type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'export' }
  | { readonly kind: 'import'; readonly file: string; readonly dry: boolean; readonly supposed: Supposed }
  | { readonly kind: 'contacts'; readonly file: string; readonly dry: boolean; readonly supposed: SupposedContact }

/** `tocsin network`: answers the exit code. 0 done, 1 the file has errors, 2 wrong usage. Fails with `cooperation.no-network` where this node keeps none. */
export async function network(
  argv: readonly string[],
  io: Io,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 1 | 2> {
  const asked = readAsked(argv)
  if (asked === undefined || asked.kind === 'help') {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const bytes = asked.kind === 'export' ? undefined : await bytesOf(asked.file)
  const opened = await openContext(readConfig(environment), openLogger('error'), [], (line) => io.stderr.write(`${line}\n`))
  try {
    return await carryOut(opened.ctx, asked, bytes, io)
  } finally {
    await opened.close()
  }
}

/** The same on a node that is open already. */
export async function carryOut(
  ctx: Context,
  asked: Exclude<Asked, { kind: 'help' }>,
  bytes: Uint8Array | undefined,
  io: Io,
): Promise<0 | 1> {
  const command = systemActor('command', null)
  if (asked.kind === 'export') {
    io.stdout.write(await exportNetwork(ctx, command))
    return 0
  }
  const whole = bytes ?? new Uint8Array()
  const outcome =
    asked.kind === 'contacts'
      ? await importNetworkContacts(ctx, command, whole, asked.supposed, asked.dry)
      : await importNetwork(ctx, command, whole, asked.supposed, asked.dry)
  for (const line of linesOf(outcome)) io.stderr.write(`${line}\n`)
  const { added, known } = outcome.counts
  const adds = asked.dry || outcome.errorCount > 0 ? 'would be added' : 'added'
  io.stdout.write(`${outcome.rows} rows, ${outcome.errorCount} errors, ${added} ${adds}, ${known} there already\n`)
  return outcome.errorCount > 0 ? 1 : 0
}

function linesOf({ errors, errorCount }: Pick<FileOutcome | ContactFileOutcome, 'errors' | 'errorCount'>): readonly string[] {
  const told = errors.map(({ line, column, why, text }) =>
    [`line ${line}`, ...(column === null ? [] : [column]), text === null || text === '' ? why : `${why}: ${JSON.stringify(text)}`].join(
      ': ',
    ),
  )
  return errorCount > errors.length ? [...told, `and ${errorCount - errors.length} more`] : told
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(path)))
  } catch (cause) {
    throw new Failure('invalid', 'directory.import-unreadable', `${path} cannot be read`, { cause })
  }
}

function readAsked(argv: readonly string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        'dry-run': { type: 'boolean' },
        kind: { type: 'string' },
        category: { type: 'string' },
        contacts: { type: 'boolean' },
        audience: { type: 'string' },
        'designated-on': { type: 'string' },
        'designated-by': { type: 'string' },
      },
    })
    if (values.help === true) return { kind: 'help' }
    const [verb, file, ...rest] = positionals
    if (verb === 'export' && file === undefined && Object.keys(values).length === 0) return { kind: verb }
    const kind = memberKinds.find((one) => one === (values.kind ?? 'agency'))
    const category = values.category === undefined ? null : categories.find((one) => one === values.category)
    if (verb !== 'import' || file === undefined || rest.length > 0 || kind === undefined || category === undefined) return undefined
    const dry = values['dry-run'] === true
    const [on, by] = [values['designated-on'], values['designated-by']]
    if (values.contacts === true) {
      const audience = audiences.find((one) => one === (values.audience ?? 'agencies'))
      // half an act is none
      const acts = (on === undefined) === (by === undefined) && (on === undefined || isDay(on))
      if (audience === undefined || !acts || values.category !== undefined) return undefined
      return { kind: 'contacts', file, dry, supposed: { kind, audience, designatedOn: on, designatedBy: by } }
    }
    if (values.audience !== undefined || on !== undefined || by !== undefined) return undefined
    return { kind: verb, file, dry, supposed: { kind, category } }
  } catch {
    return undefined
  }
}
