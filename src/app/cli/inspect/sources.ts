import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { looksLikeMbox, splitMbox } from '../../../formats/mbox.ts'
import type { Place } from './task.ts'

/** A message, or what could not be read as one. */
export type Source = { readonly place: Place } & ({ readonly bytes: Uint8Array } | { readonly error: string })

export type SourceLimits = {
  /** bytes of one message */
  readonly bytes: number
}

const chunkSize = 256 * 1024

/**
 * The messages under the given paths, in the order given and within a folder by name: files, folders with all below, Maildir folders
 * (new, then cur), mbox files (told by how they begin) and `-` for `stdin`. Reads one file after the other, an mbox piece by piece.
 * What cannot be read is one of the answers.
 */
export async function* readSources(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array | string>,
  limits: SourceLimits,
): AsyncGenerator<Source, void, undefined> {
  for (const path of paths) {
    if (path === '-') yield* readStream(stdin, '-', limits)
    else yield* readPath(Buffer.from(path), true, limits)
  }
}

/** Paths stay bytes, since a name need not be UTF-8. */
async function* readPath(path: Buffer, given: boolean, limits: SourceLimits): AsyncGenerator<Source, void, undefined> {
  const name = path.toString()
  try {
    const found = await stat(path)
    if (found.isDirectory()) yield* readFolder(path, limits)
    else if (found.isFile()) yield* readFile(path, found.size, limits)
    // a pipe (`<(…)`) is read when it was asked for; in a folder it could block for ever
    else if (given) yield* readSpecial(path, limits)
  } catch (thrown) {
    yield { place: { path: name, index: null }, error: messageOf(thrown) }
  }
}

async function* readFolder(path: Buffer, limits: SourceLimits): AsyncGenerator<Source, void, undefined> {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' })
  const folders = entries.filter((one) => one.isDirectory()).map((one) => one.name.toString())
  const maildir = folders.includes('cur') && folders.includes('new')
  const inOrder = entries.sort((a, b) => Buffer.compare(a.name, b.name))
  const first = maildir ? ['new', 'cur'] : []
  const ordered = [
    ...first.flatMap((name) => inOrder.filter((one) => one.name.toString() === name)),
    ...inOrder.filter((one) => !first.includes(one.name.toString())),
  ]
  for (const entry of ordered) {
    // in a Maildir only its two folders and subfolders hold messages: tmp holds unfinished ones, files beside them are of the server
    if (maildir && (!entry.isDirectory() || entry.name.toString() === 'tmp')) continue
    // a link to a folder may lead back to where we are
    const below = Buffer.concat([path, Buffer.from(path.at(-1) === 0x2f ? '' : '/'), entry.name])
    if (
      entry.isSymbolicLink() &&
      (await stat(below).then(
        (one) => one.isDirectory(),
        () => false,
      ))
    )
      continue
    yield* readPath(below, false, limits)
  }
}

async function* readFile(path: Buffer, size: number, limits: SourceLimits): AsyncGenerator<Source, void, undefined> {
  const file = await open(path, 'r')
  try {
    const start = await readAt(file, 0, Math.min(size, chunkSize))
    if (looksLikeMbox(start)) yield* readMbox(path.toString(), chunksOf(file, start), limits)
    else if (size > limits.bytes) yield { place: { path: path.toString(), index: null }, error: tooLarge(limits) }
    else
      yield {
        place: { path: path.toString(), index: null },
        bytes: start.length === size ? start : Buffer.concat([start, await readAt(file, start.length, size - start.length)]),
      }
  } finally {
    await file.close()
  }
}

async function* readSpecial(path: Buffer, limits: SourceLimits): AsyncGenerator<Source, void, undefined> {
  const file = await open(path, 'r')
  try {
    yield* readStream(file.createReadStream({ autoClose: false }), path.toString(), limits)
  } finally {
    await file.close()
  }
}

async function* readStream(
  stream: AsyncIterable<Uint8Array | string>,
  path: string,
  limits: SourceLimits,
): AsyncGenerator<Source, void, undefined> {
  const place = { path, index: null }
  try {
    const pieces: Buffer[] = []
    let size = 0
    const iterator = bytesOf(stream)
    for await (const piece of iterator) {
      pieces.push(piece)
      size += piece.length
      if (size >= 1000 && looksLikeMbox(Buffer.concat(pieces.slice(0, 1000)))) {
        yield* readMbox(path, joined(pieces, iterator), limits)
        return
      }
      if (size > limits.bytes) {
        yield { place, error: tooLarge(limits) }
        return
      }
    }
    const whole = Buffer.concat(pieces)
    if (looksLikeMbox(whole)) yield* readMbox(path, [whole], limits)
    else yield { place, bytes: whole }
  } catch (thrown) {
    yield { place, error: messageOf(thrown) }
  }
}

async function* readMbox(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: SourceLimits,
): AsyncGenerator<Source, void, undefined> {
  for await (const one of splitMbox(chunks, { bytes: limits.bytes })) {
    const place = { path, index: one.index }
    yield one.truncated ? { place, error: tooLarge(limits) } : { place, bytes: one.bytes }
  }
}

async function* bytesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of stream)
    yield typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
}

async function* joined(pieces: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array, void, undefined> {
  yield* pieces
  yield* rest
}

async function* chunksOf(file: FileHandle, start: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield start
  let at = start.length
  for (;;) {
    const chunk = await readAt(file, at, chunkSize)
    if (chunk.length === 0) return
    yield chunk
    at += chunk.length
  }
}

/** So many bytes from there, fewer where the file ends. */
async function readAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

function tooLarge(limits: SourceLimits): string {
  return `longer than ${limits.bytes} bytes`
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EIO: 'the disk failed to read it',
  }
  return ('code' in thrown && typeof thrown.code === 'string' ? known[thrown.code] : undefined) ?? thrown.message
}
