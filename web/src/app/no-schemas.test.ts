import { expect, test } from 'vitest'
import { z } from './no-schemas.ts'

// biome-ignore lint/suspicious/noExplicitAny: it stands for whatever zod is
const stub = z as any

test('contracts can be stated with it, as with the real thing', () => {
  const page = { after: stub.string().max(200).optional(), limit: stub.coerce.number().int().min(1).default(50) }
  const id = stub.uuid()
  const role = stub.enum(['a', 'b'])
  const shape = stub.object({ id, role, at: stub.iso.datetime(), ...page }).extend({ more: stub.array(id).nullable() })
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
    () => [...schema],
    () => `${schema}`,
  ]) {
    expect(ask).toThrow('schemas do not travel')
  }
})
