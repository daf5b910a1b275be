import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Failure } from '../../base/failure.ts'

const derive = promisify(argon2)

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number }

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
// a stored hash names its own cost; more than this is no hash of ours
const most: Cost = { memory: 262_144, passes: 10, parallelism: 4 }
const tagLength = 32

// each holds `memory` for its time: past this the node is being attacked, and says so instead of swelling
const atOnce = 64
let running = 0

/**
 * Argon2id (RFC 9106) in the PHC string format, which names version and cost, so that either can change and old hashes still
 * verify. The password is normalised (NFKC, NIST SP 800-63B-4 §3.1.1.2). Fails with `auth.busy` when too many are being worked on.
 */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await run(password, nonce, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(tag)}`
}

/** Whether the password belongs to the hash; compared in constant time. What is no hash of ours belongs to none, after the same work. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const read = readHash(hash)
  const tag = await run(password, read?.nonce ?? randomBytes(16), read?.cost ?? cost)
  return read !== undefined && timingSafeEqual(tag, read.tag)
}

async function run(password: string, nonce: Buffer, { memory, passes, parallelism }: Cost): Promise<Buffer> {
  requireRoom()
  running++
  try {
    return await derive('argon2id', { message: password.normalize('NFKC'), nonce, parallelism, tagLength, memory, passes })
  } finally {
    running--
  }
}

/** Fails with `auth.busy` while as many passwords are being worked on as the node can bear. */
export function requireRoom(): void {
  if (running >= atOnce) throw new Failure('unavailable', 'auth.busy', 'too many passwords are being checked')
}

function readHash(hash: string): { nonce: Buffer; tag: Buffer; cost: Cost } | undefined {
  const found = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43})$/.exec(hash)
  if (found === null) return undefined
  const [, memory, passes, parallelism, nonce = '', tag = ''] = found
  const read: Cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  if (read.memory > most.memory || read.passes > most.passes || read.parallelism > most.parallelism) return undefined
  if (read.memory < 8 * read.parallelism || read.passes < 1 || read.parallelism < 1) return undefined
  return { nonce: Buffer.from(nonce, 'base64'), tag: Buffer.from(tag, 'base64'), cost: read }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
