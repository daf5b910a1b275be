import { defineTask } from '../../../base/task.ts'

/** Where a message was found: `index` counts those of one mbox from 0. */
export type Place = { readonly path: string; readonly index: number | null }

export type Form = { readonly kind: 'json' } | { readonly kind: 'text'; readonly colour: boolean }

export type InspectInput = { readonly bytes: Uint8Array; readonly place: Place; readonly form: Form; readonly trusted: readonly string[] }

/** Reads one message and writes the reading out. Ports: `resolve(name, type)`. */
export const inspectMessageTask = defineTask<InspectInput, string>('inspect.message')
