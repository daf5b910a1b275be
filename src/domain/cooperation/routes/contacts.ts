import type { FastifyReply } from 'fastify'
import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ReplyId } from '../../../base/id.ts'
import { serialiseCsv } from '../../../formats/csv/index.ts'
import { serialiseVcards } from '../../../formats/vcard/index.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { Work } from '../../../platform/work.ts'
import { findReply } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { contactRows, contactView, type ListedContact, vcardOf } from '../network/contact-view.ts'
import { mayKeepContacts, mayKeepNetwork, maySeeNetwork, type Standing } from '../network/standing.ts'
import { testContact } from '../operations/network/contact-tests.ts'
import { addContact, changeContact, changePeriods, confirmContact, endContact, handOverContact } from '../operations/network/contacts.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { type ContactTest, findPeriods, listTests } from '../store/network/contact-tests.ts'
import { type ContactCursor, findContact, listDesignations, pageContacts } from '../store/network/contacts.ts'
import { findMember } from '../store/network/members.ts'
import { whoView } from '../view.ts'
import { namesAmong, readPlace, writePlace } from './reading.ts'

const csvLines = 10_000

/** How members are reached: seen by whom each contact was granted to, kept by its own member and the secretariat. */
export function contactRoutes(http: Http): void {
  readingRoutes(http)
  keepingRoutes(http)
  periodRoutes(http)
}

async function see(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  if (!maySeeNetwork(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see the network')
  return standing
}

function readingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listContacts, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const { network } = await see(tx, actor)
      const { after, limit, ...filter } = query
      const [periods, now] = [await findPeriods(tx, network), ctx.now()]
      const rows = await pageContacts(tx, network, filter, { periods, now }, readContactCursor(after), limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      return {
        items: items.map((row) => contactView(row, periods, now)),
        next: last === undefined ? null : writePlace(last.country, last.memberName, last.id),
      }
    }),
  )
  serve(http, contract.exportContacts, async ({ actor, query, reply }) => {
    const text = await ctx.read(actor, async (tx) => {
      const { network } = await see(tx, actor)
      const [periods, now] = [await findPeriods(tx, network), ctx.now()]
      return serialiseCsv(contactRows(await pageContacts(tx, network, query, { periods, now }, undefined, csvLines), periods, now))
    })
    return sendFile(reply, 'text/csv; charset=utf-8', 'contacts.csv', text)
  })
  serve(http, contract.readContact, ({ actor, params }) => contactWhole(http, actor, params.id))
  serve(http, contract.readContactCard, async ({ actor, params, reply }) => {
    const row = await ctx.read(actor, async (tx) => {
      await see(tx, actor)
      return present(await findContact(tx, params.id), 'cooperation.no-contact', `contact ${params.id}`)
    })
    return sendFile(reply, 'text/vcard; charset=utf-8', `${row.id}.vcf`, serialiseVcards([vcardOf(row)]))
  })
}

function sendFile(reply: FastifyReply, type: string, name: string, text: string): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(text)
}

function keepingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.addContact, async ({ actor, body }) => {
    // a member that the actor can not see is none to them
    await ctx.read(actor, async (tx) => {
      await see(tx, actor)
      present(await findMember(tx, body.member), 'cooperation.no-such-member', `member ${body.member}`)
    })
    const id = await performInNetwork(ctx, actor, (work, standing) => addContact(work, standing, body))
    return contactWhole(http, actor, id)
  })
  /** A contact that the actor can not see is none to them, whatever they would do to it. Answers the contact whose id `run` answers, else the same. */
  const act = async (actor: Actor, id: string, run: (work: Work, standing: Standing) => Promise<unknown>) => {
    await ctx.read(actor, async (tx) => {
      await see(tx, actor)
      present(await findContact(tx, id), 'cooperation.no-contact', `contact ${id}`)
    })
    const next = await performInNetwork(ctx, actor, run)
    return contactWhole(http, actor, typeof next === 'string' ? next : id)
  }
  serve(http, contract.changeContact, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => changeContact(work, standing, params.id, body)),
  )
  serve(http, contract.handOverContact, ({ actor, params, body }) => {
    const { designated, ...reach } = body
    return act(actor, params.id, (work, standing) => handOverContact(work, standing, params.id, reach, designated))
  })
  serve(http, contract.endContact, ({ actor, params }) => act(actor, params.id, (work, standing) => endContact(work, standing, params.id)))
  serve(http, contract.confirmContact, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => confirmContact(work, standing, params.id)),
  )
  serve(http, contract.testContact, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => testContact(work, ctx, standing, params.id)),
  )
}

function periodRoutes(http: Http): void {
  const { ctx } = http
  const read = (actor: Actor) =>
    ctx.read(actor, async (tx) => {
      const standing = await see(tx, actor)
      return { ...(await findPeriods(tx, standing.network)), may: { change: mayKeepNetwork(standing) } }
    })
  serve(http, contract.readPeriods, ({ actor }) => read(actor))
  serve(http, contract.changePeriods, async ({ actor, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => changePeriods(work, standing, body))
    return read(actor)
  })
}

async function contactWhole({ ctx }: Http, actor: Actor, id: string): Promise<contract.ContactWhole> {
  return ctx.read(actor, async (tx) => {
    const standing = await see(tx, actor)
    const row = present(await findContact(tx, id), 'cooperation.no-contact', `contact ${id}`)
    const periods = await findPeriods(tx, standing.network)
    const names = await namesAmong(tx, [row.sinceBy, ...(row.confirmedBy === null ? [] : [row.confirmedBy])])
    const member = present(await findMember(tx, row.member), 'cooperation.no-such-member', `member ${row.member}`)
    const may = row.endedAt === null && member.state === 'member' && mayKeepContacts(standing, member)
    return {
      ...contactView(row, periods, ctx.now()),
      pgpKey: row.pgp,
      pgpSince: row.pgpSince?.toISOString() ?? null,
      smimeCertificate: row.smime,
      sinceBy: whoView(row.sinceBy, names),
      confirmedBy: row.confirmedBy === null ? null : whoView(row.confirmedBy, names),
      changedAt: row.changedAt.toISOString(),
      tests: await testsOf(tx, standing, row),
      history: await historyOf(tx, row),
      may: { change: may, confirm: may, test: may && row.mail !== null && ctx.config.TOCSIN_RELAY !== null },
    }
  })
}

/** most characters of an answer that are shown beside its test */
const wordsShown = 1_000

async function testsOf(tx: Tx, { acting }: Standing, { id }: ListedContact): Promise<contract.ContactWhole['tests']> {
  const views: contract.ContactWhole['tests'] = []
  for (const test of await listTests(tx, id)) {
    // the answers are the network's own
    const words = acting && test.reply !== null ? ((await findReply(tx, test.reply as ReplyId))?.text ?? null) : null
    views.push(testView(test, words?.slice(0, wordsShown) ?? null))
  }
  return views
}

function testView({ id, sentAt, sentTo, dueAt, result, settledAt, way }: ContactTest, words: string | null) {
  return {
    ...{ id, sentTo, result, way, words },
    sentAt: sentAt.toISOString(),
    dueAt: dueAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  }
}

async function historyOf(tx: Tx, row: ListedContact): Promise<contract.ContactWhole['history']> {
  if (row.role === 'staff') return []
  return (await listDesignations(tx, row.member, row.role)).map(({ id, unit, person, designated, since, endedAt, endedWhy }) => ({
    ...{ id, unit, person, designated, endedWhy },
    since: since.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }))
}

function readContactCursor(text: string | undefined): ContactCursor | undefined {
  const [country, name, id] = readPlace(text, 3) ?? []
  return country === undefined || name === undefined || id === undefined ? undefined : { country, name, id }
}
