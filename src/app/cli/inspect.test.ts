import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinMbox } from '../../formats/mbox.ts'
import { startDnsServer } from '../../platform/net/testing/dns-server.ts'
import { inspect } from './inspect.ts'

const fixtures = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const sample = fixtures('samples/advance-fee.en.eml')

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-inspect-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function* stream(...pieces: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* pieces
}

async function run(
  argv: readonly string[],
  options: { stdin?: AsyncIterable<string | Uint8Array>; env?: Record<string, string>; tty?: boolean } = {},
) {
  let out = ''
  let err = ''
  const code = await inspect(argv, {
    stdin: options.stdin ?? stream(),
    stdout: { write: (text) => (out += text), isTTY: options.tty === true },
    stderr: { write: (text) => (err += text) },
    env: { TOCSIN_DATA: join(root, 'no-data-folder'), XDG_CACHE_HOME: join(root, 'cache'), ...options.env },
  })
  return { code, out, err, lines: out.trimEnd().split('\n') }
}

type Line = {
  path: string
  index?: number
  sha256: string
  subject: string
  from: string
  origin: { ip: string | null }
  location: { countries: string; networks: string } | null
  authentication: Record<'spf' | 'dkim' | 'dmarc' | 'arc', string>
  links: { url: string }[]
  attachments: { name: string; type: string; sha256: string }[]
  findings: { code: string; severity: string }[]
  error?: string
  dns?: { name: string; type: string }[]
}
const read = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line) as Line)

describe('tocsin inspect --jsonl', () => {
  test('prints one object a message with the fields that others rely on', async () => {
    const { code, lines, err } = await run(['--jsonl', sample, fixtures('samples')])
    expect([code, err]).toEqual([0, ''])
    const objects = read(lines)
    expect(objects.some((one) => one.links.length > 0) && objects.some((one) => one.attachments.length > 0)).toBe(true)
    expect(objects[0]).toMatchObject({
      path: sample,
      sha256: createHash('sha256')
        .update(await readFile(sample))
        .digest('hex'),
      subject: expect.any(String),
      from: expect.stringMatching(/^[^<>\s]+@[^<>\s]+$/),
      authentication: { spf: 'unchecked', dkim: 'unchecked', dmarc: 'unchecked', arc: 'unchecked' },
    })
    for (const one of objects) {
      expect(one.origin).toHaveProperty('ip')
      for (const link of one.links) expect(link.url).not.toMatch(/hxxp|\[\.\]/)
      for (const file of one.attachments)
        expect(file).toMatchObject({ type: expect.stringMatching(/\//), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
      for (const finding of one.findings)
        expect(finding).toMatchObject({ code: expect.any(String), severity: expect.stringMatching(/^(?:info|low|medium|high)$/) })
    }
  })

  test('keeps the order of what it was given, over many messages and threads', async () => {
    const names = (await readdir(fixtures('samples'))).filter((one) => one.endsWith('.eml')).sort()
    const folder = join(root, 'many')
    for (const n of ['b', 'a', 'c'])
      await cp(fixtures('samples'), join(folder, n), { recursive: true, filter: (path) => !path.endsWith('.json') })
    const { code, lines } = await run(['--jsonl', folder])
    expect(code).toBe(0)
    expect(read(lines).map((one) => one.path)).toEqual(['a', 'b', 'c'].flatMap((n) => names.map((name) => join(folder, n, name))))
  })

  test('numbers the messages of an mbox', async () => {
    const box = join(root, 'box')
    const bytes = await readFile(sample)
    await writeFile(box, joinMbox([{ bytes }, { bytes }]))
    expect(read((await run(['--jsonl', box])).lines).map(({ path, index }) => [path, index])).toEqual([
      [box, 0],
      [box, 1],
    ])
  })

  test('reads standard input', async () => {
    const { lines } = await run(['--jsonl', '-'], { stdin: stream('Subject: from a pipe\r\n', '\r\nbody\r\n') })
    expect(read(lines)).toMatchObject([{ path: '-', subject: 'from a pipe', from: null, origin: { ip: null } }])
  })

  test('tells what cannot be read in its place, goes on, and ends with 1', async () => {
    const { code, lines } = await run(['--jsonl', join(root, 'gone'), sample])
    expect(code).toBe(1)
    expect(read(lines)).toMatchObject([{ path: join(root, 'gone'), error: 'no such file or folder' }, { path: sample }])
  })

  test('holds nothing that a terminal would obey', async () => {
    const { out } = await run(['--jsonl', '-'], { stdin: stream('Subject: a\u009b31m\u202eb\u2028c\x1b[2J\r\n\r\nbody') })
    expect(out.trimEnd()).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e\u2028]/)
    expect(read([out.trimEnd()])[0]?.subject).toContain('\u202e')
  })
})

describe('the other forms', () => {
  test('--json is one array', async () => {
    const { out, code } = await run(['--json', sample, sample])
    expect((JSON.parse(out) as Line[]).map((one) => one.path)).toEqual([sample, sample])
    expect(code).toBe(0)
    expect(JSON.parse((await run(['--json', await mkdtemp(join(root, 'nothing-'))])).out)).toEqual([])
  })

  test('by default a page for people, with links that cannot be clicked', async () => {
    const mail = 'From: "A\x1b[31m" <a@b.example>\r\nSubject: see\r\n\r\nhttp://evil.example/login now\r\n'
    const { out } = await run(['-'], { stdin: stream(mail) })
    expect(out).toContain('Subject   see')
    expect(out).toContain('hxxp://evil[.]example/login')
    expect(out).not.toMatch(/http:\/\/evil|\x1b/)
  })

  test('files that lie in others stand below them', async () => {
    const { out } = await run([fixtures('samples/zip-in-zip.ru.eml')])
    expect(out).toMatch(/^ +Files .*\.zip {2}application\/zip .*\n {14}└ .*\.zip {2}application\/zip .*\n {16}└ /m)
  })

  test('credits the data of countries and networks, with its day, once', async () => {
    const { out } = await run([sample, sample])
    expect(out.match(/^Countries as of \d{4}-\d{2}-\d{2}: NRO <https:\/\/www\.nro\.net> \(CC BY 4\.0\)$/gm)).toHaveLength(1)
    expect(out.match(/^Networks as of \d{4}-\d{2}-\d{2}: .*IP Geolocation by DB-IP <https:\/\/db-ip\.com> \(CC BY 4\.0\)$/gm)).toHaveLength(
      1,
    )
    expect((await run([join(root, 'gone')])).out).not.toContain('DB-IP')
    const [json] = read((await run(['--jsonl', sample])).lines)
    expect(json?.location).toEqual({ countries: expect.stringMatching(/^\d{4}-/), networks: expect.stringMatching(/^\d{4}-/) })
  })

  test('in colour on a terminal alone, and not where colour is unwanted', async () => {
    expect((await run([sample], { tty: true })).out).toContain('\x1b[1m')
    expect((await run([sample], { tty: true, env: { NO_COLOR: '1' } })).out).not.toContain('\x1b')
  })
})

describe('--trusted', () => {
  const mail = [
    'Received: from relay.partner.example (relay.partner.example [198.51.100.20]) by mx.home.example with ESMTP id 2; Tue, 3 Mar 2026 10:00:02 +0000',
    'Received: from sender.example (sender.example [203.0.113.9]) by relay.partner.example with ESMTP id 1; Tue, 3 Mar 2026 10:00:00 +0000',
    'From: a@b.example',
    '',
    'body',
  ].join('\r\n')

  test('takes systems separated by commas or one by one, and the origin lies beyond them', async () => {
    const of = async (...trusted: string[]) => read((await run(['--jsonl', '-', ...trusted], { stdin: stream(mail) })).lines)[0]?.origin
    expect(await of()).toMatchObject({ ip: '198.51.100.20', how: 'contiguous', system: null })
    const beyond = { ip: '203.0.113.9', how: 'trusted', system: 'partner.example' }
    expect(await of('--trusted', 'home.example, partner.example,198.51.100.7/24')).toMatchObject(beyond)
    expect(await of('--trusted', 'home.example', '--trusted', '*.partner.example,198.51.100.0/24')).toMatchObject(beyond)
    const { out } = await run(['-', '--trusted', 'mx.home.example'], { stdin: stream(mail) })
    expect(out).toContain('(trusted: handed over to mx.home.example)')
  })

  test.each([['0.0.0.0/0'], ['mx.home.example,192.0.2.0/40'], ['co.uk'], [' , ']])('refuses %j', async (list) => {
    const { code, out, err } = await run(['--trusted', list, sample])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('--trusted')
  })
})

describe('usage', () => {
  test.each([[[]], [['--no-such', 'x']], [['--json', '--jsonl', 'x']], [['-', '-']]])('%j is not understood', async (argv) => {
    const { code, out, err } = await run(argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Usage: tocsin inspect')
  })

  test('a setting that is wrong is named', async () => {
    const { code, err } = await run(['--dns', sample], { env: { TOCSIN_DNS: 'nonsense' } })
    expect(code).toBe(2)
    expect(err).toContain('TOCSIN_DNS')
  })

  test('--help', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') })
  })

  test('a reader that goes away ends it quietly', async () => {
    const entry = `import { inspect } from ${JSON.stringify(new URL('./inspect.ts', import.meta.url).href)}; process.exitCode = await inspect(process.argv.slice(1), process)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', entry, '--', '--jsonl', ...Array<string>(300).fill(sample)], {
      env: { ...process.env, TOCSIN_DATA: join(root, 'no-data-folder'), XDG_CACHE_HOME: join(root, 'cache') },
    })
    let err = ''
    child.stderr.on('data', (text) => {
      err += text
    })
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(err).toBe('')
  })
})

describe('--dns', () => {
  test('asks the server of TOCSIN_DNS, finds what each fixture must show, and keeps the answers', async () => {
    const server = await startDnsServer(JSON.parse(await readFile(fixtures('dns/zone.json'), 'utf8')))
    try {
      const names = (await readdir(fixtures('authentication'))).filter((one) => one.endsWith('.eml')).sort()
      const paths = names.map((name) => fixtures(`authentication/${name}`))
      const { code, lines } = await run(['--jsonl', '--dns', ...paths], { env: { TOCSIN_DNS: server.address } })
      expect(code).toBe(0)
      for (const one of read(lines)) {
        const expected = JSON.parse(await readFile(one.path.replace(/\.eml$/, '.expected.json'), 'utf8')) as {
          authentication: Record<string, string | string[]>
        }
        for (const [method, words] of Object.entries(expected.authentication)) {
          expect.soft([words].flat(), `${one.path} ${method}`).toContain(one.authentication[method as 'spf'])
        }
        expect(one.dns?.length).toBeGreaterThan(0)
      }
      expect(server.asked.length).toBeGreaterThan(names.length)
    } finally {
      await server.close()
    }
  })

  test('without it nobody is asked', async () => {
    const server = await startDnsServer({})
    await run(['--jsonl', sample], { env: { TOCSIN_DNS: server.address } })
    await server.close()
    expect(server.asked).toEqual([])
  })
})
