import { Failure } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { mayKeepCalls } from '../network/call-standing.ts'
import { fairLimits, fairTimes, usualOffice, windowOf } from '../network/fair-time.ts'
import { readStanding } from '../operations/network/standing.ts'
import { listAgencyClocks, listPastCalls } from '../store/network/call-times.ts'

const mostDays = 62
const dayLong = 86_400_000
const pastCalls = 24

/** When a call would be fairest to the agencies. */
export function callTimeRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.proposeCallTimes, async ({ actor, query }) => {
    const { clocks, past } = await ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      if (!mayKeepCalls(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not plan calls')
      return {
        clocks: await listAgencyClocks(tx, standing.network, fairLimits.attending),
        past: await listPastCalls(tx, standing.network, pastCalls),
      }
    })
    const { from, to } = windowOf(query.zone, query.from, query.to)
    const names = new Map(clocks.map(({ id, name }) => [id, name]))
    const proposals = fairTimes({
      attending: clocks.map(({ id, zone }) => ({ id, zone, office: usualOffice })),
      past,
      from: new Date(Math.max(from.getTime(), ctx.now().getTime())),
      to: new Date(Math.min(to.getTime(), from.getTime() + mostDays * dayLong)),
      minutes: query.minutes,
    })
    return {
      agencies: clocks.length,
      items: proposals.map(({ startsAt, counts, bearings }) => ({
        startsAt: startsAt.toISOString(),
        counts,
        night: bearings
          .filter(({ kind }) => kind === 'night')
          .map(({ id, lastNight }) => ({ member: id, name: names.get(id) ?? '', again: lastNight })),
      })),
    }
  })
}
