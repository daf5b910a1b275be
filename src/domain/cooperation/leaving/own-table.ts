/** A table that holds an organisation's rows, as the database's own catalogue tells it. */
export type OwnTable = {
  /** `schema.table`, quoted where it must be */
  readonly name: string
  readonly columns: readonly OwnColumn[]
  readonly key: readonly string[]
  /** the tables that its rows refer to */
  readonly refersTo: readonly string[]
}
export type OwnColumn = { readonly name: string; readonly type: string; readonly nullable: boolean }

/** Each after those whose rows refer to it: in this order rows can be deleted. Throws on a circle, which the schema has none of. */
export function inErasingOrder<T extends Pick<OwnTable, 'name' | 'refersTo'>>(tables: readonly T[]): readonly T[] {
  const left = [...tables]
  const done: T[] = []
  while (left.length > 0) {
    const isFree = (one: T) => !left.some(({ name, refersTo }) => name !== one.name && refersTo.includes(one.name))
    const at = left.findIndex(isFree)
    if (at < 0) throw new Error(`tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`)
    done.push(...left.splice(at, 1))
  }
  return done
}
