import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'

configure({ useWebWorkers: false })

/** The members of an archive under a password, by name. Fails on a wrong password, and on a member that is not encrypted. */
export async function unzip(bytes: Uint8Array, password: string): Promise<ReadonlyMap<string, Buffer>> {
  const members = new Map<string, Buffer>()
  for (const entry of await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()) {
    if (entry.directory) continue
    if (!entry.encrypted) throw new Error(`${entry.filename} is not encrypted`)
    members.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter(), { password })))
  }
  return members
}
