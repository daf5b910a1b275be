import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { openPackageWriter, type PackageWriter, places, sealKind } from '../../../../formats/evidence-package/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { isAway } from '../../../../platform/db/away.ts'
import { summariseLogs } from '../../../../platform/log/prove.ts'
import type { Draft } from '../../../../platform/made-files.ts'
import { perform } from '../../../../platform/work.ts'
import { findOrganisation, namesOf } from '../../../directory/index.ts'
import { packageFiles } from '../../adapters/package-files.ts'
import { type Stamped, stampBytes } from '../../adapters/time-stamp.ts'
import { packageDays } from '../../contract/package.ts'
import { type Package, type PackageId, packageName } from '../../package/package.ts'
import { tagsOf } from '../../package/tags.ts'
import { mayExport } from '../../policy.ts'
import type { PackageSource } from '../../sources.ts'
import { findPackage, setFailed, setProgress, setReady } from '../../store/packages.ts'
import { dropPackagesJob } from './drop.ts'
import { type Payload, writePayload } from './payload.ts'
import { proveSeal } from './prove.ts'

const day = 86_400_000

/** Somebody discarded it meanwhile, or something of it was destroyed: it is not made to its end. */
class Stopped extends Error {}

/**
 * Makes the file of a package that was asked for: payload, time stamp, seal. Whatever was begun before is begun anew, so it may run twice. Does nothing for one
 * that is finished or gone. What fails for good is written down with its code, and fails.
 */
export async function makePackage(ctx: Context, actor: Actor, id: PackageId, sources: readonly PackageSource[]): Promise<void> {
  const one = await ctx.read(actor, (tx) => findPackage(tx, id))
  if (one === undefined || (one.state !== 'waiting' && one.state !== 'making')) return
  const draft = await packageFiles.draft(ctx.config, id)
  try {
    await writePackage(ctx, actor, one, sources, draft)
  } catch (error) {
    if (error instanceof Stopped) return
    if (!(error instanceof Failure && error.kind === 'unavailable') && !isAway(error)) await fail(ctx, actor, id, error)
    throw error
  } finally {
    await draft.abandon()
  }
}

async function writePackage(ctx: Context, actor: Actor, one: Package, sources: readonly PackageSource[], draft: Draft): Promise<void> {
  const source = present(
    sources.find(({ kind }) => kind === one.about.kind),
    'evidence.package-kind',
    `what packages the kind ${one.about.kind}`,
  )
  const writer = openPackageWriter((bytes) => draft.write(bytes), packageName(one), one.createdAt)
  const told = await ctx.read(actor, async (tx) => ({
    organisation: (await findOrganisation(tx, one.owner))?.name ?? one.owner,
    byName: (await namesOf(tx, one.byKind === 'person' ? [one.by] : [])).get(one.by) ?? null,
    keys: (await summariseLogs(tx)).map(({ key }) => key),
  }))
  let reported = 0
  const progress = async (done: number) => {
    // a row that changes for each of thousands of steps would cost more than they do
    if (done < reported + Math.max(1, Math.floor(one.total / 50)) && done !== 1) return
    reported = done
    await report(ctx, actor, one.id, done)
  }
  const payload = await writePayload(ctx, actor, one, source, writer, told, progress)
  const { stamped } = await finish(ctx, actor, one, writer, payload)
  const made = await draft.finish()
  const kept = await perform(ctx, actor, async (work) => {
    work.require(mayExport(actor))
    const expiresAt = new Date(work.now.getTime() + packageDays * day)
    const { leftOut, withheld, printed } = payload
    const ready = await setReady(work.tx, one.id, { ...made, printed, stamped, leftOut, withheld, readyAt: work.now, expiresAt })
    if (ready) work.record('evidence.package-made', one.id, { size: made.size, sha256: made.sha256, leftOut, withheld, stamped })
    work.announce('package', one.id)
    return ready
  })
  if (!kept) await packageFiles.remove(ctx.config, one.id)
}

/** Manifests, time stamp, description, the line in the log that seals it all, and its proof. */
async function finish(
  ctx: Context,
  actor: Actor,
  one: Package,
  writer: PackageWriter,
  payload: Payload,
): Promise<{ readonly stamped: boolean }> {
  const sealed = await writer.endPayload()
  const stamp = await stampOf(ctx, sealed.manifest)
  if ('request' in stamp) {
    await writer.addTag(places.timestampRequest, stamp.request)
    await writer.addTag(places.timestamp, stamp.response)
  }
  const why = 'request' in stamp ? null : stamp.why
  const tags = await writer.describe(tagsOf(one, payload, why))
  const leaf = await perform(ctx, actor, async (work) => {
    work.require(mayExport(actor))
    // each attempt is a subject of its own: one subject has the bytes of one manifest
    return work.witness(
      sealKind,
      newId(work.now.getTime()),
      { sha256: sealed.sha256, package: one.id, tags, timestamp: why === null },
      true,
    )
  })
  const { proof, consistency } = await proveSeal(ctx, actor, leaf, payload.pinned)
  await writer.addTag(places.proof, proof)
  if (consistency !== null) await writer.addTag(places.consistency, consistency)
  await writer.close()
  return { stamped: why === null }
}

const tries = 2
const pause = 1_000

/** The stamp of the configured authority; else why there is none. One that does not answer keeps nobody from their package. */
async function stampOf(ctx: Context, manifest: Uint8Array): Promise<Stamped | { readonly why: string }> {
  const address = ctx.config.TOCSIN_TSA
  if (address === null) return { why: 'no authority is configured' }
  for (let left = tries; ; left--) {
    try {
      const stamped = await stampBytes(address, manifest)
      ctx.log.info({ kind: 'time-stamp' }, 'evidence.outgoing')
      return stamped
    } catch (error) {
      ctx.log.warn({ why: error instanceof Error ? error.message : 'unknown', left: left - 1 }, 'evidence.time-stamp')
      if (left === 1) return { why: 'the authority did not give one' }
      await sleep(pause)
    }
  }
}

async function report(ctx: Context, actor: Actor, id: PackageId, done: number): Promise<void> {
  const goesOn = await perform(ctx, actor, async (work) => {
    work.require(mayExport(actor))
    work.announce('package', id)
    return setProgress(work.tx, id, done)
  })
  if (!goesOn) throw new Stopped()
}

async function fail(ctx: Context, actor: Actor, id: PackageId, error: unknown): Promise<void> {
  const code = error instanceof Failure ? error.code : 'platform.unexpected'
  await perform(ctx, actor, async (work) => {
    work.require(mayExport(actor))
    if (await setFailed(work.tx, id, code)) {
      work.record('evidence.package-failed', id, { code })
      // it may lie there whole, where it failed after its last byte
      work.enqueue(dropPackagesJob, { packages: [id] })
    }
    work.announce('package', id)
  })
}
