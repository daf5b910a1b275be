import { judgeReadingsTask, readReportTask } from '../../domain/analysis/reading.ts'
import {
  checkSignatureTask,
  paperTypeTask,
  readCallAnswerTask,
  readContactsTask,
  readMembersTask,
  readQuestionnaireTask,
} from '../../domain/cooperation/tasks.ts'
import { locateTask, readAnswerTask, readImportTask, readRdapTask, readServicesTask, readWhoisTask } from '../../domain/directory/tasks.ts'
import { readReplyTask } from '../../domain/intake/reply-reading.ts'
import {
  checkTechniqueTask,
  findPeopleTask,
  previewMessageTask,
  redactMessageTask,
  redrawPictureTask,
  runTechniqueTask,
  sealArchiveTask,
} from '../../forensics/tasks.ts'
import { createLocator, type Locate, locationDays } from '../../platform/net/locate.ts'
import { setDocumentTask } from '../../platform/pdf/index.ts'
import { handle, type Surroundings, serveTasks, sharedData } from '../../platform/sandbox/serve.ts'
import { markMessageTask } from '../cli/cluster/task.ts'
import { inspectMessageTask } from '../cli/inspect/task.ts'
import type { Shared } from './sandbox.ts'

/**
 * The table of what workers do. Each task loads what it needs when it is first asked for, so that a worker that only reads mail never
 * holds the library that draws pictures.
 */

const location = (sharedData() as Partial<Shared> | null)?.location ?? null
let locator: Locate | undefined

/** The world as a task may ask it: DNS through the server's thread, places from shared memory. */
function portsOf({ ask, has }: Surroundings) {
  const resolve = async (name: string, type: string) => (await ask('resolve', name, type)) as string[] | string[][]
  return {
    ...(has('resolve') ? { resolve } : {}),
    ...places(),
  }
}

function places(): { readonly locate?: Locate; readonly located?: ReturnType<typeof locationDays> } {
  if (location === null) return {}
  locator ??= createLocator(location)
  return { locate: locator, located: locationDays(location.sources) }
}

serveTasks([
  handle(readReportTask, async (input, surroundings) => {
    const { readReport } = await import('./read-report.ts')
    return readReport(input, portsOf(surroundings))
  }),
  handle(readReplyTask, async (input, surroundings) => {
    const { readReply } = await import('../../domain/intake/read-reply.ts')
    return readReply(input, portsOf(surroundings))
  }),
  handle(judgeReadingsTask, async (all) => {
    const { judgeStored } = await import('../../forensics/message/verdict/index.ts')
    return all.map(({ reading, teaching }) => judgeStored(reading, teaching))
  }),
  handle(inspectMessageTask, async (input, surroundings) => {
    const { inspectMessage } = await import('../cli/inspect/message.ts')
    return inspectMessage(input, portsOf(surroundings))
  }),
  handle(markMessageTask, async (input, surroundings) => {
    const { markMessage } = await import('../cli/cluster/message.ts')
    return markMessage(input, portsOf(surroundings))
  }),
  handle(previewMessageTask, async ({ bytes, options }) => {
    const { previewMessage } = await import('../../forensics/preview/index.ts')
    return previewMessage(bytes, options)
  }),
  handle(redrawPictureTask, async ({ bytes, form, edge }) => {
    const { pictureLimits, redraw } = await import('../../forensics/preview/picture.ts')
    return (await redraw(bytes, form, { ...pictureLimits, edge: Math.min(edge, pictureLimits.edge) })) ?? null
  }),
  handle(redactMessageTask, async ({ bytes, rules, subject }) => {
    const [{ redactMessage }, { redraw }] = await Promise.all([
      import('../../forensics/redact/index.ts'),
      import('../../forensics/preview/picture.ts'),
    ])
    return redactMessage(bytes, rules, subject, (picture) => redraw(picture))
  }),
  handle(findPeopleTask, async ({ bytes, addresses, names }) => {
    const { standsIn } = await import('../../forensics/redact/index.ts')
    return { found: standsIn(bytes, addresses, names) }
  }),
  handle(sealArchiveTask, async ({ files, password, how }) => {
    const { sealedZip } = await import('../../formats/archive/index.ts')
    return { archive: await sealedZip(files, password, how) }
  }),
  handle(checkTechniqueTask, async ({ kind, text }) => (await import('./technique.ts')).checkTechnique(kind, text)),
  handle(runTechniqueTask, async (run) => (await import('./technique.ts')).runTechnique(run)),
  handle(locateTask, async ({ addresses }) => {
    const { locate, located } = places()
    const nowhere = { country: null, asn: null, network: null }
    return {
      places: addresses.map((address) => locate?.(address) ?? nowhere),
      countriesDate: located?.countries ?? '',
      networksDate: located?.networks ?? '',
    }
  }),
  handle(readRdapTask, async ({ bytes }) => (await import('../../formats/rdap/index.ts')).parseRdap(bytes)),
  handle(readServicesTask, async ({ bytes }) => (await import('../../formats/rdap/index.ts')).parseServices(bytes)),
  handle(readWhoisTask, async ({ bytes }) => (await import('../../formats/whois/index.ts')).parseWhois(bytes)),
  handle(readAnswerTask, async ({ bytes, pointers }) =>
    (await import('../../domain/directory/answers/pointer.ts')).readPointers(bytes, pointers),
  ),
  handle(readMembersTask, async ({ bytes, supposed }) =>
    (await import('../../domain/cooperation/network/member-file.ts')).readMemberFile(bytes, supposed),
  ),
  handle(readContactsTask, async ({ bytes, supposed, today }) =>
    (await import('../../domain/cooperation/network/contact-file.ts')).readContactFile(bytes, supposed, today),
  ),
  handle(readQuestionnaireTask, async ({ bytes }) =>
    (await import('../../domain/cooperation/network/questionnaire-file.ts')).readQuestionnaireFile(bytes),
  ),
  handle(readCallAnswerTask, async ({ bytes, invited }) =>
    (await import('../../domain/cooperation/network/call-answer.ts')).readAnswer(bytes, invited),
  ),
  handle(
    paperTypeTask,
    async ({ bytes }) => (await (await import('../../domain/cooperation/network/paper-type.ts')).paperTypeOf(bytes)) ?? null,
  ),
  handle(checkSignatureTask, async ({ key, signature, bytes, now }) =>
    (await import('../../formats/openpgp-signature.ts')).verifyDetached(key, signature, Buffer.from(bytes), now),
  ),
  handle(setDocumentTask, async (document) => (await import('../../platform/pdf/set.ts')).setDocument(document)),
  handle(readImportTask, async ({ kind, bytes }) => (await import('../../domain/directory/import/read.ts')).readImport(kind, bytes)),
])
