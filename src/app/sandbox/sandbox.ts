import { type LocationData, loadLocationData } from '../../platform/net/locate.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../platform/sandbox/index.ts'

/** What every worker of the product is given. */
export type Shared = { readonly location: LocationData | null }

export type Workers = { readonly sandbox: Sandbox; readonly location: LocationData }

/**
 * The pool of workers with the product's tasks. `cache` is a folder for the table of networks, made at first use; null keeps none.
 * `location` is given back so that the server can say how old the data is and whom to credit.
 */
export async function openWorkers(cache: string | null, options: Omit<SandboxOptions, 'entry' | 'shared'> = {}): Promise<Workers> {
  const location = await loadLocationData(cache)
  const shared: Shared = { location }
  return { sandbox: createSandbox({ ...options, entry: new URL('./worker.ts', import.meta.url), shared }), location }
}
