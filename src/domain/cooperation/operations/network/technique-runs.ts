import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { MessageReading } from '../../../../forensics/message/index.ts'
import { runTechniqueTask } from '../../../../forensics/tasks.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { countJudged, type JudgedReport, pageJudged } from '../../../analysis/index.ts'
import { type Item, listItems, openListed } from '../../../evidence/index.ts'
import {
  mayKeepTechniques,
  messageTime,
  mostStopped,
  type Outcome,
  type Run,
  type RunOver,
  type StopReason,
  sha256Of,
  sumOf,
} from '../../network/technique.ts'
import { findShared } from '../../store/network/shared.ts'
import { addStretch, countRunning, endRun, findRun, insertRun } from '../../store/network/technique-runs.ts'
import { findTechnique, findVersion } from '../../store/network/techniques.ts'
import { ownerOf } from '../note.ts'
import { refuseEnded } from './copy-technique.ts'
import { noteReading } from './shared.ts'
import { refuseUse, sharedTechnique } from './techniques.ts'

/** reports of one stretch, and milliseconds after which it ends sooner: others of the node run between two */
const stretch = 50
const stretchTime = 15_000
/** milliseconds of a worker that a run may take in all */
const mostRunTime = 6 * 3_600_000
/** runs that an organisation may have under way */
const mostRunning = 5

type Wanted = {
  readonly technique?: string | undefined
  readonly copy?: string | undefined
  readonly since: Date
  readonly until: Date
  readonly judged: RunOver
}
type Subject = Pick<Run, 'name' | 'kind' | 'version' | 'sha256'> & { readonly text: string }

/**
 * Begins to hold a technique against the organisation's own reports. Refuses `cooperation.no-technique`, `cooperation.no-shared`, `cooperation.not-permitted`,
 * `cooperation.technique-recalled`, `cooperation.technique-over`, `cooperation.running` where five are under way.
 */
export async function startRun(work: Work, { technique = null, copy = null, since, until, judged }: Nulled<Wanted>): Promise<string> {
  work.require(mayKeepTechniques(work.actor))
  const owner = ownerOf(work)
  if ((await countRunning(work.tx, owner)) >= mostRunning)
    throw new Failure('conflict', 'cooperation.running', `${mostRunning} runs are under way`)
  const { name, kind, version, sha256 } = await subjectOf(work.tx, { technique, copy, version: null })
  if (copy !== null) await noteReading(work, present(await findShared(work.tx, copy), 'cooperation.no-shared', `shared copy ${copy}`))
  const id = newId(work.now.getTime())
  const total = await countJudged(work.tx, owner, { since, until, judged })
  await insertRun(work.tx, owner, {
    ...{ id, technique, version, copy, name, kind, sha256, since, until, judged, total },
    ...{ askedAt: work.now, askedBy: work.actor.id },
  })
  work.record('cooperation.technique-run', id, { technique, copy, sha256 })
  work.enqueue(runTechniqueJob, { run: id }, { key: id })
  work.announce('technique-run', id)
  return id
}

type Nulled<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? null : never) }

/** Stops it where it is. Nothing happens where it has ended. */
export async function cancelRun(work: Work, id: string): Promise<void> {
  work.require(mayKeepTechniques(work.actor))
  const run = present(await findRun(work.tx, id, true), 'cooperation.no-run', `run ${id}`)
  if (run.state !== 'running') return
  await endRun(work.tx, id, 'cancelled', null, work.now)
  work.record('cooperation.technique-cancelled', id)
  work.announce('technique-run', id)
}

/** What is run, as it is at this moment: a copy that is shown no more is not there. */
async function subjectOf(tx: Tx, { technique, copy, version }: Pick<Run, 'technique' | 'copy' | 'version'>): Promise<Subject> {
  if (copy !== null) {
    const shared = present(await findShared(tx, copy), 'cooperation.no-shared', `shared copy ${copy}`)
    const { title, of, text, version: number } = sharedTechnique(shared)
    refuseUse(shared, false)
    return { name: title, kind: of, version: number, sha256: sha256Of(text), text }
  }
  const found = present(
    technique === null ? undefined : await findTechnique(tx, technique),
    'cooperation.no-technique',
    `technique ${technique}`,
  )
  refuseEnded(found)
  if (found.origin !== null) refuseUse({ ...found.origin, id: found.origin.copy }, true)
  const { number, text } = present(await findVersion(tx, found.id, version), 'cooperation.no-technique', `version ${version}`)
  // of what is run: words of a data subject may have been taken out since it was saved
  return { name: found.name, kind: found.kind, version: number, sha256: sha256Of(text), text }
}

/**
 * One stretch of a run, then the next. Runs of the whole node go one after the other, so that they never hold more than one worker; what the watch ends three times is
 * run no further.
 */
export const runTechniqueJob = defineJob({
  name: 'cooperation.run-technique',
  payload: z.object({ run: z.uuid() }),
  queue: 'techniques',
  priority: 10,
  async run(ctx, actor, { run: id }) {
    const owner = actor.organisation as OrganisationId
    const read = await ctx.read(actor, async (tx) => {
      const run = await findRun(tx, id)
      if (run?.state !== 'running') return undefined
      const subject = await subjectOf(tx, run).catch((error: unknown) => {
        if (error instanceof Failure && error.kind !== 'unavailable') return undefined
        throw error
      })
      const reports = await pageJudged(tx, owner, run, run.after ?? undefined, stretch)
      return {
        run,
        subject,
        reports,
        items: await listItems(
          tx,
          reports.flatMap(({ item }) => item ?? []),
        ),
      }
    })
    if (read === undefined) return
    const { run, subject, reports, items } = read
    if (subject === undefined) return settle(ctx, actor, run, [], { ended: 'stopped', why: 'gone' })
    const { outcomes, why } = await hold(ctx, actor, subject, reports, new Map(items.map((item) => [item.id as string, item])), run.stopped)
    const through = outcomes.length === reports.length && reports.length < stretch
    const late = run.ms + sumOf(outcomes).ms > mostRunTime
    return settle(
      ctx,
      actor,
      run,
      outcomes,
      why !== undefined
        ? { ended: 'stopped', why }
        : through
          ? { ended: 'done', why: null }
          : late
            ? { ended: 'stopped', why: 'long' }
            : undefined,
    )
  },
})

/** Holds it against one report after the other, until the stretch's time is up or it has been stopped too often. */
async function hold(
  ctx: Context,
  actor: Actor,
  subject: Subject,
  reports: readonly JudgedReport[],
  items: ReadonlyMap<string, Item>,
  before: number,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly why?: StopReason }> {
  const outcomes: Outcome[] = []
  const from = performance.now()
  for (const { report, receivedAt, judged, byPerson, item, reading } of reports) {
    if (performance.now() - from > stretchTime) break
    const bytes = subject.kind === 'yara' && item !== null ? await open(ctx, actor, items.get(item)) : null
    const came = await ask(ctx, subject, reading as MessageReading | null, bytes)
    if (came === 'unreadable') return { outcomes, why: 'unreadable' }
    outcomes.push({ report, receivedAt, judged, byPerson, came })
    if (before + outcomes.filter((one) => one.came === 'stopped').length >= mostStopped) return { outcomes, why: 'unsafe' }
  }
  return { outcomes }
}

type Asked = Pick<Subject, 'kind' | 'text' | 'sha256'>
/** What fits nothing and costs nothing: a message over which it is ended too is to blame itself. */
const trivial: { readonly yara: Asked; readonly others: Asked } = {
  yara: { kind: 'yara', text: 'rule none { condition: false }', sha256: 'none' },
  others: { kind: 'rules', text: 'rule "none" { links above 1000 }', sha256: 'none' },
}

/** What came of one message. Where the watch ends the worker over it whatever is asked of it, it is skipped. */
export async function ask(
  ctx: Pick<Context, 'sandbox'>,
  subject: Asked,
  reading: MessageReading | null,
  bytes: Uint8Array | null,
): Promise<Outcome['came'] | 'unreadable'> {
  const yara = subject.kind === 'yara'
  if (reading === null || (yara && bytes === null)) return 'skipped'
  const given = yara ? { reading: null, bytes } : { reading, bytes: null }
  const run = ({ kind, text, sha256 }: Asked) =>
    ctx.sandbox.run(runTechniqueTask, { kind, text, sha256, ...given }, { time: messageTime, long: 'cooperation.run-technique' })
  const outcome = await run(subject)
  if ('ok' in outcome) return 'fault' in outcome.ok ? 'unreadable' : outcome.ok
  // a reading of an older form: it is passed over
  if (outcome.died === 'failed') return 'skipped'
  // a pool that closes ends its workers too, and then refuses this: the stretch is done anew
  return 'died' in (await run(yara ? trivial.yara : trivial.others)) ? 'skipped' : 'stopped'
}

/** The bytes, where they are there still. */
async function open(ctx: Context, actor: Actor, item: Item | undefined): Promise<Uint8Array | null> {
  if (item === undefined || item.state !== 'kept') return null
  try {
    return await openListed(ctx, actor, item)
  } catch (error) {
    if (error instanceof Failure && error.kind !== 'unavailable') return null
    throw error
  }
}

async function settle(
  ctx: Context,
  actor: Actor,
  run: Run,
  outcomes: readonly Outcome[],
  end: { readonly ended: 'done' | 'stopped'; readonly why: StopReason | null } | undefined,
): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const now = await findRun(work.tx, run.id, true)
    // cancelled meanwhile, or done already by a job that ran twice
    if (now?.state !== 'running' || now.after?.id !== run.after?.id) return
    await addStretch(work.tx, ownerOf(work), run, sumOf(outcomes), outcomes, work.now)
    if (end === undefined) work.enqueue(runTechniqueJob, { run: run.id }, { key: run.id })
    else {
      await endRun(work.tx, run.id, end.ended, end.why, work.now)
      work.record('cooperation.technique-run-ended', run.id, { state: end.ended, why: end.why })
    }
    work.announce('technique-run', run.id)
  })
}
