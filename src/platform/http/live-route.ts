import type { Live } from '../live.ts'
import type { Http } from './server.ts'

/**
 * GET /api/live: server-sent events for the acting organisation. Each says `{kind, id}` pairs; the client reads again under its own rights. With every
 * beat (ms), and at once when a notice of kind `access` says that rights have changed, the caller is asked for again: a session, key or membership that
 * ended closes the stream.
 */
export function serveLive(http: Http, live: Live, heartbeat = 25_000): void {
  const open = new Set<() => void>()
  http.app.addHook('preClose', async () => {
    for (const end of open) end()
  })
  http.app.get('/api/live', { schema: { hide: true } }, async (request, reply) => {
    const actor = await http.admit(request, 'read')
    reply.hijack()
    const out = reply.raw
    // hijacked: the headers that every answer has would be lost
    out.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    out.write('retry: 3000\n\n')
    // a reader too slow to keep up is cut off; it comes back and reads everything again
    const send = (text: string) => (out.writableLength > 65_536 ? end() : out.write(text))
    const leave =
      actor.organisation === null
        ? () => {}
        : live.subscribe(actor.organisation, (notices) => {
            const rest = notices.filter(({ kind }) => kind !== 'access')
            const text = rest.length === 0 ? '' : `data: ${JSON.stringify(rest)}\n\n`
            if (rest.length < notices.length) askAgain(text)
            else send(text)
          })
    const askAgain = (text: string) => {
      http
        .admit(request, 'read')
        .then((now) => {
          if (now.organisation !== actor.organisation) end()
          else if (text !== '' && open.has(end)) send(text)
        })
        .catch(end)
    }
    const beat = setInterval(() => askAgain(': \n\n'), heartbeat)
    const end = () => {
      clearInterval(beat)
      leave()
      open.delete(end)
      out.end()
    }
    open.add(end)
    request.raw.on('close', end)
  })
}
