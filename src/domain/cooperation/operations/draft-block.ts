import { Failure } from '../../../base/failure.ts'
import type { BlockKind } from '../../../formats/blocklist/index.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform } from '../../../platform/work.ts'
import { actionProposed, declineAction, findAction, findCase, outsideCodeOf } from '../../cases/index.ts'
import { entryKinds } from '../contract/lists.ts'
import { findReleaseOf } from '../store/releases.ts'
import { decideByRule } from './by-rule.ts'
import { askBlock, codeOf, type Wanted } from './lists.ts'
import { ownerOf } from './note.ts'

/** An action that lists something was proposed: drafts the release that is approved. Where everything is refused the action is declined, and says why. */
export const draftBlock = defineJob({
  name: 'cooperation.draft-block',
  payload: actionProposed.payload,
  async run(ctx, actor, { actionId }) {
    const release = await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const action = await findAction(work.tx, actionId)
      if (action?.kind !== 'block' || action.state !== 'proposed') return undefined
      const known = await findReleaseOf(work.tx, ownerOf(work), action.id)
      if (known !== undefined) return known
      const found = await findCase(work.tx, action.case)
      if (found === undefined) throw new Failure('missing', 'cooperation.no-case', `case ${action.case}`)
      const { code } = await codeOf(work.tx, action.owner)
      const days = Number(action.options['days'] ?? 30)
      const asked = await askBlock(work, ctx.config, {
        wanted: action.things.flatMap(wantedOf),
        reason: found.code,
        days: Number.isInteger(days) && days >= 1 && days <= 365 ? days : 30,
        action: { id: action.id, case: action.case, code: outsideCodeOf(code, found.code), ground: action.ground },
      })
      if (asked.release === null)
        await declineAction(
          work,
          action.id,
          asked.refused
            .map(({ value, why }) => `${value.slice(0, 200)}: ${why}`)
            .join('\n')
            .slice(0, 2_000) || 'nothing',
        )
      return asked.release ?? undefined
    })
    if (release !== undefined) await decideByRule(ctx, actor, release)
  },
})

/** What an action names that a list can hold; files and senders are no entries. */
function wantedOf({ kind, value }: { readonly kind: string; readonly value: string }): readonly Wanted[] {
  const found: BlockKind | undefined = entryKinds.find((one) => one === kind)
  return found === undefined ? [] : [{ kind: found, value }]
}
