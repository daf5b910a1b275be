import type { BrowserContext } from 'playwright-core'
import { ask } from './desk.ts'

export type SeededSharing = { readonly group: string; readonly share: string }

/** A group of the acting organisation's with one other member in it, and a draft for it and for all agencies. */
export async function seedSharing(context: BrowserContext, member: string): Promise<SeededSharing> {
  const group = await ask<{ id: string }>(context, 'POST', '/api/groups', { name: 'Task force', purpose: 'Diallers' })
  await ask(context, 'POST', `/api/groups/${group.id}/members`, { members: [member], past: false })
  const share = await ask<{ id: string }>(context, 'POST', '/api/shares', {
    object: { kind: 'document', title: 'Minutes of the call', text: 'Numbers that call back.' },
    recipients: [{ kind: 'group', value: group.id }, { kind: 'agencies' }],
    terms: { tlp: 'amber', permitted: 'internally-visible', onward: 'none', ground: 'Messages Act, section 12', purpose: 'Joint inquiry' },
  })
  return { group: group.id, share: share.id }
}
