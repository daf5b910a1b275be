export type Told = {
  readonly facts: readonly { readonly key: string; readonly value: string }[]
  readonly rest: Readonly<Record<string, unknown>>
}

/**
 * What a form says of a sighting, as names and plain values; what is deeper stays together as `rest`. The `fields` of a XARF report are its
 * own words and stand beside the others. Nothing that was said is left out.
 */
export function detailOf(detail: Readonly<Record<string, unknown>>): Told {
  const facts: { key: string; value: string }[] = []
  const rest: [string, unknown][] = []
  const { fields, ...own } = detail
  const all = isObject(fields) ? [...Object.entries(own), ...Object.entries(fields)] : Object.entries(detail)
  for (const [key, value] of all) {
    if (value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) continue
    const plain = plainly(value)
    if (plain === undefined || facts.some((one) => one.key === key && one.value !== plain)) rest.push([key, value])
    else if (!facts.some((one) => one.key === key)) facts.push({ key, value: plain })
  }
  // a form may name a field __proto__: entries make it a field like any other
  return { facts, rest: Object.fromEntries(rest) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function plainly(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number')) return value.join(' · ')
  return undefined
}

/** Sightings of which the form says the very same, together, in their order. */
export function grouped<S extends { readonly detail: Readonly<Record<string, unknown>> }>(
  sightings: readonly S[],
): readonly (readonly S[])[] {
  const groups = new Map<string, S[]>()
  for (const one of sightings) {
    // a port that nobody named tells nothing apart
    const said = JSON.stringify(
      Object.entries(one.detail)
        .filter(([, value]) => value !== null)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    groups.set(said, [...(groups.get(said) ?? []), one])
  }
  return [...groups.values()]
}
