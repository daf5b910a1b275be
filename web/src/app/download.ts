import { save } from '../ui/save.ts'
import { ApiFailure, failureOf } from './api.ts'

/**
 * Fetches a file and hands it to the person, under the name that the server gave it. Fails with `ApiFailure`, so that a refusal is said
 * and not saved as a file. With a body it is asked for by POST.
 */
export async function download(address: string, name: string, body?: unknown): Promise<void> {
  const answer = await fetch(address, {
    credentials: 'same-origin',
    ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new ApiFailure(0, 'console.offline', undefined, { cause })
  })
  if (!answer.ok) throw failureOf(answer.status, await answer.text().catch(() => ''))
  save(await answer.blob(), nameIn(answer.headers.get('content-disposition')) ?? name)
}

/** The file name of a Content-Disposition (RFC 6266 §4.3), the plain form that our server writes. */
export function nameIn(disposition: string | null): string | undefined {
  return /filename="([\w .-]{1,120})"/.exec(disposition ?? '')?.[1]
}
