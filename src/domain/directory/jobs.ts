import { z } from 'zod'
import { systemActor } from '../../base/actor.ts'
import { defineJob, type Job } from '../../platform/events.ts'
import { queueLetter } from '../../platform/mail/outgoing.ts'
import { perform } from '../../platform/work.ts'
import { isDigestDue } from './digest.ts'
import { digestLetter } from './letters.ts'
import { awaitingDigest, lockWaitingDigests, markMailed } from './store/notices.ts'
import { findOrganisation } from './store/organisations.ts'

const nothing = z.object({})

/**
 * A job that goes outside, such as one that sends mail: it does nothing while its organisation is suspended. What it was for stays where it waits, and
 * `resumeOrganisation` asks for it again.
 */
export function unlessSuspended<T>(job: Job<T>): Job<T> {
  return {
    ...job,
    async run(ctx, actor, payload) {
      const { organisation } = actor
      const found = organisation === null ? undefined : await ctx.read(actor, (tx) => findOrganisation(tx, organisation))
      if ((found?.suspended_at ?? null) === null) await job.run(ctx, actor, payload)
    },
  }
}

/** Mails their digest to those people of one organisation for whom it is due now. */
export const sendDigest = defineJob({
  name: 'directory.send-digest',
  payload: nothing,
  async run(ctx, actor) {
    const { organisation } = actor
    if (organisation === null || ctx.config.TOCSIN_RELAY === null) return
    const domain = ctx.config.TOCSIN_MAIL_DOMAIN
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const name = (await findOrganisation(work.tx, organisation))?.name ?? ''
      for (const waiting of await lockWaitingDigests(work.tx, organisation)) {
        const wish = { digest: waiting.digest, hour: waiting.digest_hour, timeZone: waiting.time_zone }
        if (!isDigestDue(wish, waiting.digest_at, work.now)) continue
        const link = `${ctx.config.TOCSIN_PUBLIC_URL}/notices`
        const wording = digestLetter(waiting.locale, { organisation: name, count: waiting.count, link })
        const from = { name, address: `noreply@${domain}` }
        await queueLetter(work, { kind: 'digest', about: null, from, to: waiting.email, auto: true, ...wording }, domain)
        await markMailed(work.tx, organisation, waiting.person, work.now)
      }
    })
  },
})

/** Every hour, by the node itself: starts one `sendDigest` for each organisation with notices that wait. */
export const sendDigests = defineJob({
  name: 'directory.send-digests',
  payload: nothing,
  async run(ctx) {
    if (ctx.config.TOCSIN_RELAY === null) return
    const owners = await ctx.read(systemActor('directory.send-digests', null), awaitingDigest)
    for (const owner of owners) {
      await perform(ctx, systemActor('directory.send-digests', owner), async (work) => {
        work.require(work.actor.kind === 'system')
        work.enqueue(sendDigest, {}, { key: 'digest' })
      })
    }
  },
})
