import { Failure } from '../../../../base/failure.ts'
import type { Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import { mayHaveOutcome, maySettleCost, mayStateCost, type RequestOutcome } from '../../network/request-course.ts'
import type { Cost } from '../../network/request-view.ts'
import { mayDraftShare, mayShare } from '../../network/sharing.ts'
import type { FileRow } from '../../store/network/request-files.ts'
import { setCost, setOutcome } from '../../store/network/request-results.ts'
import { refuseWithheldIn } from './copy.ts'
import { inPlaceOf } from './in-place.ts'
import { takeRequest } from './request-acts.ts'
import { wrongState } from './request-drafts.ts'

type Said = Pick<Cost, 'amount' | 'currency' | 'bearer'>

/** States what answering costs; whoever asks is told. Refuses `cooperation.request-state`, `cooperation.request-cost` once one was agreed to. */
export async function stateCost(work: Work, id: string, said: Said): Promise<void> {
  work.require(mayShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (!mayStateCost(file, work.now)) throw wrongState(id, file.state)
  if (file.cost?.state === 'agreed' || file.cost?.state === 'paid') throw wrongCost(file)
  await put(work, file, { ...said, state: 'asked' })
}

/** Agrees to exactly what was looked at, or declines it. Refuses `cooperation.request-cost` where none waits, or another. */
export async function agreeCost(work: Work, id: string, { agree, ...seen }: Said & { readonly agree: boolean }): Promise<void> {
  work.require(mayShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (file.side !== 'asker' || file.cost?.state !== 'asked') throw wrongCost(file)
  const { amount, currency, bearer } = file.cost
  if (amount !== seen.amount || currency !== seen.currency || bearer !== seen.bearer) throw wrongCost(file)
  await put(work, file, { ...file.cost, state: agree ? 'agreed' : 'declined' })
}

/** Notes, as whoever it lies with, that it was paid. Refuses `cooperation.request-cost` where none was agreed to, or it was passed on. */
export async function settleCost(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (file.cost === null || !maySettleCost(file)) throw wrongCost(file)
  await put(work, file, { ...file.cost, state: 'paid' })
}

/**
 * Notes what came of it, as whoever asked, once it has ended. The other side is told which it is where that is wished, and never the words. Refuses
 * `cooperation.request-state`, `cooperation.hotline-only`.
 */
export async function noteOutcome(work: Work, id: string, outcome: RequestOutcome, text: string, tell: boolean): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const { file } = await takeRequest(work, id)
  if (!mayHaveOutcome(file, work.now)) throw wrongState(id, file.state)
  await refuseWithheldIn(work.tx, [text])
  await setOutcome(work.tx, id, outcome, text, work.now)
  work.witness('cooperation.request-outcome', id, { request: id, outcome, told: tell })
  work.record('cooperation.request-outcome', id, { outcome, told: tell })
  work.announce('request', id)
  if (!tell) return
  await inPlaceOf(work, file.other, () => setOutcome(work.tx, id, outcome, '', work.now))
  await told(work, file, 'cooperation.request-outcome')
}

/** On both files at once. */
async function put(work: Work, file: FileRow, cost: Omit<Cost, 'at'>): Promise<void> {
  const { request: id } = file
  await setCost(work.tx, id, cost, work.now)
  await inPlaceOf(work, file.other, () => setCost(work.tx, id, cost, work.now))
  const { amount, currency, bearer } = cost
  work.witness(`cooperation.request-cost-${cost.state}`, id, { request: id, amount, currency, bearer })
  work.record(`cooperation.request-cost-${cost.state}`, id, { amount, currency, bearer })
  work.announce('request', id)
  await told(work, file, `cooperation.request-cost-${cost.state}`)
}

async function told(work: Work, { request, other, reference }: FileRow, kind: string): Promise<void> {
  await notifyElsewhere(work, other, 'analyst', { kind, subject: request, params: { reference } }, [{ kind: 'request', id: request }])
}

const wrongCost = ({ request, cost, state }: FileRow) =>
  new Failure('conflict', 'cooperation.request-cost', `request ${request} is ${state}, its cost ${cost?.state ?? 'not said'}`)
