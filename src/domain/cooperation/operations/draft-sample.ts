import type { ReleaseId } from '../../../base/id.ts'
import { newId } from '../../../base/id.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type ActionRow, actionProposed, declineAction, findAction, findCase, outsideCodeOf, proposeAction } from '../../cases/index.ts'
import type { ReleaseRecipient } from '../release.ts'
import { findReleaseOf } from '../store/releases.ts'
import { findSubmission, insertSubmission, listGiven } from '../store/samples.ts'
import type { Way } from '../ways/way.ts'
import { askRelease } from './draft.ts'
import { findWay, listWays, takeWay } from './find-way.ts'
import { codeOf } from './lists.ts'
import { ownerOf } from './note.ts'
import { prepareRelease } from './prepare.ts'

/** files and vendors that one action may be spread over */
const mostPairs = 20

/**
 * An action that gives a file to a vendor was proposed: one release for one file and one vendor. One that names several files, or no vendor, takes the first
 * pair itself and proposes an action for each of the others: who is not asked by name is each vendor that is confirmed and has not got the file yet.
 */
export const draftSample = defineJob({
  name: 'cooperation.draft-sample',
  payload: actionProposed.payload,
  async run(ctx, actor, { actionId }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const action = await findAction(work.tx, actionId)
      if (action?.kind !== 'submit-sample' || action.state !== 'proposed') return
      const release = (await findReleaseOf(work.tx, ownerOf(work), action.id)) ?? (await ask(work, action))
      if (release !== undefined) work.enqueue(prepareRelease, { releaseId: release }, { key: release })
    })
  },
})

type Pair = { readonly sha256: string; readonly way: Way }

async function ask(work: Work, action: ActionRow): Promise<ReleaseId | undefined> {
  const files = action.things.flatMap(({ kind, value }) => (kind === 'file' && /^[0-9a-f]{64}$/i.test(value) ? [value.toLowerCase()] : []))
  const named = typeof action.options['vendor'] === 'string' ? action.options['vendor'] : undefined
  const pairs = await pairsOf(work, [...new Set(files)], named)
  const [first, ...others] = pairs.slice(0, mostPairs)
  if (first === undefined) {
    await declineAction(work, action.id, files.length === 0 ? 'no-file' : named === undefined ? 'no-vendor' : 'no-way')
    return undefined
  }
  for (const { sha256, way } of others) {
    const thing = action.things.find(({ kind, value }) => kind === 'file' && value.toLowerCase() === sha256)
    const common = { kind: 'submit-sample' as const, recipient: null, ground: action.ground }
    await proposeAction(work, action.case, {
      ...common,
      things: [{ ...thing, kind: 'file', value: sha256 }],
      options: { ...action.options, vendor: way.id },
    })
  }
  return submit(work, action, first)
}

async function pairsOf(work: Work, files: readonly string[], named: string | undefined): Promise<readonly Pair[]> {
  const owner = ownerOf(work)
  if (named !== undefined) {
    const way = /^[0-9a-f-]{36}$/i.test(named) ? await findWay(work.tx, owner, named) : undefined
    return way?.what === 'vendor' ? files.map((sha256) => ({ sha256, way })) : []
  }
  const ways = (await listWays(work.tx, owner, 'vendor')).filter(({ confirmedAt }) => confirmedAt !== null)
  const given = await listGiven(work.tx, owner, files)
  return files.flatMap((sha256) => ways.filter(({ id }) => !given.has(`${sha256} ${id}`)).map((way) => ({ sha256, way })))
}

async function submit(work: Work, action: ActionRow, { sha256, way }: Pair): Promise<ReleaseId> {
  await takeWay(work, way.id)
  const found = await findCase(work.tx, action.case)
  const { code } = await codeOf(work.tx, action.owner)
  const release = await askRelease(work, {
    kind: 'submit-sample',
    case: action.case,
    objectKind: 'case',
    object: action.case,
    recipient: recipientOf(way),
    purpose: 'submit-sample',
    ground: action.ground ?? 'by-hand',
    profile: null,
    way: way.id,
    title: (found?.title ?? sha256).slice(0, 200),
    mediaType: 'message/rfc822',
    grouping: null,
    codes: found === undefined ? [] : [outsideCodeOf(code, found.code)],
    atMostEvery: null,
    actions: [{ action: action.id, case: action.case }],
  })
  const again = typeof action.options['again'] === 'string' ? action.options['again'] : ''
  const before = /^[0-9a-f-]{36}$/i.test(again) ? await findSubmission(work.tx, again) : undefined
  await insertSubmission(work.tx, {
    id: newId(work.now.getTime()),
    owner: ownerOf(work),
    release,
    way: way.id,
    in_case: action.case,
    sha256,
    at: work.now,
    again_of: before?.id ?? null,
  })
  work.announce('submission', release)
  return release
}

/** Where a way leads, as a release says it: whoever approves sees the address or URL itself. */
export function recipientOf(way: Way): ReleaseRecipient {
  const { name, value, language } = way
  const kind = way.kind === 'mail' ? 'address' : way.what === 'vendor' ? 'vendor' : 'organisation'
  const common = { name, role: way.what === 'vendor' ? 'vendor' : 'hotline', party: null, contact: null, language }
  return { kind, value: way.kind === 'mail' ? value.toLowerCase() : value, format: 'text', ...common }
}
