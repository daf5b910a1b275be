import fc from 'fast-check'
import pg from 'pg'
import { expect, test } from 'vitest'
import { Failure } from '../../base/failure.ts'
import { explain, explainFileError } from './complaint.ts'
import { fingerprintOf, readPidFile } from './postmaster.ts'
import { hostRules, identityMap, initialiseArguments, serverSettings, socketUrl } from './settings.ts'
import { chooseSocketFolder } from './sockets.ts'

const places = { cluster: '/c', conf: '/f', sockets: '/s' }

test('a kept database syncs; only a scratch one gives that up', () => {
  expect(serverSettings({ ...places, durability: 'kept' })).toMatch(/^fsync = on\nsynchronous_commit = on\nfull_page_writes = on$/m)
  expect(serverSettings({ ...places, durability: 'scratch' })).toMatch(/^fsync = off$/m)
})

test('nothing listens on a network, and what is not peer is not let in', () => {
  expect(serverSettings({ ...places, durability: 'kept' })).toMatch(/^listen_addresses = ''$/m)
  expect(hostRules.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['local all all peer map=tocsin'])
})

test('a quote or a backslash in a path does not end the setting', () => {
  expect(serverSettings({ ...places, cluster: `/a'b\\c`, durability: 'kept' })).toContain(`data_directory = '/a''b\\\\c'\n`)
  expect(serverSettings({ ...places, sockets: '/a,"b', durability: 'kept' })).toContain(`unix_socket_directories = '"/a,""b"'\n`)
})

test('the map gives the three roles to one user, however it is called', () => {
  expect(identityMap('DOM\\o "x"').match(/^tocsin .*$/gm)).toEqual(
    ['postgres', 'tocsin_owner', 'tocsin'].map((role) => `tocsin "DOM\\o ""x""" ${role}`),
  )
})

test('before PostgreSQL 17 the order by code point comes from the C library', () => {
  expect(initialiseArguments('/c', 18, 'kept')).toContain('--builtin-locale=C.UTF-8')
  expect(initialiseArguments('/c', 15, 'kept')).toContain('--locale=C.UTF-8')
  expect(initialiseArguments('/c', 18, 'kept')).not.toContain('--no-sync')
})

test('a connection string comes back as the role, the database and the folder that were put into it', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '_', ' ', '%', '/', '?', '&', 'é', '中'), minLength: 1 })
  fc.assert(
    // names of databases are ours; node-postgres does not decode everything in them
    fc.property(name, fc.stringMatching(/^[a-z0-9_]+$/), name, (role, database, folder) => {
      const client = new pg.Client({ connectionString: socketUrl(role, database, `/${folder}`) })
      expect([client.user, client.database, client.host]).toEqual([role, database, `/${folder}`])
    }),
  )
})

test('a socket folder is used as it is while its address fits, and else a derived one of the first base that is short enough', () => {
  expect(chooseSocketFolder(`/${'d'.repeat(92)}`, 7, ['/run/user/7'])).toBe(`/${'d'.repeat(92)}`)
  const long = `/${'d'.repeat(93)}`
  expect(chooseSocketFolder(long, 7, [undefined, `/${'x'.repeat(90)}`, '/run/user/7'])).toMatch(/^\/run\/user\/7\/tocsin-7-[0-9a-f]{16}$/)
  expect(chooseSocketFolder(long, 7, ['relative'])).toMatch(/^\/tmp\/tocsin-7-/)
  expect(chooseSocketFolder(`${long}e`, 7, [])).not.toBe(chooseSocketFolder(long, 7, []))
  // bytes count, not letters
  expect(chooseSocketFolder(`/${'中'.repeat(31)}`, 7, [])).toMatch(/^\/tmp\/tocsin-7-/)
})

test('the PID file of a server is read as far as it is sound', () => {
  expect(readPidFile('4711\n/c\n1795\n5432\n/s\n\n  17 1\nready   \n')).toEqual({ pid: 4711, state: 'ready' })
  expect(readPidFile('4711\n/c\n')).toEqual({ pid: 4711, state: 'starting' })
  expect(readPidFile('4711\n/c\n1795\n5432\n/s\n\n  17 1\nstopping\n')).toEqual({ pid: 4711, state: 'stopping' })
  for (const text of ['', '-1\n', '1\n', 'x\n', '0\n']) expect(readPidFile(text)).toBeUndefined()
})

test('another version, other programs or other settings make another fingerprint', () => {
  const binaries = { folder: '/b', version: '18.4', major: 18 }
  const seen = [
    fingerprintOf(binaries, 'x'),
    fingerprintOf({ ...binaries, version: '18.5' }, 'x'),
    fingerprintOf({ ...binaries, folder: '/d' }, 'x'),
    fingerprintOf(binaries, 'y'),
  ]
  expect(new Set(seen).size).toBe(4)
})

test.each([
  ['initdb: error: could not write to file "x": No space left on device', 'platform.disk-full'],
  ['FATAL:  could not create lock file "postmaster.pid": Read-only file system', 'platform.folder-read-only'],
  ['FATAL:  could not create lock file "postmaster.pid": Permission denied', 'platform.folder-forbidden'],
  ['FATAL:  data directory "/c" has wrong ownership', 'platform.database-owner'],
  ['FATAL:  database files are incompatible with server', 'platform.database-version'],
  ['initdb: error: could not look up effective user ID 54321: user does not exist', 'platform.unknown-user'],
  ['postgres: error while loading shared libraries: libicui18n.so.60', 'platform.postgres-broken'],
])('%s is told as %s', (said, code) => {
  expect(explain(said, '/place')).toMatchObject({ code })
})

test('what has no known cause is told with its last fatal words', () => {
  const failure = explain('LOG:  starting\nFATAL:  the moon is wrong\nLOG:  shut down\n', '/place')
  expect(failure).toBeInstanceOf(Failure)
  expect(failure.message).toBe('PostgreSQL did not start on /place: FATAL:  the moon is wrong')
})

test('only errors of the file system are explained; a bug stays what it is', () => {
  const bug = new TypeError('x is not a function')
  expect(explainFileError(bug, '/place')).toBe(bug)
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
  expect(explainFileError(full, '/place')).toMatchObject({ code: 'platform.disk-full', cause: full })
  const missing = Object.assign(new Error('spawn'), { code: 'ENOENT', syscall: 'spawn' })
  expect(explainFileError(missing, '/place')).toMatchObject({ code: 'platform.database-start' })
})
