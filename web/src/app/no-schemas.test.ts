import { expect, test } from 'vitest'
import type { z as zod } from 'zod'
import { z } from './no-schemas.ts'

// it stands for zod
const stub = z as unknown as typeof zod

test('contracts can be stated with it, as with the real thing', () => {
  const page = { after: stub.string().max(200).optional(), limit: stub.coerce.number().int().min(1).default(50) }
  const id = stub.uuid()
  const role = stub.enum(['a', 'b'])
  const hash = stub.string().length(64)
  const shape = stub.object({ id, role, hash, at: stub.iso.datetime(), ...page }).extend({ more: stub.array(id).nullable() })
  expect(() =>
    stub.strictObject({ a: shape.shape.id.optional(), b: stub.union([shape, stub.literal('x')]).refine(() => true) }),
  ).not.toThrow()
})

test('a schema that is asked anything refuses out loud', () => {
  const schema = stub.object({}).optional()
  for (const ask of [
    () => schema.parse({}),
    () => schema.safeParse({}),
    () => schema['~standard'],
    () => stub.enum(['a']).options,
    () => [...(schema as unknown as Iterable<unknown>)],
    () => `${schema}`,
  ]) {
    expect(ask).toThrow('schemas do not travel')
  }
})
