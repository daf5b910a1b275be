import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'
import { styleNonce } from './security.ts'
import type { Http } from './server.ts'

const placeholder = '__STYLE_NONCE__'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
}

type Encoding = 'br' | 'gzip'
type Asset = { readonly path: string; readonly type: string; readonly packed: readonly Encoding[]; readonly hashed: boolean; etag?: string }

const suffix: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' }

/**
 * Serves the built console of `folder`: its files, as compressed at build time where the client takes that, and for every other
 * address that a page may have the one document, with the nonce of this answer filled in. Files with a hash in their name are kept by
 * clients for a year. What a request names is looked up among the files that were there at the start, never on the disk. Without a
 * built console a page says so (503). Addresses under /api are refused as missing and never answered with a page.
 */
export async function serveConsole(http: Http, folder: string): Promise<void> {
  const assets = await findAssets(folder)
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)
  const pieces = page?.split(placeholder)
  const kept = new Map<string, Buffer>()

  async function bytesOf(path: string): Promise<Buffer> {
    const before = kept.get(path)
    if (before !== undefined) return before
    const bytes = await readFile(path)
    kept.set(path, bytes)
    return bytes
  }

  async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    asset.etag ??= `"${createHash('sha256')
      .update(await bytesOf(asset.path))
      .digest('base64url')
      .slice(0, 22)}"`
    reply.header('cache-control', asset.hashed ? 'public, max-age=31536000, immutable' : 'no-cache').header('etag', asset.etag)
    if (asset.packed.length > 0) reply.header('vary', 'accept-encoding')
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send()
    const encoding = asset.packed.find((one) => takes(request.headers['accept-encoding'], one))
    if (encoding !== undefined) reply.header('content-encoding', encoding)
    const bytes = await bytesOf(encoding === undefined ? asset.path : `${asset.path}${suffix[encoding]}`)
    return reply.type(asset.type).header('content-length', bytes.length).send(bytes)
  }

  http.app.get('/*', { schema: { hide: true }, config: { rateLimit: false } }, async (request, reply) => {
    const path = pathOf(request.url)
    const asset = assets.get(path)
    if (asset !== undefined) return sendAsset(asset, request, reply)
    if (!mayBePage(path)) throw new Failure('missing', 'platform.missing', 'no such file')
    if (pieces === undefined)
      return reply.code(503).type('text/plain; charset=utf-8').send('The console is not built yet. Start with: npm start\n')
    return reply.type('text/html; charset=utf-8').send(pieces.join(styleNonce(request)))
  })
}

async function findAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = new Set(entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
  const assets = new Map<string, Asset>()
  for (const path of names) {
    const name = path.slice(folder.replace(/\/+$/, '').length).replaceAll('\\', '/')
    const type = types[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? '']
    // the page is a template; the manifest and other dot files are the build's own
    if (type === undefined || name === '/index.html' || name.includes('/.')) continue
    const packed = (['br', 'gzip'] as const).filter((encoding) => names.has(`${path}${suffix[encoding]}`))
    assets.set(name, { path, type, packed, hashed: /^\/assets\/(?:.*-)?[\w-]{7,}\.[a-z0-9]+$/.test(name) })
  }
  return assets
}

function pathOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '/'
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A page's address has no file name in its last part, and is nobody else's. */
function mayBePage(path: string): boolean {
  return !/^\/(?:api|assets)(?:\/|$)/.test(path) && !/\.[a-z0-9]{1,11}$/i.test(path)
}

/** Whether Accept-Encoding (RFC 9110 §12.5.3) takes this coding; one with a weight of nought does not. */
function takes(header: string | string[] | undefined, encoding: Encoding): boolean {
  const asked = String(header ?? '')
    .toLowerCase()
    .split(',')
  const found = asked.map((one) => one.trim().split(/\s*;\s*q\s*=\s*/)).find(([name]) => name === encoding)
  return found !== undefined && Number(found[1] ?? 1) > 0
}
