import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { compareDeclared, type Education, educationStateOf, mayEducate, mayReport, mayRunEducation, phaseOf } from '../network/education.ts'
import type { MembersById } from '../network/register-view.ts'
import type { Standing } from '../network/standing.ts'
import { materialView, memberOf } from '../network/training-view.ts'
import {
  beginEducation,
  changeEducation,
  countMeasure,
  declareFigure,
  endEducation,
  joinEducation,
  leaveEducation,
  reportReach,
  takeDeclaredBack,
} from '../operations/network/educations.ts'
import { performInNetwork } from '../operations/network/standing.ts'
import {
  findEducation,
  findFigure,
  findReach,
  listFigures,
  listPartners,
  listReach,
  type Partner,
  pageEducations,
} from '../store/network/educations.ts'
import { listMaterials } from '../store/network/materials.ts'
import { listMembersById } from '../store/network/members.ts'
import { seenBy } from './training-reading.ts'

/** Joint campaigns of education, and what was before and after. */
export function educationRoutes(http: Http): void {
  readingRoutes(http)
  writingRoutes(http)
  declaringRoutes(http)
}

function readingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listEducations, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seenBy(tx, actor)
      const rows = await pageEducations(tx, standing.network, query.country, readCursor(query.after), query.limit + 1)
      const page = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? page.at(-1) : undefined
      const partners = await partnersOf(tx, page)
      const members = await listMembersById(
        tx,
        page.flatMap(({ member }) => member ?? []),
      )
      const today = ctx.now().toISOString().slice(0, 10)
      return {
        items: page.map((one) => lineOf(one, members, partners.filter(({ education }) => education === one.id).length, today)),
        next: last === undefined ? null : writeCursor(new Date(last.startsOn), last.id),
        may: { begin: mayEducate(standing) },
      }
    }),
  )
  serve(http, contract.readEducation, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.readEducationMeasure, async ({ actor, params }) => {
    const education = await ctx.read(actor, async (tx) => {
      await seenBy(tx, actor)
      return take(tx, params.id)
    })
    const measure = await countMeasure(ctx, (run) => ctx.read(actor, run), education)
    if (measure === undefined) return { measure: null }
    const { stretches, items, total, ...rest } = measure
    return { measure: { ...rest, ...stretches, total: { ...total }, items: items.slice(0, 200).map((one) => ({ ...one })) } }
  })
}

/** Members alone: of one that has left nobody but the office sees the card. */
async function partnersOf(tx: Tx, rows: readonly Education[]): Promise<readonly Partner[]> {
  const all = await listPartners(
    tx,
    rows.map(({ id }) => id),
  )
  const known = await listMembersById(
    tx,
    all.map(({ member }) => member),
  )
  return all.filter(({ member }) => known.has(member))
}

function lineOf(row: Education, members: MembersById, partners: number, today: string): contract.EducationLine {
  const { id, title, aim, addressed, languages, countries, startsOn, endsOn, audience, member } = row
  return {
    ...{ id, title, aim, startsOn, endsOn, audience, partners },
    addressed: [...addressed],
    languages: [...languages],
    countries: [...countries],
    state: educationStateOf(row, today),
    begunBy: memberOf(members, member),
  }
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.EducationWhole> {
  return ctx.read(actor, async (tx) => {
    const standing = await seenBy(tx, actor)
    const row = await take(tx, id)
    const [partners, materials, reach, figures] = [
      await partnersOf(tx, [row]),
      await listMaterials(tx, id),
      await listReach(tx, id),
      await listFigures(tx, id),
    ]
    const named = [row, ...partners, ...materials, ...reach, ...figures].flatMap(({ member }) => member ?? [])
    const members = await listMembersById(tx, named)
    const own = standing.member?.id
    const keeps = (member: string | null) => mayEducate(standing) && (standing.acting || (member !== null && member === own))
    const joined = partners.some(({ member }) => member === own)
    const report = mayReport(
      standing,
      row,
      partners.map(({ member }) => member),
    )
    const over = row.endedAt !== null
    return {
      ...lineOf(row, members, partners.length, ctx.now().toISOString().slice(0, 10)),
      endedAt: row.endedAt?.toISOString() ?? null,
      joined: partners.flatMap(({ member, note, at }) => {
        const of = memberOf(members, member)
        return of === null ? [] : [{ member: of, note, at: at.toISOString() }]
      }),
      materials: materials.map((one) => materialView(one, members, keeps(one.member) || mayRunEducation(standing, row))),
      reach: reach.map(({ education: _, at: __, withdrawnAt: ___, member, ...one }) => ({
        ...one,
        member: memberOf(members, member),
        may: { withdraw: keeps(member) },
      })),
      figures: figures.map(({ education: _, at: __, withdrawnAt: ___, member, ...one }) => ({
        ...one,
        member: memberOf(members, member),
        phase: phaseOf(row.startsOn, one) ?? null,
        may: { withdraw: keeps(member) },
      })),
      declared: contract.helperKinds.map((counted) => ({
        counted,
        items: compareDeclared(
          row.startsOn,
          figures.filter((one) => one.counted === counted),
        ).map((one) => ({ ...one })),
      })),
      may: {
        change: mayRunEducation(standing, row),
        end: !over && mayRunEducation(standing, row),
        join: !over && standing.member !== null && !joined && mayEducate(standing),
        leave: joined && mayEducate(standing),
        report,
      },
    }
  })
}

async function take(tx: Tx, id: string): Promise<Education> {
  return present(await findEducation(tx, id), 'cooperation.no-education', `campaign ${id}`)
}

/** An act on a campaign that the actor sees; answers it as it is then. */
function acts(http: Http) {
  return async (actor: Actor, id: string, run: (work: Work, standing: Standing) => Promise<unknown>) => {
    await http.ctx.read(actor, (tx) => take(tx, id))
    await performInNetwork(http.ctx, actor, run)
    return wholeOf(http, actor, id)
  }
}

function writingRoutes(http: Http): void {
  const act = acts(http)
  serve(http, contract.beginEducation, async ({ actor, body }) => {
    const id = await performInNetwork(http.ctx, actor, (work, standing) => beginEducation(work, standing, body))
    return wholeOf(http, actor, id)
  })
  serve(http, contract.changeEducation, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => changeEducation(work, standing, params.id, body)),
  )
  serve(http, contract.endEducation, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => endEducation(work, standing, params.id)),
  )
  serve(http, contract.joinEducation, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => joinEducation(work, standing, params.id, body.note)),
  )
  serve(http, contract.leaveEducation, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => leaveEducation(work, standing, params.id)),
  )
}

function declaringRoutes(http: Http): void {
  const { ctx } = http
  const act = acts(http)
  serve(http, contract.reportReach, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => reportReach(work, standing, params.id, body)),
  )
  serve(http, contract.declareFigure, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => declareFigure(work, standing, params.id, body)),
  )
  serve(http, contract.withdrawReach, async ({ actor, params, reply }) => {
    present(await ctx.read(actor, (tx) => findReach(tx, params.id)), 'cooperation.no-figure', params.id)
    await performInNetwork(ctx, actor, (work, standing) => takeDeclaredBack(work, standing, 'reach', params.id))
    return reply.send()
  })
  serve(http, contract.withdrawFigure, async ({ actor, params, reply }) => {
    present(await ctx.read(actor, (tx) => findFigure(tx, params.id)), 'cooperation.no-figure', params.id)
    await performInNetwork(ctx, actor, (work, standing) => takeDeclaredBack(work, standing, 'figure', params.id))
    return reply.send()
  })
}
