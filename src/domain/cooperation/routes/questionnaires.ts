import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { questionnaireLimits, questionsCsv } from '../network/questionnaire-file.ts'
import { questionView } from '../network/questionnaire-view.ts'
import { mayKeepNetwork, maySeeNetwork } from '../network/standing.ts'
import { importQuestionnaire, readQuestionnaireFile, shipQuestionnaire } from '../operations/network/questionnaires.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findQuestionnaire, listQuestionnaires, listQuestions } from '../store/network/questionnaires.ts'
import { whoView } from '../view.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

/** Versions of the questionnaire on cross-border enforcement. */
export function questionnaireRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listQuestionnaires, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const rows = await listQuestionnaires(tx, standing.network)
      const items = rows.map(({ id, version, title, questions, madeAt }) => ({
        id,
        version,
        title,
        questions,
        madeAt: madeAt.toISOString(),
      }))
      return { items, may: { keep: mayKeepNetwork(standing) } }
    }),
  )
  serve(http, contract.readQuestionnaire, ({ actor, params }) => wholeOf(http, actor, params.id))
  serve(http, contract.exportQuestionnaire, async ({ actor, params, query, reply }) => {
    const { title, questions } = await wholeOf(http, actor, params.id)
    const csv = query.format === 'csv'
    return reply
      .header('content-type', csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="questionnaire.${query.format}"`)
      .header('cache-control', 'private, no-store')
      .send(csv ? questionsCsv(questions) : JSON.stringify({ title, questions }))
  })
  serve(http, contract.shipQuestionnaire, async ({ actor }) => wholeOf(http, actor, await performInNetwork(ctx, actor, shipQuestionnaire)))
  fileRoutes(http)
}

function fileRoutes(http: Http): void {
  const { ctx } = http
  void http.app.register(async (app) => {
    app.removeContentTypeParser(['application/json', 'text/plain'])
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: questionnaireLimits.bytes }, (_request, body, done) => done(null, body))
    const files = { ...http, app }
    serve(files, contract.previewQuestionnaire, async ({ actor, request }) => {
      await allowKeeper(http, actor)
      const { file, sha256 } = await readQuestionnaireFile(ctx, bytesOf(request.body))
      const { format, title, read, questions, errors, errorCount } = file
      return { format, sha256, title, read, questions: questions.map(questionView), errors: [...errors], errorCount }
    })
    serve(files, contract.importQuestionnaire, async ({ actor, query, request }) => {
      await allowKeeper(http, actor)
      const read = await readQuestionnaireFile(ctx, bytesOf(request.body))
      return wholeOf(http, actor, await performInNetwork(ctx, actor, (work, standing) => importQuestionnaire(work, standing, read, query)))
    })
  })
}

/** Before anything is read. */
async function allowKeeper({ ctx }: Http, actor: Actor): Promise<void> {
  allow(mayKeepNetwork(await ctx.read(actor, (tx) => readStanding(tx, actor))))
}

function bytesOf(body: unknown): Uint8Array {
  return Buffer.isBuffer(body) ? new Uint8Array(body) : new Uint8Array()
}

async function wholeOf({ ctx }: Http, actor: Actor, id: string): Promise<contract.QuestionnaireView> {
  return ctx.read(actor, async (tx) => {
    allow(maySeeNetwork(await readStanding(tx, actor)))
    const row = present(await findQuestionnaire(tx, id), 'cooperation.no-questionnaire', `questionnaire ${id}`)
    const { version, title, sha256, madeAt, madeBy } = row
    const questions = await listQuestions(tx, id)
    const names = await namesAmong(tx, [madeBy])
    const said = questions.map(questionView)
    return { id, version, title, sha256, madeAt: madeAt.toISOString(), madeBy: whoView(madeBy, names), questions: said }
  })
}
