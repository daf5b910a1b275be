import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { joinMbox } from '../../../formats/mbox.ts'
import { readSources } from './sources.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-sources-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
}

const mail = (subject: string): string => `Subject: ${subject}\r\n\r\nbody of ${subject}\r\n`
const mbox = (...subjects: string[]): Uint8Array =>
  joinMbox(subjects.map((one) => ({ bytes: Buffer.from(mail(one)), separator: 'From a@b.example Mon Jan  5 10:00:00 2026' })))

async function* stream(...pieces: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* pieces
}

/** `path` below the root, `#index`, and the subject or the error. */
async function read(paths: readonly string[], stdin = stream(), bytes = 1_000_000): Promise<string[]> {
  const found: string[] = []
  const given = paths.map((one) => (one === '-' || one.startsWith('/') ? one : join(root, one)))
  for await (const one of readSources(given, stdin, { bytes })) {
    const place = `${one.place.path.replace(`${root}/`, '')}${one.place.index === null ? '' : `#${one.place.index}`}`
    found.push(`${place}: ${'error' in one ? `! ${one.error}` : (/Subject: (.*)\r/.exec(Buffer.from(one.bytes).toString())?.[1] ?? '?')}`)
  }
  return found
}

describe('what is read', () => {
  test('files in the order given, folders by name with all below', async () => {
    await put({ 'b.eml': mail('b'), 'dir/2.eml': mail('two'), 'dir/10.eml': mail('ten'), 'dir/deep/er/x': mail('x'), 'a.eml': mail('a') })
    expect(await read(['b.eml', 'dir', 'a.eml'])).toEqual(['b.eml: b', 'dir/10.eml: ten', 'dir/2.eml: two', 'dir/deep/er/x: x', 'a.eml: a'])
  })

  test('a Maildir: new, cur, subfolders, and nothing unfinished', async () => {
    await put({
      'box/cur/1:2,S': mail('seen'),
      'box/new/2': mail('new'),
      'box/tmp/3': mail('unfinished'),
      'box/dovecot.index': 'not a message',
      'box/.Sent/cur/4:2,S': mail('sent'),
      'box/.Sent/new/.keep': mail('kept'),
    })
    expect(await read(['box'])).toEqual(['box/new/2: new', 'box/cur/1:2,S: seen', 'box/.Sent/new/.keep: kept', 'box/.Sent/cur/4:2,S: sent'])
  })

  test('an mbox by how it begins, whatever its name, one message after the other', async () => {
    await put({ 'archive.eml': mbox('one', 'two', 'three') })
    expect(await read(['archive.eml'])).toEqual(['archive.eml#0: one', 'archive.eml#1: two', 'archive.eml#2: three'])
  })

  test('standard input as a message or as an mbox, however it is cut', async () => {
    expect(await read(['-'], stream(mail('in').slice(0, 5), Buffer.from(mail('in').slice(5))))).toEqual(['-: in'])
    const bytes = mbox(...Array.from({ length: 40 }, (_, i) => `m${i}`))
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(7 * i, 7 * i + 7))
    expect(await read(['-'], stream(...pieces))).toEqual(Array.from({ length: 40 }, (_, i) => `-#${i}: m${i}`))
    expect(await read(['-'], stream(mbox('short')))).toEqual(['-#0: short'])
    expect(await read(['-'])).toEqual(['-: ?'])
  })

  test('an empty file is a message of nothing', async () => {
    await put({ empty: '' })
    expect(await read(['empty'])).toEqual(['empty: ?'])
  })

  test('a name that is not UTF-8', async () => {
    await put({ 'dir/a': mail('a') })
    await writeFile(Buffer.concat([Buffer.from(`${root}/dir/`), Buffer.from([0xff, 0xfe])]), mail('odd'))
    expect(await read(['dir'])).toEqual(['dir/a: a', 'dir/\ufffd\ufffd: odd'])
  })

  test('a link to a file, and no circle through a link to a folder', async () => {
    await put({ 'dir/a': mail('a') })
    await symlink(join(root, 'dir/a'), join(root, 'dir/b'))
    await symlink(join(root, 'dir'), join(root, 'dir/circle'))
    await symlink(join(root, 'nowhere'), join(root, 'dir/gone'))
    expect(await read(['dir'])).toEqual(['dir/a: a', 'dir/b: a', 'dir/gone: ! no such file or folder'])
  })
})

describe('what cannot be read', () => {
  test('is told in its place, and the rest is read', async () => {
    await put({ 'a.eml': mail('a'), 'c.eml': mail('c') })
    expect(await read(['a.eml', 'b.eml', 'c.eml'])).toEqual(['a.eml: a', 'b.eml: ! no such file or folder', 'c.eml: c'])
  })

  test('is what goes past the limit: a file, one of an mbox, the input', async () => {
    await put({ 'large.eml': mail('x'.repeat(5000)), box: mbox('one', 'y'.repeat(5000), 'three'), sparse: '' })
    await truncate(join(root, 'sparse'), 50_000_000_000)
    expect(await read(['large.eml', 'box', 'sparse', '-'], stream(mail('z'.repeat(5000))), 2000)).toEqual([
      'large.eml: ! longer than 2000 bytes',
      'box#0: one',
      'box#1: ! longer than 2000 bytes',
      'box#2: three',
      'sparse: ! longer than 2000 bytes',
      '-: ! longer than 2000 bytes',
    ])
  })

  test('is a device in a folder, which could block for ever', async () => {
    await put({ 'dir/a': mail('a') })
    await symlink('/dev/zero', join(root, 'dir/zero'))
    expect(await read(['dir'])).toEqual(['dir/a: a'])
  })
})
