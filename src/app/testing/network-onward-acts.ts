import { expect } from 'vitest'
import { done } from './calls.ts'
import type { Acts, Play } from './network-play.ts'
import type { Party } from './network-world.ts'

/** Asking the owner of a copy whether it may be passed on, its answer, and passing it on. */
export function onwardActs(play: Play): Acts {
  const { things, shares, next, any, members, coming, know, show } = play
  const seen = (who: Party, copy: string) => things.find(({ id, kind }) => kind === 'copy' && id === copy)?.sees(who) === true
  return {
    async 'pass on what is shown, if its owner consents'() {
      const asking = shares
        .filter(({ onward, owner }) => onward === 'ask' && !owner.left)
        .flatMap((share) => members().flatMap((by) => (by !== share.owner && seen(by, share.copy) ? [{ share, by }] : [])))
      const { share, by } = any(asking) ?? {}
      const to = any(members().filter((one) => one !== by && one !== share?.owner))
      if (share === undefined || by === undefined || to === undefined) return false
      const { copy, owner } = share
      const said = { to: { kind: 'member', value: to.joined.id }, what: `${coming()} part`, why: 'They need it.' }
      const asked = await by.joined.client.call('POST', `/api/shared/${copy}/onward`, said)
      expect(asked).toMatchObject({ status: 200 })
      const { id } = (asked.body as { items: [{ id: string }] }).items[0]
      know({ kind: 'ask', id, owner: by, sees: (who) => who === by || who === owner })
      const consents = next(4) > 0
      await done(owner.joined.client, 'POST', `/api/onward/${id}/${consents ? 'consent' : 'refuse'}`, {})
      if (consents) await show(by, { kind: 'document', title: `${coming()} title`, text: `${coming()} text` }, { to: [to], restsOn: copy })
      return true
    },
  }
}
