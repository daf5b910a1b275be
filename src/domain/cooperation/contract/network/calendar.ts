import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, room } from '../shapes.ts'

const feed = z.object({ madeAt: at })

/** Null where the reader has none. The address itself is told once. */
export const readCalendarFeed = defineRoute({
  method: 'GET',
  path: '/api/network/calendar',
  room,
  access: 'session',
  summary: 'Whether the reader has a private address for a calendar program',
  answer: z.object({ feed: feed.nullable() }),
})

/** One each: the address that one had leads nowhere from then on. */
export const makeCalendarFeed = defineRoute({
  method: 'POST',
  path: '/api/network/calendar',
  room,
  access: 'session',
  summary: 'Make a private address at which a calendar program fetches the calls of the network',
  secret: true,
  status: 201,
  answer: z.object({ url: z.string(), feed }),
})

export const endCalendarFeed = defineRoute({
  method: 'POST',
  path: '/api/network/calendar/end',
  room,
  access: 'session',
  summary: 'Revoke the private address of one’s calendar',
  status: 204,
})
