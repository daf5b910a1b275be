import { expect } from 'vitest'
import { done } from './calls.ts'
import type { Acts, Play } from './network-play.ts'
import type { Party } from './network-world.ts'

type Kept = { readonly id: string; readonly marker: string; readonly owner: Party; readonly taken: boolean }
type Held = { readonly id: string; readonly marker: string; readonly owner: Party; readonly item: string }

/** What organisations show each other: words, techniques, what they hold and what was found in it. */
export function objectActs(play: Play): Acts {
  const { world, things, shares, next, any, members, coming, know, someone, show } = play
  const techniques: Kept[] = []
  const reports: Held[] = []
  return {
    async share() {
      const owner = any(members())
      const shown = owner === undefined ? undefined : someone(owner)
      if (owner === undefined || shown === undefined) return false
      await show(owner, { kind: 'document', title: `${coming()} title`, text: `${coming()} text` }, shown)
      return true
    },
    async recall() {
      const share = any(shares.filter(({ recalled, owner }) => !recalled && !owner.left))
      if (share === undefined || next(2) === 0) return false
      await done(share.owner.joined.client, 'POST', `/api/shares/${share.id}/recall`)
      share.recalled = true
      // what was passed on by consent ends with it
      for (const one of shares) if (one.restsOn === share.copy) one.recalled = true
      return true
    },
    async 'keep a technique'() {
      const owner = any(members())
      if (owner === undefined || techniques.length > 3) return false
      const marker = coming()
      const said = { kind: 'tokens', name: `${marker} words`, text: `${marker} 1`, tlp: 'amber', permitted: 'internally-visible' }
      const { id } = await done(owner.joined.client, 'POST', '/api/techniques', said)
      techniques.push({ id: String(id), marker, owner, taken: false })
      know({ kind: 'technique', id: String(id), owner, sees: (who) => who === owner })
      return true
    },
    async 'share a technique'() {
      const one = any(techniques.filter(({ owner, taken }) => !owner.left && !taken))
      const shown = one === undefined ? undefined : someone(one.owner)
      if (one === undefined || shown === undefined) return false
      await show(one.owner, { kind: 'technique', id: one.id }, shown, { marker: one.marker })
      return true
    },
    async 'take a technique over'() {
      const { share, who } =
        any(
          shares.flatMap((one) => {
            const kept = techniques.some(({ marker }) => things.some((thing) => thing.id === one.copy && thing.marker === marker))
            const sees = things.find(({ id }) => id === one.copy)?.sees
            return kept
              ? members().flatMap((party) => (party !== one.owner && sees?.(party) === true ? [{ share: one, who: party }] : []))
              : []
          }),
        ) ?? {}
      if (share === undefined || who === undefined) return false
      const marker = things.find(({ id }) => id === share.copy)?.marker ?? ''
      const { id } = await done(who.joined.client, 'POST', `/api/shared/${share.copy}/adopt`)
      techniques.push({ id: String(id), marker, owner: who, taken: true })
      // it stays its taker's own, also once it is called back
      know({ kind: 'technique', id: String(id), owner: who, sees: (one) => one === who }, marker)
      return true
    },
    async 'take a report in'() {
      const owner = any(members())
      if (owner === undefined || reports.length > 3) return false
      const marker = coming()
      const mail = `From: Bank <bank@phish.example>\r\nTo: x@citizen.example\r\nSubject: ${marker} locked\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${marker}@phish.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n${marker}: open http://phish.example/login now.\r\n`
      const made = await owner.joined.client.call('POST', `/api/reports?name=${marker}%20mail.eml`, Buffer.from(mail), {
        'content-type': 'message/rfc822',
      })
      expect(made.status).toBe(201)
      await world.settle()
      const { id } = made.body as { id: string }
      const { item } = (await owner.joined.client.call('GET', `/api/reports/${id}`)).body as { item: string }
      reports.push({ id, marker, owner, item })
      know({ kind: 'report', id, owner, sees: (who) => who === owner })
      return true
    },
    async 'share evidence'() {
      const one = any(reports.filter(({ owner }) => !owner.left))
      const shown = one === undefined ? undefined : someone(one.owner)
      if (one === undefined || shown === undefined) return false
      const bytes = next(3) > 0
      await show(one.owner, { kind: 'evidence', id: one.item, bytes: bytes ? 'clean' : 'none' }, shown, { marker: one.marker, bytes })
      return true
    },
    async 'share a finding'() {
      const one = any(reports.filter(({ owner }) => !owner.left))
      const shown = one === undefined ? undefined : someone(one.owner)
      if (one === undefined || shown === undefined) return false
      await show(one.owner, { kind: 'finding', id: one.id }, shown, { searched: false })
      return true
    },
  }
}
