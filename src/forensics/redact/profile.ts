/** What an organisation takes off whatever leaves it. The defaults take off the most. */
export type RedactionRules = {
  /** whom the message was for: their addresses and names, in every spelling and encoding that is known here */
  readonly recipients: boolean
  /** who reported it to us */
  readonly reporter: boolean
  /** what tells the sender which copy this is: tokens in links, ids of lists and messages, signatures, boundaries */
  readonly tracking: boolean
  /** `behind`: what cannot be cleaned stays behind; `none`: no attachment leaves; `as-is`: files that cannot be cleaned leave as they are */
  readonly attachments: 'behind' | 'none' | 'as-is'
  /** header fields that are taken off whole, in lower case; a final `*` stands for any ending */
  readonly headers: readonly string[]
  /** words of the organisation's own that never leave: customer names, host names of the inside */
  readonly words: readonly string[]
}

export const strictRules: RedactionRules = {
  recipients: true,
  reporter: true,
  tracking: true,
  attachments: 'behind',
  headers: [],
  words: [],
}

/** Why something was removed. */
export const removals = ['address', 'name', 'word', 'token', 'header', 'identifier', 'metadata'] as const
export type Removal = (typeof removals)[number]

/** Something that was removed: how often, and where (`header to`, `part 1.2`, `link`). */
export type Removed = { readonly why: Removal; readonly where: string; readonly count: number }

/** A part that did not come along: what it is called, what it was, and why. `sha256` is of its decoded bytes. */
export type LeftBehind = {
  readonly part: string
  readonly name: string | null
  readonly type: string
  readonly size: number
  readonly sha256: string
  readonly why: 'cannot-clean' | 'not-wanted' | 'too-deep' | 'too-large' | 'would-tell'
}

export type Redaction = { readonly removed: readonly Removed[]; readonly left: readonly LeftBehind[] }

/** Whose data must not leave, and what is the very thing that is told of and so stays. */
export type RedactionSubject = {
  /** addresses beside those that the message itself names as its recipients */
  readonly addresses: readonly string[]
  readonly names: readonly string[]
  /** links that the letter is about: their tokens are what it tells of. Whatever in them is a person's goes all the same. */
  readonly about: readonly string[]
}

/** Collects removals, those of one kind and place together. */
export type Tally = { add(why: Removal, where: string, count?: number): void; readonly list: () => readonly Removed[] }

export function startTally(most = 300): Tally {
  const counts = new Map<string, { why: Removal; where: string; count: number }>()
  return {
    add(why, where, count = 1) {
      const key = `${why} ${where}`
      const found = counts.get(key)
      if (found !== undefined) found.count += count
      else if (counts.size < most) counts.set(key, { why, where, count })
    },
    list: () => [...counts.values()],
  }
}
