import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { isMalformed } from '../../../base/parsed.ts'
import type { Context } from '../../../platform/context.ts'
import type { LookupRow } from '../store/subscriber-lookup.ts'
import { readAnswerTask } from '../tasks.ts'

/** The organisation's own system that is asked who had an address at a moment. */
export type Subscriber = { readonly reference: string; readonly name: string | null; readonly contact: string | null }

export type SubscriberTold =
  | { readonly kind: 'found'; readonly subscriber: Subscriber }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed' }

/** Fills the template and asks. Addresses inside the own network only as the operator named them; 404 and an empty reference mean nobody. */
export async function askSubscriber(
  ctx: Pick<Context, 'outside' | 'sandbox' | 'config' | 'mac'>,
  lookup: LookupRow,
  asked: { readonly address: string; readonly port: number | null; readonly at: Date },
): Promise<SubscriberTold> {
  const values: Readonly<Record<string, string>> = {
    address: asked.address,
    port: asked.port === null ? '' : String(asked.port),
    at: asked.at.toISOString(),
  }
  const url = lookup.url.replace(/\{(address|port|at)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const secret = lookup.secret === null ? undefined : openSecret(ctx, lookup.owner, lookup.secret)
  if (lookup.secret !== null && secret === undefined) return { kind: 'failed' }
  const headers = { accept: 'application/json', ...(lookup.header === null || secret === undefined ? {} : { [lookup.header]: secret }) }
  const answer = await ctx.outside.fetchOutside(url, {
    purpose: 'subscriber',
    headers,
    limits: { bytes: 262_144, time: 8_000, redirects: 0 },
    ...(isInside(ctx.config.TOCSIN_INSIDE, url) ? { inside: true } : {}),
  })
  if (answer.kind !== 'answered') return { kind: 'failed' }
  if (answer.status === 404 || answer.status === 204) return { kind: 'nothing' }
  if (answer.status !== 200) return { kind: 'failed' }
  const { reference, name, contact } = lookup.pointers
  const read = await ctx.sandbox.run(readAnswerTask, { bytes: answer.body, pointers: [reference, name, contact] }, { time: 5_000 })
  if (!('ok' in read) || isMalformed(read.ok)) return { kind: 'failed' }
  const [found = null, named = null, address = null] = read.ok as readonly (string | null)[]
  return found === null ? { kind: 'nothing' } : { kind: 'found', subscriber: { reference: found, name: named, contact: address } }
}

/** Whether the operator named the place that a URL leads to. */
export function isInside(inside: readonly string[], url: string): boolean {
  const place = URL.parse(url)
  if (place === null) return false
  const port = place.port === '' ? (place.protocol === 'https:' ? '443' : '80') : place.port
  return inside.includes(`${place.hostname}:${port}`)
}

type Node = Pick<Context, 'mac'>

/** AES-256-GCM under a key of the node's secret, apart for each organisation: nonce, tag, text. */
export function sealSecret(ctx: Node, owner: string, secret: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', ctx.mac('directory.lookup-secret', owner), nonce)
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

/** Undefined where the node has another secret than when it was sealed: it must be entered again. */
export function openSecret(ctx: Node, owner: string, sealed: Buffer): string | undefined {
  try {
    const cipher = createDecipheriv('aes-256-gcm', ctx.mac('directory.lookup-secret', owner), sealed.subarray(0, 12))
    cipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
