import { type Actor, systemActor } from '../../src/base/actor.ts'
import type { OrganisationId } from '../../src/base/id.ts'
import { addGroupMembers, makeGroup } from '../../src/domain/cooperation/operations/network/groups.ts'
import { recallShare } from '../../src/domain/cooperation/operations/network/recall.ts'
import { decideShare, draftShare } from '../../src/domain/cooperation/operations/network/share.ts'
import { tellRecipientsJob } from '../../src/domain/cooperation/operations/network/tell-recipients.ts'
import { findShare } from '../../src/domain/cooperation/store/network/shares.ts'
import { perform } from '../../src/platform/work.ts'
import type { Node, Statement } from '../figures/node.ts'

const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'act', purpose: 'inquiry', until: null } as const
const object = { kind: 'document', title: 'Dialler wave', language: 'en', text: 'words '.repeat(2_000) } as const
type Recipients = Parameters<typeof draftShare>[1]['recipients']

/** A release of a document of 12 KB to 300 members, as a group, as all agencies and each by name: drafted, decided, told to the people of each, called back and told again. */
export async function measureRelease(node: Node, times: number, takeStatements: () => readonly Statement[]): Promise<void> {
  const [one = {}] = await node.query('select agency from bench.one')
  const organisation = String(one['agency']) as OrganisationId
  const actor: Actor = { kind: 'person', id: node.person, organisation, role: 'administrator', operator: false, scopes: null }
  const rows = await node.query(
    `select id from bench.member m, bench.one o where m.organisation <> o.agency order by m.kind, m.n limit 300`,
  )
  const cards = rows.map(({ id }) => String(id))
  const group = await perform(node.ctx, actor, (work) => makeGroup(work, { name: `All ${Date.now()}`, purpose: '' }))
  await perform(node.ctx, actor, (work) => addGroupMembers(work, group, cards, true))
  const ways: readonly (readonly [string, Recipients])[] = [
    [`a group of ${cards.length}`, [{ kind: 'group', value: group }]],
    ['all agencies', [{ kind: 'agencies', value: '' }]],
    [`${cards.length} by name`, cards.map((value) => ({ kind: 'member' as const, value }))],
  ]
  for (const [name, recipients] of ways) await measureOne(node, actor, organisation, { name, recipients, times, takeStatements })
}

type Asked = {
  readonly name: string
  readonly recipients: Recipients
  readonly times: number
  readonly takeStatements: () => readonly Statement[]
}

async function measureOne(
  node: Node,
  actor: Actor,
  organisation: OrganisationId,
  { name, recipients, times, takeStatements }: Asked,
): Promise<void> {
  const { ctx } = node
  const found = new Map<string, { ms: number[]; statements: number }>()
  const timed = async <T>(part: string, run: () => Promise<T>): Promise<T> => {
    takeStatements()
    const began = performance.now()
    const result = await run()
    const ms = performance.now() - began
    found.set(part, { ms: [...(found.get(part)?.ms ?? []), ms], statements: takeStatements().length })
    return result
  }
  const tell = (share: string, what: 'shared' | 'recalled') =>
    tellRecipientsJob.run(ctx, systemActor('bench', organisation), { share, what })
  for (let time = 0; time < times; time++) {
    const share = await timed('draft', () => perform(ctx, actor, (work) => draftShare(work, { object, recipients, terms, restsOn: [] })))
    const drafted = await ctx.read(actor, (tx) => findShare(tx, share))
    if (drafted === undefined) throw new Error('no draft')
    const { sha256, revision } = drafted
    await timed('decide', () => perform(ctx, actor, (work) => decideShare(work, share, { sha256, revision, unusual: true })))
    await timed('tell', () => tell(share, 'shared'))
    await timed('recall', () => perform(ctx, actor, (work) => recallShare(work, share)))
    await timed('tell of the recall', () => tell(share, 'recalled'))
  }
  for (const [part, { ms, statements }] of found) {
    const sorted = ms.toSorted((one, other) => one - other)
    const say = (at: number) => (sorted[at] ?? 0).toFixed(0)
    console.log(
      `${name}, ${part}: median ${say(Math.floor(times / 2))} ms, best ${say(0)}, worst ${say(times - 1)}; ${statements} statements`,
    )
  }
}
