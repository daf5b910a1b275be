// COPY in text form over the connection that is there (PostgreSQL 15 to 18, "COPY" and §55.2.7 of the protocol): rows stream, none is parsed.
import type pg from 'pg'

/** What node-postgres asks of a query that is not its own, and what it hands to it. */
type Connection = {
  query(text: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
  readonly stream: {
    pause(): unknown
    resume(): unknown
    destroy(): unknown
    readonly writableNeedDrain: boolean
    once(event: 'drain' | 'close', act: () => void): unknown
    off(event: 'drain' | 'close', act: () => void): unknown
  }
}
type Message = { readonly chunk?: Uint8Array; readonly text?: string }

const nothing = () => {}
const held = 1 << 20
const grain = 1 << 16

/**
 * The rows of `COPY … TO STDOUT` as text, in pieces of about 64 KB that end with a line. Who does not read on holds the server back.
 * Rejects as the query does; a loop that is left early breaks the connection, since the rest is still coming.
 */
export async function* copyOut(client: pg.ClientBase, text: string): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  let gathered: Buffer[] = []
  let size = 0
  let waiting = 0
  let over = false
  let failure: Error | undefined
  let wake = nothing
  let stream: Connection['stream'] | undefined
  const flush = () => {
    if (size === 0) return
    ready.push(Buffer.concat(gathered))
    waiting += size
    gathered = []
    size = 0
    wake()
  }
  const end = (error?: Error) => {
    failure ??= error
    over = true
    flush()
    wake()
  }
  const query = {
    submit(connection: Connection) {
      stream = connection.stream
      connection.query(text)
    },
    handleCopyData(message: Message, connection: Connection) {
      if (message.chunk === undefined) return
      // the parser's own buffer is written over by what comes next
      gathered.push(Buffer.from(message.chunk))
      size += message.chunk.length
      if (size >= grain) flush()
      if (waiting > held) connection.stream.pause()
    },
    handleError: (error: Error) => end(error),
    handleReadyForQuery: () => end(),
    handleCommandComplete: nothing,
    handleRowDescription: nothing,
    handleDataRow: nothing,
    handlePortalSuspended: nothing,
    handleEmptyQuery: nothing,
  }
  client.query(query as unknown as pg.Submittable)
  let whole = false
  try {
    for (;;) {
      const piece = ready.shift()
      if (piece !== undefined) {
        waiting -= piece.length
        if (waiting <= held) stream?.resume()
        yield piece
      } else if (over) break
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = nothing
      }
    }
    whole = true
  } finally {
    if (!whole && !over) stream?.destroy()
  }
  if (failure !== undefined) throw failure
}

/** Sends rows to `COPY … FROM STDIN`; answers how many the server took. Rejects as the query does, and when `rows` breaks off: then none is taken. */
export function copyIn(client: pg.ClientBase, text: string, rows: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((resolve, reject) => {
    let taken = 0
    let failure: Error | undefined
    let over = false
    const query = {
      submit: (connection: Connection) => connection.query(text),
      handleCopyInResponse(connection: Connection) {
        void send(connection)
      },
      handleCommandComplete(message: Message) {
        taken = Number(/^COPY (\d+)/.exec(message.text ?? '')?.[1] ?? 0)
      },
      handleError(error: Error) {
        over = true
        // the reason why the rows broke off says more than the server's 'COPY failed'
        failure ??= error
        reject(failure)
      },
      handleReadyForQuery() {
        over = true
        if (failure === undefined) resolve(taken)
        else reject(failure)
      },
      handleRowDescription: nothing,
      handleDataRow: nothing,
      handlePortalSuspended: nothing,
      handleEmptyQuery: nothing,
      handleCopyData: nothing,
    }
    async function send(connection: Connection): Promise<void> {
      try {
        for await (const chunk of rows) {
          if (over) return
          connection.sendCopyFromChunk(chunk)
          if (connection.stream.writableNeedDrain) await drained(connection)
        }
        if (!over) connection.endCopyFrom()
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error))
        if (!over) connection.sendCopyFail('the rows broke off')
      }
    }
    client.query(query as unknown as pg.Submittable)
  })
}

function drained({ stream }: Connection): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go)
      stream.off('close', go)
      resolve()
    }
    stream.once('drain', go)
    stream.once('close', go)
  })
}
