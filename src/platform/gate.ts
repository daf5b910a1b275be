/** Lets so many runs through at a time; the others wait in the order in which they came. */
export type Gate = <T>(run: () => Promise<T>) => Promise<T>

export function openGate(atOnce: number): Gate {
  let inside = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (inside < atOnce) inside++
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await run()
    } finally {
      // whoever waits longest takes the place
      const next = waiting.shift()
      if (next === undefined) inside--
      else next()
    }
  }
}
