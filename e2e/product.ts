import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { prepareFolder } from '../src/app/testing/prepared.ts'
import { openNode } from '../src/app/testing/processes.ts'
import { cleanUp, scratchFolder } from '../src/platform/testing/scratch.ts'

/** The product as `npm start` runs it, in a process of its own, on a data folder with an empty database that is made and migrated already. */
export type Product = {
  readonly origin: string
  /** the one-time link that it printed */
  readonly setupLink: string
  /** a mail server hands a message in, for report@ of the node unless another is named; fails when it is not taken */
  mail(bytes: Uint8Array, envelope?: { readonly from: string; readonly to: string }): Promise<void>
  /** what somebody with access to the disk does to an original: other bytes under its hash */
  swap(sha256: string, bytes: Uint8Array): Promise<void>
  /** what it logged as going wrong, newest last */
  troubles(): readonly string[]
  stop(): Promise<void>
}

/** Builds the console if it is stale, and starts the product. Resolves when it is ready. */
export async function openProduct(): Promise<Product> {
  await buildConsole()
  const folder = await scratchFolder()
  await prepareFolder(folder)
  const node = await openNode(folder, ['all'])
  const stop = async () => {
    await node.down()
    await cleanUp()
  }
  let setupLink: string
  try {
    await node.up()
    setupLink = await printedLink(() => node.said())
  } catch (error) {
    await stop()
    throw error
  }
  const origin = `http://localhost:${node.httpPort}`
  return {
    origin,
    setupLink,
    async mail(bytes, envelope = { from: 'citizen@mail.example', to: 'report@tocsin.example' }) {
      const server = createTransport({ host: '127.0.0.1', port: node.smtpPort, ignoreTLS: true })
      await server.sendMail({ envelope, raw: Buffer.from(bytes) })
      server.close()
    },
    async swap(sha256, bytes) {
      const path = join(folder, 'blobs', sha256.slice(0, 2), sha256)
      // fails where no original lies: then the place is another one
      await chmod(path, 0o600)
      await writeFile(path, bytes)
    },
    troubles: () =>
      node
        .said()
        .split('\n')
        .filter((line) => /"level":(?:50|60)|^\w*Error/.test(line)),
    stop,
  }
}

/** As the launcher does it, which is written for any Node and so has no types. */
async function buildConsole(): Promise<void> {
  const place = new URL('../scripts/setup/console.mjs', import.meta.url).href
  const { ensureConsole } = (await import(place)) as { ensureConsole(runtime: string): Promise<void> }
  await ensureConsole(process.execPath)
}

/** The set-up link, which is printed a moment after the node is ready. */
async function printedLink(said: () => string): Promise<string> {
  for (let turn = 0; turn < 400; turn++) {
    const link = /Set up this node: (\S+)/.exec(said())?.[1]
    if (link !== undefined) return link
    await sleep(50)
  }
  throw new Error('no set-up link was printed')
}
