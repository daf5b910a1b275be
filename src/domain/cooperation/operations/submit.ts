import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ReleaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import type { Fetched } from '../../../platform/net/fetch.ts'
import { openSecret } from '../../../platform/secret-box.ts'
import { perform } from '../../../platform/work.ts'
import type { ReleaseRow } from '../release.ts'
import { type DraftRow, findDraft } from '../store/drafts.ts'
import { findRelease } from '../store/releases.ts'
import { secretPurpose, type Way } from '../ways/way.ts'
import { noteSaid } from './answers.ts'
import { findWay } from './find-way.ts'
import { settleRelease } from './settle.ts'
import { faultOf } from './way-fault.ts'

/** of the answer: bytes that are read, characters that are kept */
const readAtMost = 262_144
const saidAtMost = 16_000
const patience = 60_000

/** Posts the approved form of a sample to a vendor's API. It does so outside of a unit of work; a stop in between gives it a second time, which tells the vendor nothing new. */
export const submitSample = defineJob({
  name: 'cooperation.submit-sample',
  payload: z.object({ releaseId: z.string() }),
  attempts: 3,
  async run(ctx, actor, { releaseId }) {
    const id = releaseId as ReleaseId
    const ready = await ctx.read(actor, async (tx) => {
      const release = await findRelease(tx, id)
      if (release?.state !== 'decided' || release.kind !== 'submit-sample' || release.sha256 === null || release.way === null)
        return undefined
      const way = await findWay(tx, release.owner, release.way)
      return { release, way, sha256: release.sha256, draft: await findDraft(tx, id, release.sha256) }
    })
    if (ready === undefined) return
    const { state, receipt, said } = await post(ctx, ready)
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      await settleRelease(work, id, state, receipt)
      if (said !== null) await noteSaid(work, id, said)
    })
  },
})

type Ready = { readonly release: ReleaseRow; readonly way: Way | undefined; readonly sha256: string; readonly draft: DraftRow | undefined }
type Posted = { readonly state: 'delivered' | 'failed'; readonly receipt: Readonly<Record<string, unknown>>; readonly said: string | null }

const failed = (why: string, more: Readonly<Record<string, unknown>> = {}): Posted => ({
  state: 'failed',
  receipt: { why, ...more },
  said: null,
})

async function post(ctx: Context, { release, way, sha256, draft }: Ready): Promise<Posted> {
  const fault = faultOf(way, release.recipient.value)
  if (way === undefined || fault !== undefined) return failed(fault ?? 'way-ended')
  if (release.until !== null && release.until <= ctx.now()) return failed('lapsed')
  if (draft === undefined) return failed('bytes-gone')
  if (createHash('sha256').update(draft.bytes).digest('hex') !== sha256) return failed('altered')
  const secret = way.secret === null ? undefined : openSecret(ctx.mac, secretPurpose(way.id), way.secret)
  if (way.secret !== null && secret === undefined) return failed('secret')
  const answer = await ctx.outside.fetchOutside(way.value, {
    purpose: 'submit',
    method: 'POST',
    headers: { 'content-type': release.mediaType, ...(way.header === null || secret === undefined ? {} : { [way.header]: secret }) },
    // a redirect would take sample and secret to somebody who was not confirmed
    limits: { bytes: readAtMost, time: patience, redirects: 0 },
    body: draft.bytes,
    warrant: { kind: 'release', release: release.id, sha256 },
  })
  return judge(answer)
}

function judge(answer: Fetched): Posted {
  if (answer.kind === 'refused') return failed(answer.why === 'off' ? 'outside-off' : 'unreachable', { answer: answer.why })
  if (answer.kind !== 'answered') return failed('unreachable', { answer: answer.why })
  const said = textOf(answer.body)
  const receipt = { answer: `HTTP ${answer.status}`, status: answer.status }
  return answer.status >= 200 && answer.status < 300
    ? { state: 'delivered', receipt, said }
    : { ...failed('api-refused', receipt), said: said === '' ? null : said }
}

/** What an API said, as text that can be shown. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .slice(0, saidAtMost)
    .replaceAll(/[^\P{C}\n\t]/gu, '\ufffd')
}
