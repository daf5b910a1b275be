/** The lower-case hex SHA-256 of a blob's bytes: its only name. */
export type Sha256 = string

/**
 * Bytes by their hash. Organisations share the store without knowing it: whether a blob is there is never answered to anyone
 * who does not hold an item that refers to it.
 */
export type Blobs = {
  /**
   * Resolves once the bytes would survive a power cut. Blobs given together share their syncs. A blob that is there already is written
   * again: that renews its age, which keeps removal away until the caller has committed a reference, and takes as long as a new
   * one, so that nobody learns from the time that another holds the same bytes. Fails with `unavailable`.
   */
  put(blobs: readonly Uint8Array[]): Promise<Sha256[]>
  /** The bytes, their hash checked. Undefined when absent; `platform.blob-altered` when they no longer match their name. */
  read(sha256: Sha256): Promise<Uint8Array | undefined>
  has(sha256: Sha256): Promise<boolean>
  /**
   * Removes a blob that was not put within the last `unusedFor` milliseconds. `in-use`: it was, and stays; a reference to it may be
   * about to be committed.
   */
  remove(sha256: Sha256, unusedFor: number): Promise<'removed' | 'absent' | 'in-use'>
  /** Every blob with its age in milliseconds, in no order; for the sweep of what nothing refers to. */
  list(): AsyncIterable<{ sha256: Sha256; age: number; size: number }>
}
