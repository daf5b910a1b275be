import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { id, room } from '../shapes.ts'
import { memberKinds } from './names.ts'

const count = z.number().int()

const tie = z.object({
  member: z.object({ id, name: z.string(), country: z.string(), kind: z.enum(memberKinds) }),
  /** requests that we sent to them, and they to us */
  asked: count,
  asking: count,
  /** what we showed to them by name, and they to us */
  shown: count,
  seen: count,
  /** calls of which both came to one item, as far as we see it */
  calls: count,
  /** groups and joint cases that both are in now */
  groups: count,
  joint: count,
})
export type Tie = z.output<typeof tie>

/** Read from the acting organisation's own rows and what it may see: nobody is told who works with others. `since`: from that day on, for what happens at a moment. */
export const listTies = defineRoute({
  method: 'GET',
  path: '/api/network/ties',
  room,
  access: 'read',
  summary: 'With whom of the network the acting organisation works, and by what',
  query: z.object({ since: z.iso.date().optional() }),
  /** `from`: the country of the own card */
  answer: z.object({ since: z.iso.date(), from: z.string().nullable(), items: z.array(tie) }),
})
