import type { Scope } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import { newId } from '../../../base/id.ts'
import { hashToken } from '../../../platform/auth/index.ts'
import type { Work } from '../../../platform/work.ts'
import { makeKey, tidyScopes } from '../key.ts'
import { mayMakeKey, mayRevokeKey } from '../policy.ts'
import { type ApiKeyRow, findApiKey, insertApiKey, revokeApiKey } from '../store/keys.ts'
import { actingIn } from './invite.ts'

const day = 86_400_000

/** Makes a key for the acting person in the acting organisation. It is answered and only its SHA-256 kept. */
export async function createKey(
  work: Work,
  asked: { name: string; scopes: readonly Scope[]; days: number },
): Promise<{ key: string; record: ApiKeyRow }> {
  work.require(mayMakeKey(work.actor, asked.scopes))
  const owner = actingIn(work.actor)
  const { key, start } = makeKey()
  const id = newId(work.now.getTime())
  const scopes = tidyScopes(asked.scopes)
  const expiresAt = new Date(work.now.getTime() + asked.days * day)
  await insertApiKey(work.tx, {
    id,
    owner,
    person: work.actor.id,
    name: asked.name,
    start,
    hash: hashToken(key),
    scopes,
    since: work.now,
    expiresAt,
  })
  work.record('directory.key-made', id, { scopes, days: asked.days })
  return { key, record: present(await findApiKey(work.tx, owner, id), 'directory.no-key', 'the key') }
}

/** One's own, or as administrator anybody's. A key that was revoked before stays so. */
export async function revokeKey(work: Work, id: string): Promise<void> {
  const owner = actingIn(work.actor)
  const found = await findApiKey(work.tx, owner, id)
  work.require(mayRevokeKey(work.actor, found?.person ?? ''))
  const key = present(found, 'directory.no-key', 'the key')
  if (key.revoked_at !== null) return
  await revokeApiKey(work.tx, owner, id, work.now)
  work.record('directory.key-revoked', id)
  work.announce('access', id)
}
