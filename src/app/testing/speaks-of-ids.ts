import { z } from 'zod'

/** Whether a schema has an id anywhere in what it takes. */
export function speaksOfIds(schema: z.ZodType): boolean {
  return JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).includes('"format":"uuid"')
}
