import type { Actor } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { queueLetter } from '../../../platform/mail/outgoing.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { acknowledgedADay, readingAddress } from '../acknowledge.ts'
import { mayWorkOn } from '../policy.ts'
import { type DueWish, findShowing, lockDueWishes, setMailed } from '../store/courses.ts'
import { countLetters } from '../store/mail.ts'
import { endingLetter } from '../texts.ts'
import { trackingToken } from './receive.ts'

/** milliseconds that an end must have stood before anybody is written to: what was closed by mistake is open again by then */
export const endStands = 3_600_000
const day = 86_400_000
const atOnce = 200
/** references in one letter; a reporter of more gets another */
const inOneLetter = 20

/** Tells reporters who wished so how it ended: one letter for all that one of them reported of the same, and never a second one. */
export async function tellEndings(ctx: Context, actor: Actor): Promise<void> {
  while ((await perform(ctx, actor, (work) => tellSome(work, ctx))) === atOnce);
}

async function tellSome(work: Work, ctx: Context): Promise<number> {
  work.require(mayWorkOn(work.actor) && work.actor.kind === 'system')
  const owner = work.actor.organisation as OrganisationId
  if ((await findShowing(work.tx, owner)) === 'none') return 0
  const due = await lockDueWishes(work.tx, new Date(work.now.getTime() - endStands), atOnce)
  for (const group of lettersOf(due)) await tell(work, ctx, group)
  return due.length
}

function lettersOf(due: readonly DueWish[]): DueWish[][] {
  const letters: DueWish[][] = []
  for (const wish of due) {
    const last = letters.at(-1)
    const first = last?.[0]
    const same = first?.course === wish.course && first.address.toLowerCase() === wish.address.toLowerCase()
    if (last !== undefined && same && last.length < inOneLetter) last.push(wish)
    else letters.push([wish])
  }
  return letters
}

/** Whoever has had enough letters for a day gets no more of them; the page tells all the same. */
async function tell(work: Work, ctx: Context, group: readonly DueWish[]): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const { TOCSIN_MAIL_DOMAIN: domain, TOCSIN_PUBLIC_URL: url } = ctx.config
  const owner = work.actor.organisation as OrganisationId
  const sent = await countLetters(work.tx, owner, 'ending', first.address, new Date(work.now.getTime() - day))
  const reports = group.map(({ report }) => report)
  const to = sent >= acknowledgedADay ? undefined : readingAddress(first.address, domain)
  if (to !== undefined) {
    const lines = group.map(({ report, reference }) => ({ reference, link: `${url}/track/${trackingToken(ctx.mac, report)}` }))
    const { title, text } = endingLetter(first.language, first.how, lines)
    const from = { name: 'Tocsin', address: `report@${domain}` }
    await queueLetter(work, { kind: 'ending', about: first.report, from, to, title, text, auto: true }, domain)
  }
  await setMailed(work.tx, reports, work.now)
  for (const report of reports) work.record(to === undefined ? 'intake.ending-not-told' : 'intake.ending-told', report)
}
