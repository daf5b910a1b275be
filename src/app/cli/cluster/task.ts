import { defineTask } from '../../../base/task.ts'
import type { Marks } from '../../../domain/analysis/campaign/index.ts'

export type MarkInput = { readonly bytes: Uint8Array; readonly trusted: readonly string[] }

/** What a message is compared by, and its subject to name it. */
export type Marked = { readonly marks: Marks; readonly subject: string | null }

/** Reads one message and gives its marks. Asks nothing of the world. */
export const markMessageTask = defineTask<MarkInput, Marked>('cluster.mark')
