// How long it takes to show something to 300 members: by one grant to a group, and to each by name; and to read where very much is shared. See bench/README.md.
import { parseArgs } from 'node:util'
import type { Actor } from '../../src/base/actor.ts'
import { newId, type OrganisationId } from '../../src/base/id.ts'
import { queryOf } from '../../src/domain/analysis/index.ts'
import type { Standing } from '../../src/domain/cooperation/network/standing.ts'
import { foundNetwork } from '../../src/domain/cooperation/operations/network/found.ts'
import { addGroupMembers, makeGroup } from '../../src/domain/cooperation/operations/network/groups.ts'
import { addMember, enterGroups } from '../../src/domain/cooperation/operations/network/members.ts'
import { recallShare } from '../../src/domain/cooperation/operations/network/recall.ts'
import { decideShare, draftShare } from '../../src/domain/cooperation/operations/network/share.ts'
import { setOrganisation } from '../../src/domain/cooperation/store/network/members.ts'
import { findAgenciesGroup } from '../../src/domain/cooperation/store/network/own-groups.ts'
import { countShared, findShared, pageShared, type SharedFilter } from '../../src/domain/cooperation/store/network/shared.ts'
import { findShare, listRecipients, pageShares } from '../../src/domain/cooperation/store/network/shares.ts'
import type { Tx } from '../../src/platform/db/pools.ts'
import { perform, type Work } from '../../src/platform/work.ts'
import { openNode, timeStatements } from '../figures/node.ts'
import { fillShared } from './fill.ts'

const options = {
  members: { type: 'string', default: '300' },
  copies: { type: 'string', default: '100000' },
  times: { type: 'string', default: '7' },
} as const
const { values } = parseArgs({ options })
const [many, copies, times] = [Number(values.members), Number(values.copies), Number(values.times)]
const takeStatements = timeStatements()
const node = await openNode(undefined)
const { ctx } = node
const personOf = (organisation: OrganisationId): Actor => ({
  kind: 'person',
  id: node.person,
  organisation,
  role: 'administrator',
  operator: false,
  scopes: null,
})
const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'act', purpose: 'inquiry', until: null } as const
const object = { kind: 'document', title: 'Dialler wave', language: 'en', text: 'words '.repeat(2_000) } as const
type Recipients = Parameters<typeof draftShare>[1]['recipients']

async function join(network: OrganisationId, at: number): Promise<{ card: string; organisation: OrganisationId }> {
  const organisation = newId<'organisation'>()
  const name = `Agency ${at}`
  await node.query(`insert into directory.organisation (id, code, name, kind, country, since) values ($1, $2, $3, 'agency', 'NZ', now())`, [
    organisation,
    `agency-${at}`,
    name,
  ])
  const actor = personOf(network)
  const standing: Standing = { network, acting: true, member: null, actor }
  const card = { name, country: 'NZ', category: null, categoryOther: null, represents: '', legalBasis: '', laws: [], powers: [] }
  const more = { languages: [], timeZone: 'UTC', hours: '', website: null, resources: [], public: false }
  const made = await perform(ctx, actor, async (work) => {
    const id = await addMember(work, standing, 'agency', { ...card, ...more })
    await setOrganisation(work.tx, id, organisation)
    await enterGroups(work, standing.network, { kind: 'agency', country: 'NZ' }, organisation)
    return id
  })
  return { card: made, organisation }
}

/** The median time and the statements of each part. */
async function measure(name: string, actor: Actor, recipients: Recipients): Promise<void> {
  const found: Record<string, { ms: number[]; statements: number }> = {
    draft: { ms: [], statements: 0 },
    decide: { ms: [], statements: 0 },
    recall: { ms: [], statements: 0 },
  }
  const timed = async <T>(part: string, run: (work: Work) => Promise<T>): Promise<T> => {
    takeStatements()
    const began = performance.now()
    const result = await perform(ctx, actor, run)
    found[part]?.ms.push(performance.now() - began)
    if (found[part] !== undefined) found[part].statements = takeStatements().length
    return result
  }
  for (let time = 0; time < times; time++) {
    const share = await timed('draft', (work) => draftShare(work, { object, recipients, terms, restsOn: [] }))
    const drafted = await ctx.read(actor, (tx) => findShare(tx, share))
    if (drafted === undefined) throw new Error('no draft')
    const { sha256, revision } = drafted
    await timed('decide', (work) => decideShare(work, share, { sha256, revision, unusual: true }))
    await timed('recall', (work) => recallShare(work, share))
  }
  for (const [part, { ms, statements }] of Object.entries(found)) {
    const sorted = ms.sort((a, b) => a - b)
    const say = (at: number) => (sorted[at] ?? 0).toFixed(1)
    console.log(
      `${name}, ${part}: median ${say(Math.floor(times / 2))} ms, best ${say(0)}, worst ${say(times - 1)}; ${statements} statements`,
    )
  }
}

/** Everything that a recipient's pages ask for, each with each of its filters, and an owner's list. */
async function read(reader: Actor, owners: readonly OrganisationId[]): Promise<void> {
  const page =
    (filter: SharedFilter, deep = false) =>
    async (tx: Tx) => {
      const at = deep ? { since: new Date(Date.now() - 200 * 86_400_000).toISOString(), id: newId() } : undefined
      return (await pageShared(tx, filter, at, 51)).length
    }
  const words = (text: string) => ({ words: queryOf(text) })
  const [from = ''] = owners.slice(-1)
  const asked: readonly (readonly [string, Actor, (tx: Tx) => Promise<unknown>])[] = [
    ['list', reader, page({})],
    ['list, far down', reader, page({}, true)],
    ['search, a word of ten', reader, page(words('needle'))],
    ['search, a word of each tenth', reader, page(words('dialler'))],
    ['search, a word of all', reader, page(words('wave'))],
    ['search, two words', reader, page(words('dialler needle'))],
    ['of one kind', reader, page({ kind: ['case'] })],
    ['of one mark', reader, page({ tlp: ['red'] })],
    ['of one owner', reader, page({ from })],
    ['of one kind, far down', reader, page({ kind: ['case'] }, true)],
    ['of a kind and mark that nothing has', reader, page({ kind: ['case'], tlp: ['clear'] })],
    ['a word of all, of one owner', reader, page({ ...words('wave'), from })],
    ['figures', reader, countShared],
    [
      'one copy',
      reader,
      async (tx) => {
        const [first] = await pageShared(tx, {}, undefined, 1)
        return first === undefined ? undefined : findShared(tx, first.id)
      },
    ],
    [
      'an owner’s list',
      personOf(owners[0] ?? newId<'organisation'>()),
      async (tx) => {
        const rows = await pageShares(tx, owners[0] ?? newId<'organisation'>(), {}, new Date(), undefined, 51)
        return listRecipients(
          tx,
          rows.map(({ id }) => id),
        )
      },
    ],
  ]
  for (const [what, actor, run] of asked) {
    const ms: number[] = []
    let result: unknown
    const before = await node.cpu()
    for (let time = 0; time < times; time++) {
      const began = performance.now()
      result = await ctx.read(actor, run)
      ms.push(performance.now() - began)
    }
    const cpu = ((await node.cpu()) - before) / times
    ms.sort((one, other) => one - other)
    const shown = typeof result === 'number' ? `, ${result} rows` : ''
    console.log(
      `${copies} shared, ${what}: median ${(ms[Math.floor(times / 2)] ?? 0).toFixed(1)} ms, best ${(ms[0] ?? 0).toFixed(1)}, ${cpu.toFixed(0)} ms of processor${shown}`,
    )
  }
}

try {
  const network = await foundNetwork(
    ctx,
    { ...personOf(node.organisation as OrganisationId), operator: true },
    { name: 'Network', country: 'SG', holder: node.organisation as OrganisationId },
  )
  const members = []
  for (let at = 0; at <= many; at++) members.push(await join(network, at))
  const [owner, ...others] = members
  if (owner === undefined) throw new Error('nobody')
  const actor = personOf(owner.organisation)
  const cards = others.map(({ card }) => card)
  const group = await perform(ctx, actor, (work) => makeGroup(work, { name: 'All', purpose: '' }))
  await perform(ctx, actor, (work) => addGroupMembers(work, group, cards, true))
  await node.query('analyze')
  await measure(`a group of ${many}`, actor, [{ kind: 'group', value: group }])
  await measure(
    `${many} by name`,
    actor,
    cards.map((value) => ({ kind: 'member' as const, value })),
  )
  const reader = personOf(others[0]?.organisation ?? owner.organisation)
  const agencies = (await ctx.read(actor, findAgenciesGroup)) ?? group
  const owners = members.slice(2, 22).map(({ organisation }) => organisation)
  await fillShared(node, copies, { owners, reader: reader.organisation ?? '', group, agencies })
  await read(reader, owners)
} finally {
  await node.close()
}
