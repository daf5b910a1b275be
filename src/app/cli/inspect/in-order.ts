/** How much may be under way at once. */
export type Window = { readonly count: number; readonly weight: number }

/**
 * Does the work for each of a stream of things, many at a time, and gives the answers in the order of the things. Takes no more from
 * the stream than the window holds, though always at least one, so that what is ahead never fills memory.
 */
export async function* inOrder<In, Out>(
  things: AsyncIterable<In>,
  window: Window,
  weigh: (thing: In) => number,
  work: (thing: In) => Promise<Out>,
): AsyncGenerator<Out, void, undefined> {
  const iterator = things[Symbol.asyncIterator]()
  const underWay: { readonly answer: Promise<Out>; readonly weight: number }[] = []
  let weight = 0
  let ended = false
  try {
    for (;;) {
      while (!ended && underWay.length < window.count && (underWay.length === 0 || weight < window.weight)) {
        const next = await iterator.next()
        if (next.done === true) {
          ended = true
          break
        }
        const one = weigh(next.value)
        weight += one
        const answer = work(next.value)
        // an answer that nobody waits for yet must not end the process
        answer.catch(() => undefined)
        underWay.push({ answer, weight: one })
      }
      const first = underWay.shift()
      if (first === undefined) return
      const answer = await first.answer
      weight -= first.weight
      yield answer
    }
  } finally {
    await iterator.return?.()
  }
}
