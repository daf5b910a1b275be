import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Work } from '../../../../platform/work.ts'
import { listOffices } from '../../../directory/index.ts'
import {
  backlog,
  callDuty,
  type Duty,
  type DutyPeriods,
  firstDutyPeriods,
  noticeDays,
  officeDuty,
  rhythm,
  termDuty,
} from '../../network/duty.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { countCallsUntold } from '../../store/network/call-tellings.ts'
import { listMoments, listSeries } from '../../store/network/calls.ts'
import { findPeriods } from '../../store/network/contact-tests.ts'
import { countContactDuties, countUntold, findDutyPeriods, findLastDone, putDutyPeriods } from '../../store/network/duties.ts'
import { findOfficeContact } from '../../store/network/office.ts'
import { listOpenRounds } from '../../store/network/questionnaires.ts'

type Asked = { readonly tx: Tx; readonly network: OrganisationId; readonly now: Date; readonly periods: DutyPeriods }
type DutySource = (asked: Asked) => Promise<Duty>

/** How each duty is read from the rows that there are. A further one is one more here. */
const dutySources: readonly DutySource[] = [
  async ({ tx, network, now }) => {
    const { confirmDays } = await findPeriods(tx, network)
    const { open, of } = await countContactDuties(tx, network, { confirmDays, now })
    return { kind: 'contacts', open, of, ...backlog(open, null, 0, now) }
  },
  async ({ tx, network, now }) => {
    const [by, calls] = [await countUntold(tx, network), await countCallsUntold(tx, network, now)]
    const [open, of] = [by.open + calls.open, by.of + calls.of]
    const since = earlier(by.since, calls.since)
    return { kind: 'notices', open, of, ...backlog(open, since, noticeDays, now) }
  },
  async ({ tx, network, now, periods }) => {
    const { round } = await findLastDone(tx, network)
    const running = (await listOpenRounds(tx, network, now)).length
    return { kind: 'questionnaire', open: running, of: running, ...rhythm(round, periods.questionnaireDays, now) }
  },
  async ({ tx, network, now }) => {
    const running = (await listSeries(tx, network)).filter(({ closedAt }) => closedAt === null)
    const moments = await listMoments(
      tx,
      running.map(({ id }) => id),
      now,
    )
    return callDuty(running, moments, now)
  },
  async ({ tx, network, now, periods }) => {
    const { report } = await findLastDone(tx, network)
    return { kind: 'reports', open: 0, of: 0, ...rhythm(report, periods.reportDays, now) }
  },
  async ({ tx, network, now }) => {
    const { confirmDays } = await findPeriods(tx, network)
    return officeDuty((await findOfficeContact(tx, network))?.confirmedAt ?? null, confirmDays, now)
  },
  async ({ tx, network, now }) =>
    termDuty(
      (await listOffices(tx, network)).filter(({ until }) => until === null),
      now,
    ),
]

const earlier = (one: Date | null, other: Date | null) => (one === null || (other !== null && other < one) ? other : one)

/** What the office owes now. For the network's own eyes: it reads all rows. */
export async function readDuties(
  tx: Tx,
  network: OrganisationId,
  now: Date,
): Promise<{ readonly duties: readonly Duty[]; readonly periods: DutyPeriods }> {
  const periods = (await findDutyPeriods(tx, network)) ?? firstDutyPeriods
  const duties: Duty[] = []
  for (const source of dutySources) duties.push(await source({ tx, network, now, periods }))
  return { duties, periods }
}

export async function setDutyPeriods(work: Work, standing: Standing, periods: DutyPeriods): Promise<void> {
  work.require(mayKeepNetwork(standing))
  await putDutyPeriods(work.tx, standing.network, periods, work.now, work.actor.id)
  work.record('cooperation.duty-periods-set', standing.network, { ...periods })
  work.announce('announcement', '')
}
