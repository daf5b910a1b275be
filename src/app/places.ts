import { mkdir } from 'node:fs/promises'
import { Failure } from '../base/failure.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import { openFileBlobs } from '../platform/blobs/file-blobs.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import { startCluster } from '../platform/postgres/cluster.ts'

/**
 * Where the settings say that a node's things lie. Apart from the context, since a command that moves them (`backup`, `dump`, `migrate`) wants nothing of
 * the rooms, and loading those takes seconds.
 */

export type DatabaseUrls = { readonly application: string; readonly owner: string | null; stop(): Promise<void> }

/** The database of the settings, or the embedded one, started. */
export async function openDatabaseUrls(config: Config, log: Logger, onProgress: (line: string) => void): Promise<DatabaseUrls> {
  if (config.DATABASE_URL !== null)
    return { application: config.DATABASE_URL, owner: config.TOCSIN_DATABASE_OWNER_URL, stop: async () => {} }
  const cluster = await startCluster({ dataFolder: config.TOCSIN_DATA, log, onProgress })
  return { application: cluster.applicationUrl(), owner: cluster.ownerUrl(), stop: cluster.stop }
}

/** The login role of a connection string; what `migrate` lets take on the application's roles. */
export function loginOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}

/** The store that TOCSIN_BLOBS says. */
export async function openBlobs(config: Config): Promise<Blobs> {
  if (config.TOCSIN_BLOBS === 'file') {
    const folder = `${config.TOCSIN_DATA}/blobs`
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return openFileBlobs(folder)
  }
  if (config.TOCSIN_S3_ENDPOINT === null) throw new Failure('invalid', 'platform.setting', 'TOCSIN_BLOBS=s3 wants TOCSIN_S3_ENDPOINT')
  const { openS3Blobs } = await import('../platform/blobs/s3-blobs.ts')
  return openS3Blobs({
    endpoint: config.TOCSIN_S3_ENDPOINT,
    region: config.TOCSIN_S3_REGION,
    accessKeyId: config.TOCSIN_S3_ACCESS_KEY,
    secretAccessKey: config.TOCSIN_S3_SECRET_KEY,
  })
}
