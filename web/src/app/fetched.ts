import { ApiFailure, reachable } from './api.ts'

/** A part's file could not be fetched: where that is for want of a connection, the failure says so, and the page that is open stays. */
export function fetched<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return () =>
    load().catch(async (cause: unknown) => {
      throw (await reachable()) ? cause : new ApiFailure(0, 'console.offline', undefined, { cause })
    })
}
