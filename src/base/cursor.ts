import { Failure } from './failure.ts'

/** Where a page of a list ended: the moment and id of its last row. Lists run newest first, on (at, id). */
export type Cursor = { readonly at: Date; readonly id: string }

export function writeCursor(at: Date, id: string): string {
  return `${at.toISOString()}_${id}`
}

/** Fails with `platform.cursor` on a text that `writeCursor` did not make. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined
  const [at = '', id = ''] = text.split('_')
  const date = new Date(at)
  if (Number.isNaN(date.getTime()) || !/^[0-9a-f-]{36}$/i.test(id))
    throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return { at: date, id }
}

/** The same for lists that run by a number, the largest first. */
export type NumberCursor = { readonly number: number; readonly id: string }

export function writeNumberCursor(number: number, id: string): string {
  return `${number}_${id}`
}

/** Fails with `platform.cursor` on a text that `writeNumberCursor` did not make. */
export function readNumberCursor(text: string | undefined): NumberCursor | undefined {
  if (text === undefined) return undefined
  const [number = '', id = ''] = text.split('_')
  if (!/^\d{1,9}$/.test(number) || !/^[0-9a-f-]{36}$/i.test(id))
    throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return { number: Number(number), id }
}
