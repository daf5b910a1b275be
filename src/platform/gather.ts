import { AsyncLocalStorage } from 'node:async_hooks'

/** Does many small things that wait at the same moment as one: while a group is under way, those that come gather for the next. */
export type Gatherer<In, Out> = (one: In) => Promise<Out>

/**
 * `run` answers in the order of its input. When it fails for a group of several, each is tried alone, so that one bad element does not refuse the rest.
 * Groups hold at most `size` elements, all of one `key`; up to `side` groups run side by side.
 */
export function gatherer<In, Out>(
  size: number,
  side: number,
  run: (group: readonly In[]) => Promise<readonly Out[]>,
  key: (one: In) => string = () => '',
): Gatherer<In, Out> {
  type Waiting = { readonly one: In; readonly resolve: (out: Out) => void; readonly reject: (error: unknown) => void }
  // a group is nobody's request: what the caller that happened to start it carries along (an Idempotency-Key) must not reach the others
  const apart = AsyncLocalStorage.snapshot()
  let waiting: Waiting[] = []
  let running = 0

  function start(): void {
    for (let first = waiting[0]; first !== undefined && running < side; first = waiting[0]) {
      // whoever waits longest says which key is next
      const next = key(first.one)
      const group = waiting.filter(({ one }) => key(one) === next).slice(0, size)
      const taken = new Set(group)
      waiting = waiting.filter((each) => !taken.has(each))
      running++
      void settle(group).finally(() => {
        running--
        start()
      })
    }
  }

  async function settle(group: readonly Waiting[]): Promise<void> {
    try {
      const out = await run(group.map((each) => each.one))
      group.forEach((each, at) => {
        each.resolve(out[at] as Out)
      })
    } catch (error) {
      const [only] = group
      if (group.length === 1 && only !== undefined) only.reject(error)
      else for (const each of group) await settle([each])
    }
  }

  return (one) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      // lets what arrives in the same turn of the event loop come along
      setImmediate(() => apart(start))
    })
}
