import type { ShareWhole, TombstoneView } from '../../domain/cooperation/contract.ts'
import type { Member } from './members.ts'
import type { DemoNode } from './node.ts'

/** What members show to each other, by copies on their own terms. */

type Recipient = { readonly kind: 'member' | 'group' | 'country' | 'agencies'; readonly value?: string }
type Shared = { readonly object: object; readonly to: readonly Recipient[]; readonly tlp: string; readonly purpose: string }

/** Shows something to others: drafted, looked at, approved by its hash. Answers the share's id. */
export async function show(node: DemoNode, by: Member, { object, to, tlp, purpose }: Shared): Promise<string> {
  const ground = by.legalBasis === '' ? 'Terms of use, section 9' : by.legalBasis
  const terms = { tlp, permitted: 'internally-visible', onward: 'ask', ground, purpose, until: null }
  const drafted = await node.call<{ id: string; sha256: string; revision: number }>(by.who, 'POST', '/api/shares', {
    object,
    recipients: to,
    terms,
  })
  const { id, sha256, revision } = drafted
  await node.call(by.who, 'POST', `/api/shares/${id}/approve`, { sha256, revision, unusual: true })
  return id
}

/** A member makes a group of others to share with. Answers its id. */
export async function gather(node: DemoNode, by: Member, name: string, members: readonly Member[]): Promise<string> {
  const { id } = await node.call<{ id: string }>(by.who, 'POST', '/api/groups', { name, purpose: 'To work on one matter together' })
  await node.call(by.who, 'POST', `/api/groups/${id}/members`, { members: members.map((member) => member.id), past: true })
  return id
}

/** Everything that was shown to a member is read by it, so that receipts stand. */
export async function readAll(node: DemoNode, reader: Member): Promise<void> {
  const { items } = await node.call<{ items: { copy?: string; id: string }[] }>(reader.who, 'GET', '/api/shared')
  for (const { id } of items) await node.call(reader.who, 'GET', `/api/shared/${id}`)
}

/** A share is called back; of those asked to delete what they kept, a few do not say that they have. */
export async function callBack(node: DemoNode, by: Member, share: string, readers: readonly Member[], silent: number): Promise<void> {
  const { copy } = await node.call<ShareWhole>(by.who, 'GET', `/api/shares/${share}`)
  for (const { who } of readers) await node.call(who, 'GET', `/api/shared/${copy}`)
  await node.call(by.who, 'POST', `/api/shares/${share}/recall`)
  for (const { who } of readers.slice(silent)) {
    const { items } = await node.call<{ items: TombstoneView[] }>(who, 'GET', '/api/tombstones')
    for (const stone of items)
      if (stone.copy === copy && stone.confirmedAt === null) await node.call(who, 'POST', `/api/tombstones/${stone.id}/confirm`)
  }
}

/** What a desk shows of one report: the message itself, redacted, what was found in it, and the campaign that it is of. One reader fetches the bytes. */
export async function showReport(node: DemoNode, by: Member, report: string, reader: Member): Promise<void> {
  const { item, campaign } = await node.call<{ item: string; campaign: { id: string } | null }>(by.who, 'GET', `/api/reports/${report}`)
  const purpose = 'To compare it with what came in elsewhere'
  const to = [{ kind: 'member', value: reader.id }] as const
  const share = await show(node, by, { object: { kind: 'evidence', id: item, bytes: 'clean' }, to, tlp: 'amber-strict', purpose })
  const { copy } = await node.call<ShareWhole>(by.who, 'GET', `/api/shares/${share}`)
  await node.call(reader.who, 'GET', `/api/shared/${copy}`)
  await node.call(reader.who, 'GET', `/api/shared/${copy}/bytes`)
  await show(node, by, { object: { kind: 'finding', id: report }, to: [{ kind: 'agencies' }], tlp: 'amber', purpose })
  if (campaign !== null)
    await show(node, by, {
      object: { kind: 'campaign', id: campaign.id },
      to: [{ kind: 'country', value: reader.country }],
      tlp: 'amber',
      purpose,
    })
}
