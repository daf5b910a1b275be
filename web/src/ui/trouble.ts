/** Why something cannot be shown, already in the reader's words. */
export type Trouble = {
  readonly kind: 'forbidden' | 'missing' | 'offline' | 'failed'
  readonly text: string
  readonly retry: (() => void) | undefined
}
