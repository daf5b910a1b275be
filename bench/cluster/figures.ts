/** What was found against what is true: groups by name, null for alone. Pairs that the truth leaves open count on neither side. */
export type Figures = {
  readonly precision: number
  readonly recall: number
  readonly pairs: { readonly right: number; readonly wrong: number; readonly missed: number }
  readonly largestFound: number
  readonly largestTrue: number
  readonly wrongPairs: readonly (readonly [string, string])[]
}

export type Placed = { readonly id: string; readonly truth: string | null; readonly found: string | null }

export function figuresOf(placed: readonly Placed[], open: (a: string, b: string) => boolean): Figures {
  let right = 0
  let wrong = 0
  const wrongPairs: [string, string][] = []
  for (const group of groupsBy(placed, ({ found }) => found))
    for (const [at, one] of group.entries())
      for (const other of group.slice(at + 1)) {
        if (one.truth !== null && one.truth === other.truth) right++
        else if (!open(one.id, other.id)) {
          wrong++
          wrongPairs.push([one.id, other.id])
        }
      }
  const truths = groupsBy(placed, ({ truth }) => truth)
  const all = truths.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  const largest = (groups: readonly (readonly Placed[])[]) => Math.max(0, ...groups.map(({ length }) => length))
  return {
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    recall: all === 0 ? 1 : right / all,
    pairs: { right, wrong, missed: all - right },
    largestFound: largest(groupsBy(placed, ({ found }) => found)),
    largestTrue: largest(truths),
    wrongPairs,
  }
}

function groupsBy(placed: readonly Placed[], of: (one: Placed) => string | null): Placed[][] {
  const groups = new Map<string, Placed[]>()
  for (const one of placed) {
    const name = of(one)
    if (name === null) continue
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [one])
    else group.push(one)
  }
  return [...groups.values()]
}
