import { createHash } from 'node:crypto'
import { S3mini } from 's3mini'
import { Failure } from '../../base/failure.ts'
import { depart } from '../departures.ts'
import type { Blobs, Sha256 } from './blobs.ts'

export type S3Settings = {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const prefix = 'blobs'

/** Blobs in an S3-compatible bucket, as `blobs/ab/abcdef…`. A PUT that was answered is taken as durable. Fails with `unavailable`. */
export function openS3Blobs(settings: S3Settings): Blobs {
  const s3 = new S3mini({ ...settings, requestAbortTimeout: 30_000 })
  const key = (sha256: Sha256) => `${prefix}/${sha256.slice(0, 2)}/${sha256}`

  return {
    put: (blobs) =>
      guarded(() =>
        Promise.all(
          blobs.map(async (bytes) => {
            const sha256 = createHash('sha256').update(bytes).digest('hex')
            depart({ way: 's3', to: settings.endpoint, warrant: { kind: 'exempt', exempt: 'storage' }, bytes })
            // written again even if it is there: that renews its age, which keeps the sweep away
            const response = await s3.putObject(
              key(sha256),
              Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
              'application/octet-stream',
            )
            if (!response.ok) throw new Error(`answered ${response.status}`)
            return sha256
          }),
        ),
      ),
    async read(sha256) {
      const found = await guarded(() => s3.getObjectArrayBuffer(key(sha256)))
      if (found === null) return undefined
      const bytes = new Uint8Array(found)
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new Failure('conflict', 'platform.blob-altered', `blob ${sha256} no longer matches its name`)
      return bytes
    },
    has: async (sha256) => (await guarded(() => s3.objectExists(key(sha256)))) === true,
    async remove(sha256, unusedFor) {
      const page = await guarded(() => s3.listObjectsPaged('/', key(sha256), 1))
      const found = page?.objects?.find((one) => one.Key === key(sha256))
      if (found === undefined) return 'absent'
      // between this look and the delete lie milliseconds in which a put of the same bytes would be lost: no store that speaks S3 can tell
      if (Date.now() - new Date(found.LastModified).getTime() < unusedFor) return 'in-use'
      await guarded(() => s3.deleteObject(key(sha256)))
      return 'removed'
    },
    async *list() {
      let token: string | undefined
      do {
        const page = await guarded(() => s3.listObjectsPaged('/', `${prefix}/`, 1000, token))
        for (const one of page?.objects ?? []) {
          yield { sha256: one.Key.slice(-64), age: Date.now() - new Date(one.LastModified).getTime(), size: Number(one.Size) }
        }
        token = page?.nextContinuationToken
      } while (token !== undefined)
    },
  }
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new Failure('unavailable', 'platform.blobs', 'the object store did not answer as it should', { cause })
  }
}
