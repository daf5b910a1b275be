/** SHA-256, at once; what builds trees takes it. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** What verification needs of cryptography; a browser has only the asynchronous kind. */
export type Crypto = {
  readonly sha256: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
  /** Ed25519 (RFC 8032 §5.1.7). False, not an exception, for a key or signature of the wrong shape. */
  readonly verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>
}

/**
 * Cryptography by the Web Crypto API, in a browser or in Node. Undefined where there is none: browsers hide it from pages that came
 * over plain HTTP from anywhere but localhost.
 */
export function webCrypto(): Crypto | undefined {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle === undefined) return undefined
  return {
    sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', owned(bytes))),
    verify: async (publicKey, message, signature) => {
      if (publicKey.length !== 32 || signature.length !== 64) return false
      try {
        const key = await subtle.importKey('raw', owned(publicKey), 'Ed25519', false, ['verify'])
        return await subtle.verify('Ed25519', key, owned(signature), owned(message))
      } catch (cause) {
        // a point that is not on the curve is a bad key; anything else means that this browser lacks Ed25519
        if (cause instanceof DOMException && cause.name === 'DataError') return false
        throw cause
      }
    },
  }
}

// Web Crypto takes no view of shared memory
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}
