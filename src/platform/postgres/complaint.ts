import { Failure } from '../../base/failure.ts'

/** What initdb, postgres or the file system say, and what a person can do about it. The first that fits counts. */
const complaints: readonly (readonly [RegExp, 'unavailable' | 'conflict', string, (place: string) => string])[] = [
  [
    /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i,
    'unavailable',
    'platform.disk-full',
    (place) => `the disk that holds ${place} is full: free some space and start again; nothing was lost`,
  ],
  [
    /Read-only file system|EROFS/i,
    'unavailable',
    'platform.folder-read-only',
    (place) => `${place} is on a file system that is read-only: mount it writable, or set TOCSIN_DATA to another folder`,
  ],
  [
    /database files are incompatible with server|not compatible with this version|was initialized by PostgreSQL version/i,
    'conflict',
    'platform.database-version',
    (place) => `the database in ${place} was made by another version of PostgreSQL: use the Tocsin that made it, or dump and restore`,
  ],
  [
    /could not look up effective user ID|could not look up (?:local )?user ID/i,
    'unavailable',
    'platform.unknown-user',
    () => 'this user has no entry in the password file, which PostgreSQL needs: start Tocsin as a user that has one',
  ],
  [
    /has wrong ownership|must be owned by|data directory .* has invalid permissions/i,
    'conflict',
    'platform.database-owner',
    (place) => `the database in ${place} belongs to another user: start Tocsin as that user`,
  ],
  [
    /lock file .* already exists|pre-existing shared memory block/i,
    'conflict',
    'platform.database-in-use',
    (place) => `another PostgreSQL runs on ${place}: stop it first`,
  ],
  [
    /Permission denied|EACCES|EPERM|Operation not permitted/i,
    'unavailable',
    'platform.folder-forbidden',
    (place) => `this user may not write to ${place}: give it the folder, or set TOCSIN_DATA to another one`,
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory|ENOMEM/i,
    'unavailable',
    'platform.memory',
    () => 'there is not enough memory for PostgreSQL (it wants about 200 MB)',
  ],
  [
    /error while loading shared libraries/i,
    'unavailable',
    'platform.postgres-broken',
    () =>
      'the PostgreSQL that npm brought does not run here: delete node_modules and start again, or set DATABASE_URL to a PostgreSQL of your own',
  ],
]

/** The one clear line for what a program or the file system said about `place`; without a known cause, its last words. */
export function explain(said: string, place: string, cause?: unknown): Failure {
  const options = cause === undefined ? undefined : { cause }
  for (const [pattern, kind, code, message] of complaints) if (pattern.test(said)) return new Failure(kind, code, message(place), options)
  const words = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const last = words.filter((line) => /FATAL|PANIC|error/i.test(line)).at(-1) ?? words.at(-1) ?? 'it said nothing'
  return new Failure('unavailable', 'platform.database-start', `PostgreSQL did not start on ${place}: ${last.slice(0, 300)}`, options)
}

/** As `explain`, for an error of the file system; one that is none of those is thrown on as it is. */
export function explainFileError(error: unknown, place: string): unknown {
  if (error instanceof Failure || !(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  if (/^(?:ENOTDIR|ENAMETOOLONG)$/.test(code) || (code === 'ENOENT' && 'syscall' in error && error.syscall === 'mkdir'))
    return new Failure(
      'unavailable',
      'platform.no-folder',
      `the folder ${place} cannot be made (${code}): set TOCSIN_DATA to one that can`,
      {
        cause: error,
      },
    )
  return /^E[A-Z0-9]+$/.test(code) ? explain(code, place, error) : error
}
