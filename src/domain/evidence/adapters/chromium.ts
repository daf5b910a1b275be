import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

// A page printed over the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/), on two pipes: no port is opened. The program's own
// switch for printing is not in every build, and waits for ever in some.

const patience = 120_000
const largest = 268_435_456
const longestMessage = 16_777_216

const words = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-pings',
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

type Result = Readonly<Record<string, unknown>>
type Told = { readonly id?: number; readonly method?: string; readonly result?: Result; readonly error?: { readonly message: string } }
type Conversation = {
  ask(method: string, params?: object, session?: string): Promise<Result>
  hear(method: string): Promise<void>
}

/** The page at a file's address as PDF, on the paper that its style says, with scripts off. Fails where the program does, or takes longer than two minutes. */
export async function printFile(program: string, address: string, profile: string): Promise<Uint8Array> {
  // Chromium refuses to keep its own sandbox as root
  const root = process.geteuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(program, [...words, ...root, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // a group of its own, so that its children end with it
    detached: true,
  })
  const over = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error('the program ended')))
    setTimeout(() => reject(new Error('the program took too long')), patience).unref()
  })
  over.catch(() => undefined)
  try {
    return await Promise.race([printBy(converse(child), address), over])
  } finally {
    await end(child)
  }
}

async function printBy({ ask, hear }: Conversation, address: string): Promise<Uint8Array> {
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  await ask('Page.enable', {}, session)
  await ask('Emulation.setScriptExecutionDisabled', { value: true }, session)
  const loaded = hear('Page.loadEventFired')
  await ask('Page.navigate', { url: address }, session)
  await loaded
  const asked = { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true, transferMode: 'ReturnAsStream' }
  const { stream } = await ask('Page.printToPDF', asked, session)
  const pieces: Buffer[] = []
  for (let size = 0; ; ) {
    const { data, base64Encoded, eof } = await ask('IO.read', { handle: stream, size: 1_048_576 }, session)
    const piece = Buffer.from(String(data), base64Encoded === true ? 'base64' : 'utf8')
    size += piece.length
    if (size > largest) throw new Error('the page is too large')
    pieces.push(piece)
    if (eof === true) return Buffer.concat(pieces)
  }
}

/** Messages are JSON, each ended by a zero byte. */
function converse(child: ChildProcess): Conversation {
  const [, , , into, out] = child.stdio as readonly [null, null, null, Writable, Readable]
  const waiting = new Map<number, { resolve(result: Result): void; reject(error: Error): void }>()
  const listening: { method: string; resolve(): void }[] = []
  let last = 0
  let rest = Buffer.alloc(0)
  const take = (told: Told) => {
    const one = told.id === undefined ? undefined : waiting.get(told.id)
    if (told.id !== undefined) waiting.delete(told.id)
    if (told.error !== undefined) one?.reject(new Error(told.error.message))
    else one?.resolve(told.result ?? {})
    for (const listener of listening.filter(({ method }) => method === told.method)) listener.resolve()
  }
  out.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      take(JSON.parse(rest.subarray(0, end).toString('utf8')) as Told)
      rest = rest.subarray(end + 1)
    }
    if (rest.length > longestMessage) child.kill('SIGKILL')
  })
  // its end is told by the program's
  into.on('error', () => undefined)
  out.on('error', () => undefined)
  return {
    ask: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        into.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`)
      }),
    hear: (method) => new Promise((resolve) => listening.push({ method, resolve })),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
  await gone
}
