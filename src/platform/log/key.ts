import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { chmod, link, open, readFile, rm, stat } from 'node:fs/promises'
import { Failure } from '../../base/failure.ts'
import { isMalformed } from '../../base/parsed.ts'
import { keyId, keyIdInput, parseSignerKey, serialiseSignerKey, serialiseVerifierKey } from '../../formats/tlog/keys.ts'
import type { Signer } from '../../formats/tlog/note.ts'

/** The node's Ed25519 key, which signs the checkpoints of every log that this node opens, each under the log's own origin. */
export type LogKey = { readonly publicKey: Uint8Array; readonly seed: Uint8Array; readonly signer: (origin: string) => Signer }

// RFC 8410 §7: what stands before the 32 bytes of an Ed25519 private key in PKCS #8
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** SHA-256, for the tree. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** The key that is made from 32 bytes (RFC 8032 §5.1.5). */
export function logKey(seed: Uint8Array): LogKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = rawPublicKey(privateKey)
  const signer = (name: string): Signer => ({
    name,
    id: keyId(sha256(keyIdInput(name, publicKey))),
    sign: (message) => sign(null, message, privateKey),
  })
  return { publicKey, seed, signer }
}

function rawPublicKey(key: KeyObject): Uint8Array {
  // RFC 8410 §4: the key is the last 32 bytes of its SubjectPublicKeyInfo
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
}

/** The public key of a log as those who verify want it: `origin+id+base64`. */
export function verifierKeyText(origin: string, publicKey: Uint8Array): string {
  return serialiseVerifierKey({ name: origin, id: keyId(sha256(keyIdInput(origin, publicKey))), publicKey })
}

/** The signer key as the key file holds it: `PRIVATE+KEY+name+id+base64`. */
export function signerKeyText(name: string, key: LogKey): string {
  return serialiseSignerKey({ name, id: key.signer(name).id, seed: key.seed })
}

/** Reads a signer key. Fails with `log.key` where it is none, or its id does not fit. */
export function readSignerKey(text: string): LogKey {
  const parsed = parseSignerKey(text.trim())
  if (isMalformed(parsed)) throw new Failure('conflict', 'log.key', `the log key is damaged: ${parsed.malformed}`)
  const key = logKey(parsed.seed)
  if (key.signer(parsed.name).id !== parsed.id) throw new Failure('conflict', 'log.key', 'the log key is damaged: its id does not fit')
  return key
}

/**
 * The key in a file, made (0600, synced) if there is none. Of two processes that start at once, one makes it. Fails with `log.key` on a
 * damaged key and `log.key-readable` on one that others may read.
 */
export async function openLogKey(file: string): Promise<LogKey> {
  await makeKey(file).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  })
  return readKey(file)
}

/**
 * The key in a file for a log that began already: none is made, since it could only be another. Fails with `log.key-missing`, else as
 * `openLogKey`.
 */
export async function readLogKey(file: string, origin: string): Promise<LogKey> {
  return readKey(file).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
    throw new Failure('conflict', 'log.key-missing', `the key of the log ${origin} is not in ${file}: ${keyAdvice}`, { cause })
  })
}

/** What to do where a process has not the key of the node's log. */
export const keyAdvice =
  'copy log-key there from the machine that the log was begun on, or set TOCSIN_LOG_KEY to a copy of it (lost for good: tocsin log open)'

async function readKey(file: string): Promise<LogKey> {
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw new Failure('conflict', 'log.key-readable', `others may read ${file}: take their rights away (chmod 600)`)
  }
  return readSignerKey(await readFile(file, 'utf8'))
}

async function makeKey(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined) return
  // written whole beside it and linked, so that the file is there with all its bytes or not at all
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${signerKeyText('tocsin-log', logKey(randomBytes(32)))}\n`)
    await chmod(draft, 0o600)
    await file.sync()
    await link(draft, path)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}
