import type { ZodType, z } from 'zod'
import { newId } from '../../../src/base/id.ts'
import type { AnswerOf, BodyFor, QueryFor, Route } from '../../../src/base/route.ts'
import { fetchWords } from './problem-words.ts'

type ParamsFor<R extends Route> = R extends Route<infer P> ? (P extends ZodType ? z.input<P> : undefined) : never

type Part<Name extends string, T> = [T] extends [undefined] ? { readonly [K in Name]?: undefined } : { readonly [K in Name]: T }
type OptionalPart<Name extends string, T> = [T] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends T
    ? { readonly [K in Name]?: T | undefined }
    : { readonly [K in Name]: T }

/** What a call of a route needs: exactly the parts that its contract has. */
export type InputOf<R extends Route> = Part<'params', ParamsFor<R>> & OptionalPart<'query', QueryFor<R>> & Part<'body', BodyFor<R>>

type CallOptions = {
  readonly signal?: AbortSignal | undefined
  /** Idempotency-Key; give one to repeat a POST safely. Each call makes its own otherwise. */
  readonly key?: string
  /** milliseconds after which an answer that was only to be read is not waited for any more */
  readonly patience?: number
}

/**
 * Why a call gave no answer. `code` is the server's (`room.reason`), or `console.offline` when no server was reached,
 * `console.no-answer` when it gave none in time.
 */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly status: number
  readonly code: string
  readonly detail: unknown

  constructor(status: number, code: string, detail?: unknown, options?: ErrorOptions) {
    super(`${status} ${code}`, options)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

type Loose = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown }

// a page that waits longer had better say so; what changes something is let come to its end
const patient = 30_000

/** Calls a route of a contract under the session of this browser. Fails with `ApiFailure`. */
export async function call<R extends Route>(route: R, input: InputOf<R>, options: CallOptions = {}): Promise<AnswerOf<R>> {
  const { params, query, body } = input as Loose
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (route.method === 'POST') headers['idempotency-key'] = options.key ?? newId()
  const ends = [options.signal, route.method === 'GET' ? AbortSignal.timeout(options.patience ?? patient) : undefined].filter(
    (one) => one !== undefined,
  )
  const answer = await reach(addressOf(route.path, params, query), {
    method: route.method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(ends.length === 0 ? {} : { signal: AbortSignal.any(ends) }),
  })
  if (!answer.ok) throw await told(failureOf(answer.status, answer.text))
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as AnswerOf<R>
}

/** Whether the server that this page came from can be reached. */
export async function reachable(): Promise<boolean> {
  return fetch('/first-paint.js', { method: 'HEAD', cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  )
}

async function reach(
  address: string,
  request: RequestInit,
): Promise<{ readonly ok: boolean; readonly status: number; readonly text: string }> {
  try {
    const answer = await fetch(address, request)
    return { ok: answer.ok, status: answer.status, text: await answer.text() }
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    if (cause instanceof DOMException && cause.name === 'TimeoutError') throw new ApiFailure(408, 'console.no-answer', undefined, { cause })
    throw new ApiFailure(0, 'console.offline', undefined, { cause })
  }
}

/** The address of a route with its parameters filled in; absent ones of the query are left out, lists are repeated. */
export function addressOf(path: string, params: unknown, query: unknown): string {
  const given = (params ?? {}) as Record<string, unknown>
  const filled = path.replace(/:([A-Za-z]+)/g, (_whole, name: string) => encodeURIComponent(String(given[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

/** Reads problem details (RFC 9457); whatever else a proxy or a broken server sends gets a code by its status. */
export function failureOf(status: number, text: string): ApiFailure {
  try {
    const problem = JSON.parse(text) as { code?: unknown; detail?: unknown }
    if (typeof problem.code === 'string') return new ApiFailure(status, problem.code, problem.detail)
  } catch {
    // no JSON: not from our server
  }
  return new ApiFailure(status, status === 401 ? 'platform.sign-in' : status >= 500 ? 'platform.unexpected' : `console.status-${status}`)
}

/** A failure whose words are there when it is drawn. */
async function told(failure: ApiFailure): Promise<ApiFailure> {
  await fetchWords(failure.code)
  return failure
}

/** A field that the server refused: the name as the body has it (`email`, `organisation.name`), and the server's reason for the log. */
export type FieldFault = { readonly field: string; readonly says: string }

/** The fields at fault, from a refused schema or from a failure that names its field. */
export function faultsOf(failure: unknown): readonly FieldFault[] {
  if (!(failure instanceof ApiFailure) || typeof failure.detail !== 'object' || failure.detail === null) return []
  const detail = failure.detail as { fields?: unknown; field?: unknown }
  if (typeof detail.field === 'string') return [{ field: detail.field, says: failure.code }]
  if (!Array.isArray(detail.fields)) return []
  return detail.fields.flatMap((one: unknown) => {
    const { at, says } = (one ?? {}) as { at?: unknown; says?: unknown }
    if (typeof at !== 'string') return []
    return [{ field: at.replace(/^(?:body|querystring|params)\/?/, '').replaceAll('/', '.'), says: typeof says === 'string' ? says : '' }]
  })
}

export type UploadOptions = {
  readonly signal?: AbortSignal
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  /** bytes sent and bytes in all */
  onProgress?(sent: number, total: number): void
}

/** Sends a file or a form by POST and tells how far it is; `fetch` cannot say that of a request. Fails with `ApiFailure`. */
export function upload<T>(path: string, body: Blob | FormData, options: UploadOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('idempotency-key', options.key ?? newId())
    for (const [name, value] of Object.entries(options.headers ?? {})) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => options.onProgress?.(event.loaded, event.total)
    request.onload = () => {
      if (request.status < 200 || request.status > 299) return void told(failureOf(request.status, request.responseText)).then(reject)
      try {
        resolve(JSON.parse(request.responseText) as T)
      } catch (cause) {
        reject(new ApiFailure(request.status, 'platform.unexpected', undefined, { cause }))
      }
    }
    request.onerror = () => reject(new ApiFailure(0, 'console.offline'))
    request.onabort = () => reject(new DOMException('the upload was stopped', 'AbortError'))
    options.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  })
}
