import { createHash } from 'node:crypto'
import { Failure, present } from '../../../base/failure.ts'
import { newId, type ReleaseId, type ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { findReport } from '../../intake/index.ts'
import { type LetterTerms, termsHash, termsOf } from '../letter-terms.ts'
import { type Change, changesBetween, type Outline } from '../outline.ts'
import { mayDraft } from '../policy.ts'
import type { ReleaseAction, ReleaseRow, Tlp } from '../release.ts'
import { findOutline, insertDraft } from '../store/drafts.ts'
import { addActions, insertRelease, lockOpenDraft, lockRelease, type NewReleaseRow, updateRelease } from '../store/releases.ts'
import { firstTerms } from './letter-terms.ts'
import { noteEvent, ownerOf } from './note.ts'

export type Asked = Omit<NewReleaseRow, 'id' | 'owner' | 'createdAt' | 'createdBy' | 'terms' | 'tlp'> & {
  /** a mark by name; of a letter to a body, that of its terms where not given */
  readonly tlp?: Tlp | undefined
  /** of a letter to a body; what letters of its kind bear at first where not given */
  readonly terms?: LetterTerms | undefined
  /** actions of cases that it carries out */
  readonly actions: readonly ReleaseAction[]
  readonly until?: Date | null
}

/**
 * Asks for a release: to whom, why, on what ground. It has no bytes yet (`setDraft`), and nothing leaves by it. Where a draft with the same `grouping` is open, that
 * one takes the actions in. Answers which it is.
 */
export async function askRelease(work: Work, asked: Asked): Promise<ReleaseId> {
  work.require(mayDraft(work.actor))
  const { actions, until = null, tlp, terms: said, ...rest } = asked
  const owner = ownerOf(work)
  await refuseWithheld(work, asked)
  const open = asked.grouping === null ? undefined : await lockOpenDraft(work.tx, owner, asked.grouping)
  const id = open?.id ?? newId<'release'>(work.now.getTime())
  if (open === undefined) {
    const first = await firstTerms(work, asked.kind, asked.recipient, tlp)
    const terms = first === null ? null : (said ?? first)
    const row = { ...rest, tlp: terms?.tlp ?? tlp ?? 'amber', terms, id, owner, createdAt: work.now, createdBy: work.actor.id }
    await insertRelease(work.tx, row)
    if (until !== null) await updateRelease(work.tx, id, { until })
    await noteEvent(work, { id, kind: asked.kind, sha256: null }, 'asked', { actions: actions.length })
  }
  const added = await addActions(work.tx, { release: id, owner, at: work.now }, actions)
  if (open !== undefined && added > 0) {
    await updateRelease(work.tx, id, { codes: [...new Set([...open.codes, ...asked.codes])].slice(0, 200) })
    await noteEvent(work, open, 'asked', { actions: added })
  }
  return id
}

/** Of a withheld report nothing goes but to a hotline. */
async function refuseWithheld(work: Work, { kind, objectKind, object }: Asked): Promise<void> {
  if (kind === 'hotline' || objectKind !== 'report') return
  if ((await findReport(work.tx, object as ReportId))?.state === 'withheld')
    throw new Failure('conflict', 'cooperation.hotline-only', `report ${object} is withheld`)
}

/** The bytes that are to be previewed, and what they are made of. */
export type Draft = {
  readonly title: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly outline: Outline
  readonly warnings: readonly string[]
  readonly thread: string | null
  readonly codes: readonly string[]
}

/**
 * Puts bytes to a release that nobody decided on. The same content again changes nothing; other content is another version under another hash, and whoever
 * previewed the one before cannot approve it any more. Answers the hash that may now be approved. Refuses `cooperation.draft-stale` where it was made under terms that
 * were changed meanwhile: whoever changed them makes it anew.
 */
export async function setDraft(work: Work, id: ReleaseId, draft: Draft): Promise<string> {
  work.require(mayDraft(work.actor))
  const found = present(await lockRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
  if (found.state !== 'draft')
    throw new Failure('conflict', 'cooperation.release-state', `release ${id} is ${found.state}`, { detail: { state: found.state } })
  const terms = draft.outline.terms ?? null
  if (terms !== termsHash(termsOf(found)))
    throw new Failure('conflict', 'cooperation.draft-stale', `the terms of release ${id} were changed`, {
      detail: { why: 'terms-changed' },
    })
  const old = found.sha256 === null ? undefined : await findOutline(work.tx, id, found.sha256)
  const common = { fault: null, warnings: [...draft.warnings], codes: [...draft.codes], redaction: draft.outline.redaction }
  if (found.sha256 !== null && old !== undefined && old.inputs === draft.outline.inputs && (old.terms ?? null) === terms) {
    await updateRelease(work.tx, id, common)
    return found.sha256
  }
  const sha256 = createHash('sha256').update(draft.bytes).digest('hex')
  const version = found.version + 1
  await insertDraft(work.tx, {
    owner: found.owner,
    release: id,
    version,
    sha256,
    bytes: draft.bytes,
    outline: draft.outline,
    at: work.now,
  })
  await updateRelease(work.tx, id, {
    ...common,
    version,
    sha256,
    size: draft.bytes.length,
    title: draft.title,
    media_type: draft.mediaType,
    drafted_at: work.now,
    ...(draft.thread === null ? {} : { thread: draft.thread }),
  })
  const changes = old === undefined ? 0 : changesBetween(old, draft.outline).length
  await noteEvent(work, found, old === undefined ? 'drafted' : 'changed', { version, ...(changes > 0 ? { changes } : {}) }, sha256)
  return sha256
}

/** That no draft can be made, and why: the release waits for somebody to change what is wrong. */
export async function setFault(work: Work, id: ReleaseId, fault: string): Promise<void> {
  work.require(mayDraft(work.actor))
  const found = await lockRelease(work.tx, id)
  if (found === undefined || found.state !== 'draft' || found.fault === fault) return
  await updateRelease(work.tx, id, { fault })
  work.record('cooperation.release-fault', id, { fault })
  work.announce('release', id)
}

/** Refuses with what changed since where the hash is not that of the current draft. */
export async function refuseChanged(work: Work, found: ReleaseRow, sha256: string): Promise<void> {
  if (found.sha256 === sha256) return
  const [previewed, current] = await Promise.all([
    findOutline(work.tx, found.id, sha256),
    found.sha256 === null ? undefined : findOutline(work.tx, found.id, found.sha256),
  ])
  const changed: readonly Change[] = previewed === undefined || current === undefined ? [] : changesBetween(previewed, current)
  throw new Failure('conflict', 'cooperation.draft-changed', `release ${found.id} is of other bytes by now`, {
    detail: { sha256: found.sha256, version: found.version, known: previewed !== undefined, changed },
  })
}
