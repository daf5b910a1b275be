import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isMalformed } from '../../base/parsed.ts'
import { unseal as open } from '../../formats/sealed/index.ts'

/** Where a command writes, and where it finds its environment; `process` is one. */
export type UnsealIo = {
  readonly stdout: { write(bytes: Uint8Array | string): unknown }
  readonly stderr: { write(text: string): unknown }
  readonly env?: Readonly<Record<string, string | undefined>>
}

const usage = `Usage: tocsin unseal --key PRIVATE.pem FILE [--out FILE]

Opens material that a node sealed, with the private key that the node does not hold. Needs no database.

  --key FILE   the private key in PEM; its passphrase, if it has one, is read from TOCSIN_SEAL_PASSPHRASE
  --out FILE   where the bytes go; a file that exists is not overwritten. Without it: standard output
  --help       this text

Exit codes: 0 opened, 1 it does not open, 2 the command was not understood.
`

/** `tocsin unseal`: answers the exit code. 0 opened, 1 it does not open (standard error says why), 2 wrong usage. */
export async function unseal(argv: readonly string[], io: UnsealIo): Promise<0 | 1 | 2> {
  const asked = read(argv)
  if (asked === 'help') {
    io.stdout.write(usage)
    return 0
  }
  if (asked === undefined) {
    io.stderr.write(usage)
    return 2
  }
  try {
    const [sealed, key] = await Promise.all([readFile(asked.file), readFile(asked.key, 'utf8')])
    const opened = open(sealed, key, io.env?.TOCSIN_SEAL_PASSPHRASE)
    if (isMalformed(opened)) {
      io.stderr.write(`${asked.file}: ${opened.malformed}\n`)
      return 1
    }
    if (asked.out === undefined) io.stdout.write(opened.bytes)
    else await writeFile(asked.out, opened.bytes, { flag: 'wx', mode: 0o600 })
    return 0
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

function read(argv: readonly string[]): { key: string; file: string; out: string | undefined } | 'help' | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { key: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
    })
    if (values.help === true) return 'help'
    const [file, ...more] = positionals
    return values.key === undefined || file === undefined || more.length > 0 ? undefined : { key: values.key, file, out: values.out }
  } catch {
    return undefined
  }
}
