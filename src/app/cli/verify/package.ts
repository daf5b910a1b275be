import { open } from 'node:fs/promises'
import { Failure } from '../../../base/failure.ts'
import { type PackageVerification, verifyPackage } from '../../../formats/evidence-package/index.ts'
import { type Certificate, readCertificates } from '../../../formats/rfc3161/index.ts'
import type { Crypto } from '../../../formats/tlog/crypto.ts'
import { reading, readKeys, readSmall } from './gather.ts'

export type PackageOptions = {
  readonly files: readonly string[]
  readonly key?: readonly string[] | undefined
  readonly tsa?: readonly string[] | undefined
}

export type VerifiedPackage = { readonly path: string; readonly verification: PackageVerification }

const largestCertificates = 16_777_216

/** Whether all that the command names are packages: archives by their first bytes, or by name, so that one damaged at its beginning is still taken for one. */
export async function arePackages(files: readonly string[]): Promise<boolean> {
  for (const path of files) {
    if (path.toLowerCase().endsWith('.zip')) continue
    const first = await reading(path, async () => {
      const file = await open(path)
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
        return buffer.subarray(0, bytesRead).toString('latin1')
      } finally {
        await file.close()
      }
    })
    if (first !== 'PK\u0003\u0004') return false
  }
  return files.length > 0
}

/** Checks each package where it lies on the disk, a piece at a time. Fails with `verify.file` where one cannot be read. */
export async function judgePackages(options: PackageOptions, crypto: Crypto): Promise<readonly VerifiedPackage[]> {
  const keys = (await Promise.all((options.key ?? []).map(readKeys))).flat()
  const trusted = (await Promise.all((options.tsa ?? []).map(readTrusted))).flat()
  const verified: VerifiedPackage[] = []
  for (const path of options.files)
    verified.push({ path, verification: await reading(path, () => verifyFile(path, { keys, trusted }, crypto)) })
  return verified
}

async function verifyFile(path: string, given: Parameters<typeof verifyPackage>[1], crypto: Crypto): Promise<PackageVerification> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (offset: number, length: number) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset)
      return bytes.subarray(0, bytesRead)
    }
    return await verifyPackage({ size, read }, given, { crypto })
  } finally {
    await file.close()
  }
}

async function readTrusted(path: string): Promise<readonly Certificate[]> {
  const read = readCertificates(await readSmall(path, largestCertificates))
  if (read === undefined || read.length === 0) throw new Failure('invalid', 'verify.file', `${path} holds no certificate`)
  return read
}
