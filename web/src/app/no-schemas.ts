// What `zod` is to the contracts when they travel to the console (vite.config.ts): the console takes their types and their routes and
// leaves checking to the server, so the schemas stay at home. Building one works; asking one anything is refused out loud.

const questions = new Set<string | symbol>([
  'parse',
  'safeParse',
  'parseAsync',
  'safeParseAsync',
  'encode',
  'decode',
  'options',
  'enum',
  'values',
  'value',
  'def',
  '_zod',
  '~standard',
  'map',
  'toString',
  'toJSON',
  Symbol.iterator,
  Symbol.toPrimitive,
])

const schema: unknown = new Proxy(() => {}, {
  get(_target, name) {
    if (questions.has(name)) throw new Error(`schemas do not travel to the console: ${String(name)} was asked of one`)
    return name === 'then' ? undefined : schema
  },
  apply: () => schema,
})

// `z.object`, `z.iso.datetime`, `z.coerce.number`: ways to a schema
const way: unknown = new Proxy(() => {}, { get: () => way, apply: () => schema })

export const z = way
