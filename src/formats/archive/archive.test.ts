import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reportNotRun } from '../../platform/testing/not-run.ts'
import { safeName, sealedZip } from './index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function open(archive: Uint8Array, password?: string) {
  const reader = new ZipReader(new Uint8ArrayReader(archive), { useWebWorkers: false, ...(password === undefined ? {} : { password }) })
  const entries = await reader.getEntries()
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.directory) throw new Error('a folder')
      return {
        name: entry.filename,
        encrypted: entry.encrypted,
        strength: entry.extraFieldAES?.strength,
        at: entry.lastModDate.getFullYear(),
        bytes: await entry.getData(new Uint8ArrayWriter()),
      }
    }),
  )
}

describe('a sealed archive', () => {
  test('may be closed by the cipher that old machines know, and gives the same bytes', async () => {
    const archive = await sealedZip([{ name: 'a.bin', bytes: bytes('MZ harm') }], 'infected', 'zipcrypto')
    expect(await open(archive, 'infected')).toMatchObject([
      { name: 'a.bin', encrypted: true, strength: undefined, bytes: bytes('MZ harm') },
    ])
    await expect(open(archive, 'wrong')).rejects.toThrow()
    expect(Buffer.from(archive).includes('MZ harm')).toBe(false)
  })

  test('opens with its password and gives the same bytes, in the order of names', async () => {
    const large = new Uint8Array(300_000).map((_, i) => (i * 7919) % 251)
    const archive = await sealedZip(
      [
        { name: 'b/mail.eml', bytes: bytes('From: a@b.example\r\n') },
        { name: 'a.bin', bytes: large },
        { name: 'empty', bytes: new Uint8Array(0) },
      ],
      'infected',
    )
    const entries = await open(archive, 'infected')
    expect(entries.map((one) => one.name)).toEqual(['a.bin', 'b/mail.eml', 'empty'])
    expect(entries.every((one) => one.encrypted && one.strength === 3 && one.at === 1980)).toBe(true)
    expect(entries[0]?.bytes).toEqual(large)
    expect(new TextDecoder().decode(entries[1]?.bytes)).toBe('From: a@b.example\r\n')
  })

  test('does not open with another password or none', async () => {
    const archive = await sealedZip([{ name: 'x', bytes: bytes('secret') }], 'right')
    await expect(open(archive, 'wrong')).rejects.toThrow()
    await expect(open(archive)).rejects.toThrow()
  })

  test('holds nothing of its content in the clear', async () => {
    const content = bytes('X5O!-this-would-alarm-a-scanner-on-its-way')
    expect(Buffer.from(await sealedZip([{ name: 'x', bytes: content }], 'p')).includes(Buffer.from(content))).toBe(false)
  })

  test('opens with a program of its own kind', async () => {
    const tool = ['7zz', '7z', '7za', 'bsdtar'].find((one) => spawnSync(one, ['--help']).error === undefined)
    if (tool === undefined) return reportNotRun('a sealed archive opened by another program: neither 7z nor bsdtar is installed')
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-sealed-'))
    try {
      await writeFile(join(folder, 'a.zip'), await sealedZip([{ name: 'mail.eml', bytes: bytes('Subject: x') }], 'infected'))
      const how = tool === 'bsdtar' ? ['-xf', 'a.zip', '--passphrase', 'infected'] : ['x', '-y', '-pinfected', 'a.zip']
      expect(spawnSync(tool, how, { cwd: folder }).status).toBe(0)
      expect(await readFile(join(folder, 'mail.eml'), 'utf8')).toBe('Subject: x')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('refuses an empty password', async () => {
    await expect(sealedZip([], '')).rejects.toThrow(RangeError)
  })

  test('gives files of the same name different ones', async () => {
    const same = ['A.txt', 'a.txt', 'dir/../a.txt', 'x', 'x'].map((name) => ({ name, bytes: bytes(name) }))
    const names = (await open(await sealedZip(same, 'p'), 'p')).map((one) => one.name)
    expect(names).toEqual(['A.txt', 'a-2.txt', 'dir/a.txt', 'x', 'x-2'])
  })
})

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/abs/path', 'abs/path'],
    ['C:\\Windows\\x.exe', 'C_/Windows/x.exe'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['a\0b\nc', 'a_b_c'],
    ['nul.txt', '_nul.txt'],
    ['con', '_con'],
    ['console.log', 'console.log'],
    ['.bashrc', 'bashrc'],
    ['trailing. ', 'trailing'],
    ['发票.pdf', '发票.pdf'],
  ])('%j is written as %j', (given, written) => {
    expect(safeName(given)).toBe(written)
  })

  test('no name leads out of the folder', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', ' ', '\0', 'nul', ':')), (pieces) => {
        const parts = safeName(pieces.join('')).split('/')
        expect(parts.every((part) => part !== '' && part !== '.' && part !== '..' && part === part.trim())).toBe(true)
      }),
    )
  })
})
