/**
 * The name of a pure function that runs apart from the server's own thread, and what it takes and gives; both cross threads by
 * structured clone. Who asks and who does need to know no more of each other than this.
 */
export type Task<Input, Value> = {
  readonly name: string
  /** never there: they carry the types */
  readonly __input?: (input: Input) => void
  readonly __value?: Value
}

export function defineTask<Input, Value>(name: string): Task<Input, Value> {
  return { name }
}
