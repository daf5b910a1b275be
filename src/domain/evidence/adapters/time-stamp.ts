import { createHash, randomBytes } from 'node:crypto'
import { Failure } from '../../../base/failure.ts'
import { isMalformed } from '../../../base/parsed.ts'
import { mediaTypes, parseResponse, serialiseRequest, sha256Id, verifyTimestamp } from '../../../formats/rfc3161/index.ts'
import { depart } from '../../../platform/departures.ts'

export type Stamped = { readonly request: Uint8Array; readonly response: Uint8Array; readonly time: Date }

const patience = 20_000
const largest = 262_144

/**
 * Has an authority stamp the SHA-256 of these bytes (RFC 3161 §3.4); nothing else is told to it. Its address is the operator's own setting, and may lie inside.
 * The answer is checked as far as it goes without knowing whom to trust. Fails with `evidence.time-stamp` (unavailable).
 */
export async function stampBytes(address: string, bytes: Uint8Array): Promise<Stamped> {
  const hash = createHash('sha256').update(bytes).digest()
  // positive, since its first byte is not 0x80 or more
  const nonce = BigInt(`0x1${randomBytes(8).toString('hex')}`)
  const request = serialiseRequest({ algorithm: sha256Id, hash, nonce, certificates: true })
  const response = await post(address, request)
  const read = parseResponse(response)
  if (isMalformed(read)) throw failed(`the answer is not in its form: ${read.malformed}`)
  if (read.kind === 'refused') throw failed(`the authority refused, with status ${read.status}`)
  const { flaws, time } = verifyTimestamp(read.token, { algorithm: sha256Id, hash, nonce }, [])
  const [flaw] = flaws
  if (flaw !== undefined) throw failed(flaw.detail)
  return { request, response, time }
}

async function post(address: string, body: Uint8Array): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(patience)
  try {
    const headers = { 'content-type': mediaTypes.request, accept: mediaTypes.response }
    depart({ way: 'http', to: address, warrant: { kind: 'exempt', exempt: 'time-stamp' }, bytes: body })
    const answer = await fetch(address, { method: 'POST', headers, body: Uint8Array.from(body), redirect: 'error', signal })
    if (!answer.ok || answer.body === null) throw failed(`the authority answered ${answer.status}`)
    const pieces: Uint8Array[] = []
    let size = 0
    for await (const piece of answer.body) {
      size += piece.length
      if (size > largest) throw failed('the answer is too long')
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  } catch (cause) {
    if (cause instanceof Failure) throw cause
    throw new Failure('unavailable', 'evidence.time-stamp', 'the authority did not answer', { cause })
  }
}

function failed(why: string): Failure {
  return new Failure('unavailable', 'evidence.time-stamp', why)
}
