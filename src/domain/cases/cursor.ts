import { Failure } from '../../base/failure.ts'

/** Where a page of cases ended: the number that they are ordered by (rank, or milliseconds) and the id of its last row. */
export type Key = { readonly key: number; readonly id: string }

export function writeKey(key: number, id: string): string {
  return `${key}_${id}`
}

/** Fails with `platform.cursor` on a text that `writeKey` did not make. */
export function readKey(text: string | undefined): Key | undefined {
  if (text === undefined) return undefined
  const found = /^(-?\d{1,16})_([0-9a-f-]{36})$/i.exec(text)
  if (found?.[1] === undefined || found[2] === undefined) throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return { key: Number(found[1]), id: found[2] }
}
