import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parentPort, workerData } from 'node:worker_threads'
import { readIp } from './addresses.ts'
import { networkTableBuilder } from './network-table.ts'

/** Entry of a worker thread: makes the table of networks from the folder of the source and hands it over. */

const builder = networkTableBuilder()
for (const file of ['asn-ipv4.csv', 'asn-ipv6.csv']) {
  for await (const line of createInterface({ input: createReadStream(join(String(workerData), file)) })) {
    const [, from = '', to = '', asn = '', name = ''] = /^([^,]*),([^,]*),(\d{1,10}),(.*)$/.exec(line) ?? []
    const first = readIp(from)
    const last = readIp(to)
    if (first !== undefined && last !== undefined) builder.add({ first, last, asn: Number(asn), name: unquoted(name) })
  }
}
const table = builder.finish()
parentPort?.postMessage(table, table.buffer instanceof ArrayBuffer ? [table.buffer] : [])

/** A field of RFC 4180. */
function unquoted(field: string): string {
  return field.startsWith('"') && field.endsWith('"') && field.length > 1 ? field.slice(1, -1).replaceAll('""', '"') : field
}
