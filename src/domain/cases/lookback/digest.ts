import { createHash } from 'node:crypto'
import type { ActionThing } from '../action.ts'

/** By which a thing of an action is known without its words standing anywhere else: SHA-256 of kind and value, in hex. */
export function digestOf({ kind, value }: Pick<ActionThing, 'kind' | 'value'>): string {
  return createHash('sha256').update(`${kind} ${value}`).digest('hex')
}
