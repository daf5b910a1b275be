/** The lower-case hex SHA-256 of a blob's bytes: its only name. */
export type Sha256 = string

/**
 * Bytes by their hash. Organisations share the store without knowing it: whether a blob is there is never answered to anyone
 * who does not hold an item that refers to it.
 */
export type Blobs = {
  /** Resolves once the bytes would survive a power cut. Blobs given together share their syncs. Fails with `unavailable`. */
  put(blobs: readonly Uint8Array[]): Promise<Sha256[]>
  /** The bytes, their hash checked. Undefined when absent; `platform.blob-altered` when they no longer match their name. */
  read(sha256: Sha256): Promise<Uint8Array | undefined>
  has(sha256: Sha256): Promise<boolean>
  remove(sha256: Sha256): Promise<void>
  /** Every blob with its age in milliseconds, in no order; for the sweep of what nothing refers to. */
  list(): AsyncIterable<{ sha256: Sha256; age: number; size: number }>
}
