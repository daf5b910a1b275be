import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { checkTechniqueTask } from '../../../../forensics/tasks.ts'
import type { Checked } from '../../../../forensics/technique/index.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import type { CopiedTechnique } from '../../contract/network/copied.ts'
import {
  mayKeepTechniques,
  mayRemoveTechniques,
  mostVersions,
  type Origin,
  type Result,
  sha256Of,
  type Technique,
  type TechniqueKind,
  type Version,
} from '../../network/technique.ts'
import { whyMore, whyNotUse } from '../../network/tlp.ts'
import { findShared } from '../../store/network/shared.ts'
import type { CopyRow } from '../../store/network/shares.ts'
import {
  deleteTechnique,
  findVersion,
  insertResult,
  insertTechnique,
  insertVersion,
  lockTechnique,
  setTechnique,
} from '../../store/network/techniques.ts'
import { ownerOf } from '../note.ts'
import { noteReading } from './shared.ts'

/** milliseconds that a technique may take to be read: one that takes longer would hold every run up */
const checkTime = 5_000

/** Whether it can be read, asked of a worker thread; one that the watch ended takes too much. An organisation asks for one after the other. */
export async function checkText(ctx: Context, actor: Actor, kind: TechniqueKind, text: string): Promise<Checked> {
  const outcome = await ctx.sandbox.run(checkTechniqueTask, { kind, text }, { time: checkTime, long: actor.organisation ?? actor.id })
  if ('ok' in outcome) return outcome.ok
  return { fault: { code: 'too-slow', line: 1, column: 1, found: '' } }
}

/** How many rules, indicators or words it has. Refuses `cooperation.technique-fault`, with the place. */
export async function countEntries(ctx: Context, actor: Actor, kind: TechniqueKind, text: string): Promise<number> {
  const checked = await checkText(ctx, actor, kind, text)
  if ('fault' in checked)
    throw new Failure('invalid', 'cooperation.technique-fault', `a technique cannot be read: ${checked.fault.code}`, {
      detail: { ...checked.fault },
    })
  return checked.entries
}

export type Written = Pick<Version, 'description' | 'text' | 'tlp' | 'permitted'> & { readonly name: string; readonly entries: number }

/** Keeps a technique, in its first version. */
export async function makeTechnique(work: Work, kind: TechniqueKind, { name, ...said }: Written): Promise<string> {
  work.require(mayKeepTechniques(work.actor))
  return make(work, kind, name, said, null)
}

/** A version beside those there are; what was taken over stays within its origin's terms. Refuses `cooperation.technique-same`, `cooperation.technique-versions`, `cooperation.wider`. */
export async function changeTechnique(work: Work, id: string, { name, ...said }: Written): Promise<void> {
  work.require(mayKeepTechniques(work.actor))
  const technique = await take(work, id)
  const why = technique.origin === null ? undefined : whyMore(technique.origin, said)
  if (why !== undefined) throw new Failure('conflict', 'cooperation.wider', `against the mark of its origin: ${why}`, { detail: { why } })
  const last = present(await findVersion(work.tx, id), 'cooperation.no-technique', `a version of technique ${id}`)
  const same =
    last.sha256 === sha256Of(said.text) &&
    last.description === said.description &&
    last.tlp === said.tlp &&
    last.permitted === said.permitted
  if (same && technique.name === name) throw new Failure('conflict', 'cooperation.technique-same', `technique ${id} says that already`)
  if (!same && last.number >= mostVersions)
    throw new Failure('limited', 'cooperation.technique-versions', 'a technique has so many versions at most', {
      detail: { most: mostVersions },
    })
  await setTechnique(work.tx, id, name, work.now)
  if (!same) await addVersion(work, technique, last.number + 1, said)
  work.announce('technique', id)
}

/** States what the newest version came to. */
export async function stateResult(work: Work, id: string, said: Omit<Result, 'id' | 'version' | 'at' | 'statedBy'>): Promise<void> {
  work.require(mayKeepTechniques(work.actor))
  const technique = await take(work, id)
  const version = present(await findVersion(work.tx, id), 'cooperation.no-technique', `a version of technique ${id}`)
  await insertResult(work.tx, ownerOf(work), { ...said, version: version.id, at: work.now, statedBy: work.actor.id })
  await setTechnique(work.tx, id, technique.name, work.now)
  work.record('cooperation.technique-stated', id, { version: version.number })
  work.announce('technique', id)
}

export async function removeTechnique(work: Work, id: string): Promise<void> {
  work.require(mayRemoveTechniques(work.actor))
  await take(work, id)
  await deleteTechnique(work.tx, id)
  work.record('cooperation.technique-removed', id)
  work.announce('technique', id)
}

/**
 * Takes over what another shows, as it is, with its mark and terms, which it keeps. Refuses `cooperation.no-shared`, `cooperation.no-technique`, and
 * `cooperation.not-permitted` with why.
 */
export async function adoptTechnique(work: Work, copy: string): Promise<string> {
  work.require(mayKeepTechniques(work.actor))
  const shared = present(await findShared(work.tx, copy), 'cooperation.no-shared', `shared copy ${copy}`)
  const body = sharedTechnique(shared)
  refuseUse(shared, true)
  await noteReading(work, shared)
  const { owner, byName, tlp, permitted, onward, until, secrecy } = shared
  const given = { tlp, permitted, onward, secrecy, until: until?.toISOString() ?? null }
  const origin: Origin = { copy, owner, name: byName, sha256: shared.sha256, ...given }
  const { title, description, text, entries, of } = body
  return make(work, of, title.slice(0, 200), { description, text, entries, tlp, permitted }, origin)
}

/** What a copy says of a technique. Refuses `cooperation.no-technique` for a copy of something else. */
export function sharedTechnique({ id, content }: Pick<CopyRow, 'id' | 'content'>): CopiedTechnique {
  if (content?.body.kind !== 'technique') throw new Failure('missing', 'cooperation.no-technique', `copy ${id} is of no technique`)
  return content.body
}

/** Refuses `cooperation.not-permitted` where the owner's terms do not let it be run, or be kept. */
export function refuseUse(copy: Pick<CopyRow, 'id' | 'tlp' | 'permitted'>, keep: boolean): void {
  const why = whyNotUse(copy, keep)
  if (why !== undefined)
    throw new Failure('forbidden', 'cooperation.not-permitted', `the terms of copy ${copy.id} do not allow it: ${why}`, { detail: { why } })
}

type Said = Omit<Written, 'name'>

async function make(work: Work, kind: TechniqueKind, name: string, said: Said, origin: Origin | null): Promise<string> {
  const id = newId(work.now.getTime())
  await insertTechnique(work.tx, { id, owner: ownerOf(work), kind, name, origin }, work.now, work.actor.id)
  await addVersion(work, { id, origin }, 1, said)
  work.announce('technique', id)
  return id
}

async function addVersion(work: Work, { id, origin }: Pick<Technique, 'id' | 'origin'>, number: number, said: Said): Promise<void> {
  const sha256 = sha256Of(said.text)
  const version: Version = {
    ...said,
    id: newId(work.now.getTime()),
    technique: id,
    number,
    sha256,
    madeAt: work.now,
    madeBy: work.actor.id,
  }
  await insertVersion(work.tx, ownerOf(work), version)
  // that it said this then can be proven later, and is told to nobody
  work.witness('cooperation.technique', id, { technique: id, number, sha256 }, number === 1)
  const what = number > 1 ? 'changed' : origin === null ? 'made' : 'adopted'
  work.record(`cooperation.technique-${what}`, id, { number, sha256, ...(origin === null ? {} : { copy: origin.copy }) })
}

async function take(work: Work, id: string): Promise<Technique> {
  return present(await lockTechnique(work.tx, id), 'cooperation.no-technique', `technique ${id}`)
}
