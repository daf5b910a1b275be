import { pageReferencedBlobs } from '../../domain/evidence/store/references.ts'
import { forgetNodeSecret } from '../../platform/auth/secret.ts'
import { type CheckedBlobs, checkBlobs, type Reference } from '../../platform/backup/check-blobs.ts'
import { openLogAfter } from '../../platform/backup/new-log.ts'
import { type NodeFiles, writeNodeFiles } from '../../platform/backup/node-files.ts'
import { readEveryRow } from '../../platform/backup/read-all.ts'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import type { Config } from '../../platform/config.ts'
import { checkDatabase } from '../../platform/db/check.ts'
import { openDatabase, openPool } from '../../platform/db/pools.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLogKey, readSignerKey, verifierKeyText } from '../../platform/log/key.ts'
import type { Logger } from '../../platform/logger.ts'

/** How a restore is asked for. */
export type RestoreOptions = {
  readonly config: Config
  readonly log: Logger
  /** a checkpoint that a person brings */
  readonly cited: string | undefined
  readonly sample: number | 'all'
  readonly onProgress: (line: string) => void
}

export type Restored = {
  /** the moment that the copy shows */
  readonly asOf: string
  readonly log: { readonly origin: string; readonly key: string; readonly cites: string | null }
  /** null: not checked, for want of a role that sees all */
  readonly checked: CheckedBlobs | null
  /** whether the copy held the originals at all */
  readonly withBlobs: boolean
  /** settings that the old node ran with */
  readonly settings: Readonly<Record<string, string>>
}

type Urls = { readonly application: string; readonly owner: string | null }

/** What every restore ends in, on a database that is there again: the originals are checked, the new log is opened, and only then the keys are put in place. */
export async function settleRestored(
  urls: Urls,
  blobs: Blobs,
  files: NodeFiles,
  options: RestoreOptions,
): Promise<Pick<Restored, 'checked' | 'log'>> {
  const { config, sample, cited, onProgress } = options
  if (urls.owner !== null && sample === 'all') await readEveryRow(urls.owner, onProgress)
  const checked = urls.owner === null ? null : await checkBlobs(references(urls.owner), blobs, { sample, onProgress })
  const pool = openPool(urls.application, 'tocsin_app', 2)
  try {
    await checkDatabase(pool)
    const text = files['log-key']
    const places = keyFilesOf(config)
    const db = openDatabase(pool)
    const key = text === undefined ? await openLogKey(places['log-key']) : readSignerKey(text)
    const log = await openLogAfter(
      db,
      key,
      { kept: files['log-head'], cited },
      { dataFolder: config.TOCSIN_DATA, authority: new URL(config.TOCSIN_PUBLIC_URL).host, now: new Date() },
    )
    const { 'log-head': _head, ...keys } = files
    await writeNodeFiles(config.TOCSIN_DATA, keys, places)
    if (files['sign-in-secret'] === undefined) await db.transaction().execute(forgetNodeSecret)
    return { checked, log: { origin: log.origin, key: verifierKeyText(log.origin, key.publicKey), cites: log.cites } }
  } finally {
    await pool.end()
  }
}

const page = 5000

async function* references(ownerUrl: string): AsyncGenerator<Reference> {
  const pool = openPool(ownerUrl, 'tocsin_dump', 1)
  try {
    const db = openDatabase(pool)
    let after: string | null = null
    for (;;) {
      const from: string | null = after
      const found: readonly Reference[] = await db.transaction().execute((tx) => pageReferencedBlobs(tx, from, page))
      yield* found
      const last = found.at(-1)
      if (last === undefined || found.length < page) return
      after = last.subject
    }
  } finally {
    await pool.end()
  }
}
