import { readFile } from 'node:fs/promises'
import { Failure } from '../../../base/failure.ts'
import { isMalformed } from '../../../base/parsed.ts'
import { readSealKey, type SealKey } from '../../../formats/sealed/index.ts'
import type { Config } from '../../../platform/config.ts'

/** The key that child material is sealed to, or null in the mode that destroys. Fails with `evidence.seal-key` where it is missing or unfit. */
export async function findSealKey(config: Config): Promise<SealKey | null> {
  if (config.TOCSIN_CHILD_MATERIAL !== 'seal') return null
  const refuse = (what: string, cause?: unknown) =>
    new Failure('conflict', 'evidence.seal-key', `TOCSIN_CHILD_MATERIAL is seal, but TOCSIN_SEAL_KEY ${what}`, { cause })
  if (config.TOCSIN_SEAL_KEY === null) throw refuse('is not set')
  const pem = await readFile(config.TOCSIN_SEAL_KEY, 'utf8').catch((cause: unknown) => {
    throw refuse('cannot be read', cause)
  })
  const key = readSealKey(pem)
  if (isMalformed(key)) throw refuse(`is ${key.malformed}`)
  return key
}
