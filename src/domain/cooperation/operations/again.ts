import { z } from 'zod'
import { defineJob } from '../../../platform/events.ts'
import { perform } from '../../../platform/work.ts'
import { proposeAction } from '../../cases/index.ts'
import { listDue, setSubmission } from '../store/samples.ts'
import { ownerOf } from './note.ts'

const atOnce = 50

/**
 * Proposes to give a vendor again what they do not detect yet while it still spreads, once for each submission. It is an action like any other: nothing goes
 * before somebody, or a rule, approves its bytes.
 */
export const proposeAgain = defineJob({
  name: 'cooperation.propose-again',
  payload: z.object({}),
  async run(ctx, actor) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      for (const { id, case: of, way, sha256 } of await listDue(work.tx, ownerOf(work), work.now, atOnce)) {
        await setSubmission(work.tx, id, { again_at: work.now })
        await proposeAction(work, of, {
          kind: 'submit-sample',
          recipient: null,
          things: [{ kind: 'file', value: sha256 }],
          options: { vendor: way, again: id },
          ground: 'still-spreads',
        })
      }
    })
  },
})
