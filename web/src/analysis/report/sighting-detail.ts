export type Told = {
  readonly facts: readonly { readonly key: string; readonly value: string }[]
  readonly rest: Readonly<Record<string, unknown>>
}

/** What a form says of a sighting, as names and plain values; what is deeper stays together as `rest`. Nothing said is left out. */
export function detailOf(detail: Readonly<Record<string, unknown>>): Told {
  const facts: { key: string; value: string }[] = []
  const rest: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(detail)) {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue
    if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) continue
    const plain = plainly(value)
    if (plain === undefined) rest[key] = value
    else facts.push({ key, value: plain })
  }
  return { facts, rest }
}

function plainly(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number')) return value.join(' · ')
  return undefined
}
