/** What a file shows by its bytes and its name. Features are facts; what they weigh is decided by who reads them. */
export type FileFeature =
  | 'executable'
  | 'script'
  | 'macros'
  | 'macros-autorun'
  | 'remote-template'
  | 'embedded-object'
  | 'javascript'
  | 'launch-action'
  | 'auto-action'
  | 'embedded-file'
  | 'encrypted'
  | 'shortcut'
  | 'disk-image'
  | 'onenote'
  | 'html'
  | 'html-form'
  | 'html-script'
  | 'html-smuggling'
  | 'svg-script'
  | 'archive'
  | 'archive-opaque'
  | 'archive-damaged'
  | 'archive-bomb'
  | 'archive-truncated'
  | 'archive-path-escape'
  | 'double-extension'
  | 'dangerous-extension'
  | 'type-contradicts-name'
  | 'name-bidi'
  | 'name-padding'
  | 'empty'
  | 'dde'
  | 'equation'
  | 'polyglot'
  | 'picture-bomb'
  | 'entity-bomb'
  | 'name-unsafe'
  | 'damaged'

export type Hashes = { readonly sha256: string; readonly sha1: string; readonly md5: string }

export type Member = {
  readonly name: string
  /** as the archive states it */
  readonly size: number
  readonly encrypted: boolean
  /** null when it was not extracted: encrypted, damaged, or beyond a limit */
  readonly reading: FileReading | null
  readonly features: readonly FileFeature[]
  /** only when asked for */
  readonly bytes?: Uint8Array
}

export type FileReading = {
  /** type by content; `application/octet-stream` when nothing is known of it */
  readonly type: string
  readonly size: number
  readonly hashes: Hashes
  readonly features: readonly FileFeature[]
  /** links that the file would open (PDF, Office, shortcuts), limited */
  readonly urls: readonly string[]
  readonly members: readonly Member[]
}

/** What is left to spend on one file and everything inside it; shared by all archives in archives. */
export type Budget = { bytes: number; count: number; depth: number }
