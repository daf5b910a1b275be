import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import { redactMessageTask } from '../../../forensics/tasks.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { openEvidence } from '../../evidence/index.ts'
import { findReport, listSightings } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { fillLetter, places, templateOf, unknownPlaces } from '../letter.ts'
import { addProfile, changeProfile, closeProfile, resetLetter, setLetter } from '../operations/forms.ts'
import { mayDraft, maySeeReleases, maySetForms } from '../policy.ts'
import { type LetterRow, listOwnLetters, listProfiles, type ProfileRow } from '../store/forms.ts'
import { type Names, whoView } from '../view.ts'
import { namesAmong, ownerFor } from './reading.ts'

/** Redaction profiles and letters. */
export function formRoutes(http: Http): void {
  profileRoutes(http)
  letterRoutes(http)
}

function profileView(row: ProfileRow, names: Names): contract.ProfileView {
  const { id, name, rules, standard } = row
  const copy = { ...rules, headers: [...rules.headers], words: [...rules.words] }
  return { id, name, rules: copy, standard, changedAt: row.changed_at.toISOString(), changedBy: whoView(row.changed_by, names) }
}

function profileRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listProfiles, async ({ actor }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listProfiles(tx, owner)
      const names = await namesAmong(
        tx,
        rows.map((row) => row.changed_by),
      )
      return { items: rows.map((row) => profileView(row, names)), may: { change: maySetForms(actor) } }
    })
  })
  serve(http, contract.addProfile, ({ actor, body }) =>
    perform(ctx, actor, async (work) => profileView(await addProfile(work, body), await namesAmong(work.tx, [actor.id]))),
  )
  serve(http, contract.changeProfile, ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => profileView(await changeProfile(work, params.id, body), await namesAmong(work.tx, [actor.id]))),
  )
  serve(http, contract.closeProfile, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => closeProfile(work, params.id))
    return undefined
  })
  serve(http, contract.tryProfile, async ({ actor, body }) => {
    if (!mayDraft(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not draft`)
    const id = body.report as ReportId
    const { report, item } = await ctx.read(actor, async (tx) => {
      const report = present(await findReport(tx, id), 'analysis.no-report', `report ${id}`)
      const seen = (await listSightings(tx, id)).find(({ kind, item }) => kind === 'message' && item !== null)
      return { report, item: present(seen?.item, 'cooperation.no-message', `a message in report ${id}`) }
    })
    const bytes = await openEvidence(ctx, actor, item)
    const told = <T>(value: T | null) => (value === null || !body.rules.reporter ? [] : [value])
    const subject = { addresses: told(report.reporter_address), names: told(report.reporter_name), about: [] }
    const answer = await ctx.sandbox.run(redactMessageTask, { bytes, rules: body.rules, subject }, { time: 30_000 })
    if (!('ok' in answer)) throw new Failure('conflict', 'cooperation.unreadable', 'a reader could not get through it')
    const { removed, left } = answer.ok
    return {
      source: Buffer.from(answer.ok.bytes).toString('latin1').slice(0, 200_000),
      removed: removed.map((one) => ({ ...one })),
      left: left.map(({ part, name, type, size, why }) => ({ part, name, type, size, why })),
    }
  })
}

function letterView(
  kind: contract.LetterView['kind'],
  language: contract.LetterView['language'],
  own: LetterRow | undefined,
  names: Names,
) {
  const { title, body } = own ?? templateOf(kind, language)
  return {
    kind,
    language,
    title,
    body,
    own: own !== undefined,
    changedAt: own?.changed_at.toISOString() ?? null,
    changedBy: own === undefined ? null : whoView(own.changed_by, names),
  }
}

function letterRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listLetters, async ({ actor }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listOwnLetters(tx, owner)
      const names = await namesAmong(
        tx,
        rows.map((row) => row.changed_by),
      )
      const items = contract.letterKinds.flatMap((kind) =>
        contract.letterLanguages.map((language) =>
          letterView(
            kind,
            language,
            rows.find((row) => row.kind === kind && row.language === language),
            names,
          ),
        ),
      )
      return { items, places: [...places], may: { change: maySetForms(actor) } }
    })
  })
  serve(http, contract.setLetter, ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => {
      await setLetter(work, params.kind, params.language, body)
      const row = { ...params, ...body, changed_at: work.now, changed_by: actor.id }
      return letterView(params.kind, params.language, row, await namesAmong(work.tx, [actor.id]))
    }),
  )
  serve(http, contract.resetLetter, ({ actor, params }) =>
    perform(ctx, actor, async (work) => {
      await resetLetter(work, params.kind, params.language)
      return letterView(params.kind, params.language, undefined, new Map())
    }),
  )
  serve(http, contract.previewLetter, async ({ actor, body }) => {
    if (!maySeeReleases(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see letters`)
    const code = 'desk-C-2026-0042'
    const at = '2026-11-30T08:15:00Z'
    const filled = fillLetter({ title: body.title, body: body.body }, body.language, {
      organisation: 'Example Desk',
      recipient: 'Example Hosting',
      codes: [code],
      things: [
        { kind: 'url', value: 'https://login.bank.example/verify', port: null, at, code, caseKind: 'phishing' },
        { kind: 'address', value: '192.0.2.7', port: 25, at, code, caseKind: 'phishing' },
      ],
      reports: 12,
      evidence: ['xarf'],
      redacted: true,
      text: '…',
    })
    return { ...filled, unknown: [...unknownPlaces(`${body.title}\n${body.body}`)] }
  })
}
