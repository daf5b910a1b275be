import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'

/** That something (`subject`) refers to a blob. */
export type Reference = { readonly subject: string; readonly sha256: string }

export type CheckedBlobs = {
  readonly references: number
  /** distinct blobs whose bytes were read */
  readonly read: number
  readonly missing: readonly Reference[]
  readonly altered: readonly Reference[]
}

/**
 * Whether every blob that is referred to is there, and whether its bytes are those of its name: all of them, or `sample` spread over all.
 * The first thousand of what is wrong are named.
 */
export async function checkBlobs(
  references: AsyncIterable<Reference>,
  blobs: Blobs,
  options: { readonly sample: number | 'all'; readonly onProgress: (line: string) => void },
): Promise<CheckedBlobs> {
  const subjects = new Map<string, string>()
  let count = 0
  for await (const { subject, sha256 } of references) {
    count += 1
    if (!subjects.has(sha256)) subjects.set(sha256, subject)
  }
  const step = options.sample === 'all' ? 1 : Math.max(1, Math.floor(subjects.size / options.sample))
  const offset = Math.floor(Math.random() * step)
  const missing: Reference[] = []
  const altered: Reference[] = []
  let at = 0
  let read = 0
  for (const [sha256, subject] of subjects) {
    const wanted = at % step === offset
    at += 1
    const found = wanted ? await readOne(blobs, sha256) : (await blobs.has(sha256)) ? 'there' : 'missing'
    if (wanted) read += 1
    if (found === 'missing' && missing.length < 1000) missing.push({ subject, sha256 })
    if (found === 'altered' && altered.length < 1000) altered.push({ subject, sha256 })
    if (at % 5000 === 0) options.onProgress(`originals checked: ${at} of ${subjects.size}`)
  }
  return { references: count, read, missing, altered }
}

async function readOne(blobs: Blobs, sha256: string): Promise<'there' | 'missing' | 'altered'> {
  try {
    return (await blobs.read(sha256)) === undefined ? 'missing' : 'there'
  } catch (error) {
    if (error instanceof Failure && error.code === 'platform.blob-altered') return 'altered'
    throw error
  }
}
