import { Failure } from '../../../base/failure.ts'
import type { BodyOf } from '../../../base/route.ts'
import type { Context } from '../../../platform/context.ts'
import type { Work } from '../../../platform/work.ts'
import { isInside, sealSecret } from '../adapters/subscriber-lookup.ts'
import { readNet } from '../answers/thing.ts'
import type { putSubscriberLookup } from '../contract/answers.ts'
import { mayConfigureLookup } from '../policy.ts'
import { deleteLookup, findLookup, type LookupRow, putLookup } from '../store/subscriber-lookup.ts'
import { actingIn } from './invite.ts'

/**
 * Has a system of the organisation's own asked who had an address. A secret that is kept stays only with the place it was entered for: nobody
 * sends it elsewhere by changing the URL. Refuses `directory.lookup-url`, `directory.lookup-nets`, `directory.lookup-secret`.
 */
export async function setSubscriberLookup(
  ctx: Pick<Context, 'mac' | 'config'>,
  work: Work,
  asked: BodyOf<typeof putSubscriberLookup>,
): Promise<LookupRow> {
  work.require(mayConfigureLookup(work.actor))
  const owner = actingIn(work.actor)
  const url = URL.parse(asked.url.replace(/\{(?:address|port|at)\}/g, '0'))
  const why = faultOf(url, asked.url, isInside(ctx.config.TOCSIN_INSIDE, asked.url.replace(/[{}]/g, '0')))
  if (why !== undefined || url === null)
    throw new Failure('invalid', 'directory.lookup-url', `the URL can't be asked: ${why}`, { detail: { why } })
  const nets = asked.nets.map((text) => readNet(text)?.net)
  if (nets.some((net) => net === undefined)) throw new Failure('invalid', 'directory.lookup-nets', 'a network is none')
  const before = await findLookup(work.tx)
  const same = before !== undefined && before.header === asked.header && URL.parse(before.url.replace(/[{}]/g, '0'))?.origin === url.origin
  const kept = same ? before.secret : null
  const secret = asked.secret === undefined ? kept : sealSecret(ctx, owner, asked.secret)
  if (asked.header !== null && secret === null) throw new Failure('invalid', 'directory.lookup-secret', 'the header wants its secret')
  const row: LookupRow = {
    owner,
    url: asked.url,
    header: asked.header,
    secret: asked.header === null ? null : secret,
    pointers: asked.pointers,
    nets: nets.filter((net): net is string => net !== undefined),
    set_at: work.now,
    set_by: work.actor.id,
  }
  await putLookup(work.tx, row)
  work.record('directory.lookup-set', owner, { host: url.host })
  work.announce('subscriber-lookup', '')
  return row
}

function faultOf(url: URL | null, text: string, inside: boolean): string | undefined {
  if (url === null || !/^https?:$/.test(url.protocol)) return 'scheme'
  if (url.username !== '' || url.password !== '') return 'credentials'
  if (!text.includes('{address}')) return 'no-address'
  // a secret and a subscriber's address do not cross the world in clear
  return url.protocol === 'http:' && !inside ? 'plain' : undefined
}

export async function removeSubscriberLookup(work: Work): Promise<void> {
  work.require(mayConfigureLookup(work.actor))
  if (!(await deleteLookup(work.tx))) throw new Failure('missing', 'directory.no-lookup', 'no look-up is configured')
  work.record('directory.lookup-removed', actingIn(work.actor))
  work.announce('subscriber-lookup', '')
}
