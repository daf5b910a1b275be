import { systemActor } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import { noteSent, openThread } from '../../domain/intake/index.ts'
import { perform } from '../../platform/work.ts'
import { type House, sendBySmtp } from './house.ts'

/** A conversation about a report, a letter of ours in it, and an answer; `marker` in every text. */
export async function answerReport(house: House, organisation: string, about: string, marker: string, eml: string): Promise<void> {
  const from = `${marker}3@host.example`
  const { address } = await perform(house.ctx, systemActor('test', organisation as OrganisationId), async (work) => {
    const opened = await openThread(work, house.ctx, { aboutKind: 'report', about, correspondent: from })
    await noteSent(work, opened.threadId, `${marker}@tocsin.example`)
    return opened
  })
  await sendBySmtp(house.smtpPort, { from, to: address, bytes: Buffer.from(eml) })
}

/** Settings of an IMAP mailbox that nothing connects to. */
export const mailboxSaid = (username: string) => ({
  ...{ address: 'abuse@desk.example', host: '127.0.0.1', port: 993, security: 'tls', authority: null, username, auth: 'password' },
  ...{ tokenUrl: null, clientId: null, scope: null, folder: 'INBOX', done: 'move', doneFolder: 'Taken' },
})
