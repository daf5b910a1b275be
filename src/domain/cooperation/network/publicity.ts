/** What the network lets be known of itself to those who are no members. */
export type Publicity = {
  /** whether everybody may read the directory */
  readonly directory: boolean
  /** whether organisations of the node are told of it, and may ask to join */
  readonly asking: boolean
  readonly introduction: string
}

/** Until the secretariat says otherwise nobody outside is told that there is a network. */
export const hidden: Publicity = { directory: false, asking: false, introduction: '' }
