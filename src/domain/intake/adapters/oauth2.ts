import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { depart } from '../../../platform/departures.ts'
import { findReach } from '../../../platform/net/reach.ts'
import { type Credentials, MailboxTrouble } from '../mailbox.ts'

/** Access tokens by a refresh token (RFC 6749 §6), or by the client's own credentials (§4.4). */

export type TokenClient = { readonly tokenUrl: string; readonly clientId: string; readonly scope: string | null }
/** `refreshToken` is there where the server gave another one, which takes the place of the one before. */
export type Access = { readonly accessToken: string; readonly refreshToken: string | undefined }

const patience = 20_000
const mostBytes = 65_536

/**
 * Fetches an access token. The host is one that an administrator typed: private addresses only where the operator allows them, no redirects, and without
 * TLS only into the operator's own networks. Fails with the trouble `token`, `private`, `name` or `plain`.
 */
export async function fetchAccess(
  { tokenUrl, clientId, scope }: TokenClient,
  credentials: Credentials,
  { networks, authority }: { readonly networks: readonly string[]; readonly authority: string | null },
): Promise<Access> {
  const url = new URL(tokenUrl)
  const reach = await findReach(url.hostname, networks)
  if (reach.kind === 'unknown') throw new MailboxTrouble('name', url.hostname)
  if (reach.kind === 'private') throw new MailboxTrouble('private', url.hostname)
  if (url.protocol === 'http:' && !reach.listed) throw new MailboxTrouble('plain', url.hostname)
  const { refreshToken, clientSecret } = credentials
  const form = new URLSearchParams({
    client_id: clientId,
    ...(refreshToken === undefined ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refreshToken }),
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    ...(scope === null ? {} : { scope }),
  })
  const { status, text } = await post(url, reach.address, authority, form.toString()).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer'
    throw new MailboxTrouble('token', `${url.hostname}: ${code}`, cause)
  })
  const answer = parse(text)
  const said = (name: string) => (typeof answer[name] === 'string' ? (answer[name] as string) : undefined)
  const accessToken = said('access_token')
  if (status !== 200 || accessToken === undefined)
    throw new MailboxTrouble('token', `${url.hostname}: ${status} ${said('error') ?? ''} ${said('error_description') ?? ''}`)
  return { accessToken, refreshToken: said('refresh_token') }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** To the address that was looked up, under the name that was typed; the certificate is checked for the name. */
function post(url: URL, address: string, authority: string | null, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const name = url.hostname.replace(/^\[|\]$/g, '')
    depart({ way: 'http', to: name, warrant: { kind: 'exempt', exempt: 'mailbox' }, bytes: null })
    const sent = (secure ? requestTls : requestPlain)({
      host: address,
      port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      agent: false,
      ...(secure && address !== name ? { servername: name } : {}),
      ...(authority === null ? {} : { ca: authority }),
      headers: {
        host: url.host,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
      },
      signal: AbortSignal.timeout(patience),
    })
    sent.once('error', reject)
    sent.once('response', (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) sent.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      answer.once('error', reject)
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }))
    })
    sent.end(body)
  })
}
