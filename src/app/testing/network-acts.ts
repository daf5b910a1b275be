import { expect } from 'vitest'
import { asked as askedCall, done } from './calls.ts'
import { jointActs, leaveJoints } from './network-joint-acts.ts'
import { objectActs } from './network-object-acts.ts'
import { onwardActs } from './network-onward-acts.ts'
import { type Acts, type Play, playIn, type World } from './network-play.ts'
import { strike, trainingActs } from './network-training-acts.ts'
import { type Call, type Group, isAgency, type Party, type Request, seesCall, seesGroup, seesItem, seesRequest } from './network-world.ts'

export const domainOf = ({ joined }: Party) => `@${joined.name.toLowerCase()}.example`

/**
 * What people of a network do, in the product and in the model at once, by name. Each answers whether there was anything to do.
 */
export function actsIn(world: World): Acts {
  const play = playIn(world)
  const acts = {
    ...groupActs(play),
    ...objectActs(play),
    ...onwardActs(play),
    ...callActs(play),
    ...requestActs(play),
    ...jointActs(play),
    ...trainingActs(play),
    ...peopleActs(play),
  }
  const struck = async (act: () => Promise<boolean>) => {
    const did = await act()
    strike(play.sessions)
    return did
  }
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, () => struck(act)]))
}

function groupActs(play: Play): Acts {
  const { world, groups, next, any, members, openGroups, coming, know } = play
  return {
    async 'make a group'() {
      const owner = any(members())
      if (owner === undefined || openGroups().length > 3) return false
      const { id } = await done(owner.joined.client, 'POST', '/api/groups', { name: `${coming()} group` })
      const group: Group = { id: String(id), owner, closed: false, inside: new Map([[owner, { since: -1, past: true }]]) }
      groups.push(group)
      know({ kind: 'group', id: group.id, owner, sees: (who) => seesGroup(who, group) })
      return true
    },
    async 'put into a group'() {
      const [group, who] = [any(openGroups()), any(members())]
      if (group === undefined || who === undefined || group.inside.has(who)) return false
      const past = next(2) === 0
      await done(group.owner.joined.client, 'POST', `/api/groups/${group.id}/members`, { members: [who.joined.id], past })
      group.inside.set(who, { since: world.now, past })
      return true
    },
    async 'take out of a group'() {
      const group = any(openGroups().filter(({ inside }) => inside.size > 1))
      const who = any([...(group?.inside.keys() ?? [])].filter((one) => one !== group?.owner))
      if (group === undefined || who === undefined) return false
      if (next(2) === 0)
        await done(group.owner.joined.client, 'POST', `/api/groups/${group.id}/members/remove`, { members: [who.joined.id] })
      else await done(who.joined.client, 'POST', `/api/groups/${group.id}/leave`)
      group.inside.delete(who)
      return true
    },
    async 'close a group'() {
      const group = next(4) === 0 ? any(openGroups()) : undefined
      if (group === undefined) return false
      await done(group.owner.joined.client, 'POST', `/api/groups/${group.id}/close`)
      group.closed = true
      return true
    },
  }
}

function callActs(play: Play): Acts {
  const { world, askers, calls, next, any, agencies, industry, coming, know } = play
  const papers: Paper[] = []
  return {
    async 'plan a call'() {
      if (calls.length > 8) return false
      const made = await done(world.secretariat, 'POST', '/api/calls', askedCall({ title: `${coming()} call` }))
      const call: Call = { id: String(made['id']), items: [], invited: [], objections: [] }
      calls.push(call)
      know({ kind: 'call', id: call.id, sees: (who) => seesCall(who, call), dated: ({ party }) => seesCall(party, call) })
      if (next(2) === 0) await done(world.secretariat, 'POST', `/api/calls/${call.id}/move`, { to: 'convened' })
      return true
    },
    async 'add an item'() {
      const call = any(calls)
      if (call === undefined) return false
      const { id } = await done(world.secretariat, 'POST', `/api/calls/${call.id}/items`, { title: `${coming()} item` })
      const item = String(id)
      call.items.push(item)
      know({ kind: 'item', id: item, sees: (who) => seesItem(who, call, item) })
      return true
    },
    async 'give a paper'() {
      const call = any(calls.filter(({ items }) => items.length > 0))
      const [item, by] = [any(call?.items ?? []), any(agencies())]
      if (call === undefined || item === undefined || by === undefined) return false
      const { client } = by.joined
      const said = { kind: 'paper', title: `${coming()} paper`, text: `${coming()} text` }
      const { id } = await done(client, 'POST', `/api/call-items/${item}/papers`, said)
      const paper: Paper = { id: String(id), by, back: false }
      papers.push(paper)
      const sees = (who: Party) => !paper.back && seesItem(who, call, item)
      know({ kind: 'item', id: paper.id, sees })
      const bytes = Buffer.from(`${coming()} figures\n`)
      const put = await client.call('POST', `/api/call-papers/${paper.id}/files?name=${coming()}.txt`, bytes, {
        'content-type': 'text/plain',
      })
      expect(put.status).toBe(201)
      const file = (put.body as { id: string }).id
      know({ kind: 'item', id: file, sees, bytes: { path: `/api/call-files/${file}`, gets: ({ party }) => sees(party) } })
      return true
    },
    async 'take a paper back'() {
      const one = any(papers.filter(({ back, by }) => !back && !by.left))
      if (one === undefined || next(2) === 0) return false
      await done(one.by.joined.client, 'POST', `/api/call-papers/${one.id}/withdraw`)
      one.back = true
      return true
    },
    async invite() {
      const [call, who, by] = [any(calls), any(industry()), any(agencies())]
      if (call === undefined || who === undefined || by === undefined) return false
      const item = next(2) === 0 ? (any(call.items) ?? null) : null
      const items = item === null ? [] : [item]
      await done(by.joined.client, 'POST', `/api/calls/${call.id}/invitations`, { members: [who.joined.id], items })
      call.invited.push({ who, item })
      return true
    },
    async object() {
      const [call, by] = [any(calls.filter(({ invited }) => invited.length > 0)), any(agencies())]
      if (call === undefined || by === undefined) return false
      const item = next(2) === 0 ? (any(call.items) ?? null) : null
      const who = next(3) === 0 ? null : (any(industry()) ?? null)
      const scope = item === null ? { call: call.id } : { item }
      const had = new Set((await objectionsOf(by, call)).map(({ id }) => id))
      await done(by.joined.client, 'POST', '/api/call-objections', { ...scope, members: who === null ? null : [who.joined.id] })
      const id = (await objectionsOf(by, call)).find((one) => !had.has(one.id))?.id
      if (id === undefined) throw new Error('whoever objects sees that they did')
      call.objections.push({ id, by, item, who, standing: true })
      return true
    },
    async 'take an objection back'() {
      const one = any(calls.flatMap(({ objections }) => objections).filter(({ standing, by }) => standing && !by.left))
      if (one === undefined) return false
      await done(one.by.joined.client, 'POST', `/api/call-objections/${one.id}/withdraw`)
      one.standing = false
      return true
    },
    async 'say who comes'() {
      const call = any(calls)
      const asker = call === undefined ? undefined : any(askers.filter(({ here, party }) => here && seesCall(party, call)))
      if (call === undefined || asker === undefined) return false
      const answered = await asker.client.call('POST', `/api/calls/${call.id}/answer`, { answer: any(['accepted', 'declined']) })
      // a viewer's is not to say, nor before it is convened
      expect(answered.status).toBeOneOf([200, 403, 409])
      return answered.status === 200
    },
  }
}

function requestActs(play: Play): Acts {
  const { requests, next, any, agencies, members, coming, know } = play
  return {
    async 'ask for help'() {
      const asker = any(agencies())
      const asked = any(members().filter((one) => one !== asker))
      if (asker === undefined || asked === undefined) return false
      const ask = { kind: 'enforcement', title: `${coming()} help`, text: 'Please help.', language: 'en', ...withoutData }
      const made = await done(asker.joined.client, 'POST', '/api/requests', { to: { kind: 'member', member: asked.joined.id }, ask })
      const request: Request = { id: String(made['id']), asker, asked, open: true }
      const sent = next(4) > 0
      know({ kind: 'request', id: request.id, owner: asker, sees: (who) => (sent ? seesRequest(who, request) : who === asker) })
      if (sent) {
        await done(asker.joined.client, 'POST', `/api/requests/${request.id}/send`, { sha256: made['sha256'] })
        requests.push(request)
      }
      return true
    },
    async 'answer with a file'() {
      const one = any(requests.filter(({ open, asked }) => open && !asked.left))
      if (one === undefined) return false
      const { client } = one.asked.joined
      const path = `/api/requests/${one.id}/attachments?name=${coming()}.csv`
      const put = await client.call('POST', path, Buffer.from(`${coming()},1\n`), { 'content-type': 'text/csv' })
      expect(put.status).toBe(201)
      const { id } = put.body as { id: string }
      const said = { act: 'partial', text: `${coming()} part`, files: next(4) === 0 ? [] : [id] }
      await done(client, 'POST', `/api/requests/${one.id}/acts`, said)
      // what was put in and not said is seen by nobody else
      const gets = (who: Party) => who === one.asked || (said.files.length > 0 && who === one.asker)
      know({
        kind: 'entry',
        id,
        owner: one.asked,
        sees: (who) => seesRequest(who, one),
        bytes: { path: `/api/request-attachments/${id}`, gets: ({ party }) => gets(party) },
      })
      return true
    },
    async 'take a request back'() {
      const one = any(requests.filter(({ open, asker }) => open && !asker.left))
      if (one === undefined) return false
      await done(one.asker.joined.client, 'POST', `/api/requests/${one.id}/acts`, { act: 'withdraw', text: 'no longer needed' })
      one.open = false
      return true
    },
  }
}

function peopleActs(play: Play): Acts {
  const { world, parties, askers, groups, joints, next, any, agencies, industry, members } = play
  return {
    async 'employ somebody'() {
      if (askers.length > parties.length + 2) return false
      const party = any(members())
      if (party === undefined) return false
      const email = `colleague${askers.length}${domainOf(party)}`
      const role = any(['viewer', 'analyst', 'manager']) ?? 'viewer'
      const { link } = await done(party.joined.client, 'POST', '/api/invitations', { email, role })
      await world.employ(party, String(link), email, role)
      return true
    },
    async 'give another role, or none'() {
      const asker = any(askers.filter(({ here, client, party }) => here && client !== party.joined.client && !party.left))
      if (asker === undefined) return false
      const { client } = asker.party.joined
      const { items } = (await client.call('GET', '/api/people')).body as { items: { id: string; email: string }[] }
      const person = items.find(({ email }) => asker.addresses.includes(email))
      if (person === undefined) throw new Error(`${asker.name} is nobody`)
      if (next(2) === 0) {
        asker.role = any(['viewer', 'analyst', 'manager']) ?? 'viewer'
        expect((await client.call('PATCH', `/api/people/${person.id}`, { role: asker.role })).status).toBe(200)
      } else {
        expect((await client.call('DELETE', `/api/people/${person.id}`)).status).toBe(204)
        asker.here = false
      }
      return true
    },
    async 'move to another country'() {
      const who = any(agencies())
      if (who === undefined) return false
      const country = who.country === 'NZ' ? 'FR' : 'NZ'
      const { name } = who.joined
      await done(world.secretariat, 'PUT', `/api/network/members/${who.joined.id}`, { name, country })
      who.country = country
      return true
    },
    async 'leave the network'() {
      // rarely, and never so many that nothing is left to do
      const who =
        next(4) === 0 && members().length > 4
          ? any(members().filter((one) => (isAgency(one) ? agencies().length : industry().length) > 2))
          : undefined
      if (who === undefined) return false
      await done(who.joined.client, 'POST', `/api/network/members/${who.joined.id}/leave`, {})
      who.left = true
      for (const group of groups) group.inside.delete(who)
      leaveJoints(joints, who)
      return true
    },
  }
}

type Paper = { readonly id: string; readonly by: Party; back: boolean }

async function objectionsOf({ joined }: Party, { id }: Call): Promise<readonly { id: string }[]> {
  const { inside } = (await joined.client.call('GET', `/api/calls/${id}`)).body as { inside: { objections: { id: string }[] } | null }
  return inside?.objections ?? []
}

const withoutData = {
  ...{ data: [], things: [], period: null, ground: 'request', law: 'Act 2007, section 34', purpose: 'inquiry', urgency: 'ordinary' },
  ...{ answerBy: null, preserveUntil: null, mayPass: false, overrides: [] },
}
