import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { ChannelId, OrganisationId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { addMailbox, changeMailbox, type MailboxSaid, removeMailbox, settingsOf, testMailbox } from '../operations/mailboxes.ts'
import { listMailboxRows } from '../store/mailboxes.ts'

/** IMAP mailboxes as channels. What opens them goes in and never out. */
export function mailboxRoutes(http: Http): void {
  const { ctx } = http
  const list = (actor: Actor) =>
    ctx.read(actor, (tx) =>
      listMailboxRows(tx, present(actor.organisation, 'intake.no-organisation', 'an acting organisation') as OrganisationId),
    )
  const view = async (actor: Actor, id: string) => {
    const rows = await list(actor)
    return mailboxView(
      present(
        rows.find(({ channel }) => channel === id),
        'intake.no-channel',
        `mailbox ${id}`,
      ),
    )
  }
  serve(http, contract.listMailboxes, async ({ actor }) => ({
    items: (await list(actor)).map(mailboxView),
    mostBytes: ctx.config.TOCSIN_MAIL_SIZE,
  }))
  serve(http, contract.addMailbox, async ({ actor, body }) =>
    view(actor, await perform(ctx, actor, (work) => addMailbox(work, ctx.mac, saidOf(body)))),
  )
  serve(http, contract.changeMailbox, async ({ actor, params, body }) => {
    await perform(ctx, actor, (work) => changeMailbox(work, ctx.mac, params.id as ChannelId, saidOf(body)))
    return view(actor, params.id)
  })
  serve(http, contract.removeMailbox, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removeMailbox(work, params.id as ChannelId))
    return undefined
  })
  serve(http, contract.testMailbox, async ({ actor, body }) => {
    const { id, ...rest } = body
    const { settings, credentials } = saidOf({ ...rest, name: '' })
    const { trouble, messages, idle, folders } = await testMailbox(ctx, actor, settings, credentials, id as ChannelId | undefined)
    return { trouble: trouble === null ? null : { code: trouble.trouble, detail: trouble.detail }, messages, idle, folders: [...folders] }
  })
}

type Body = contract.MailboxSettings & MailboxSaid['credentials'] & { readonly name: string }

function saidOf({ name, password, clientSecret, refreshToken, ...settings }: Body): MailboxSaid {
  return { name, settings, credentials: { password, clientSecret, refreshToken } }
}

function mailboxView(row: Awaited<ReturnType<typeof listMailboxRows>>[number]): contract.Mailbox {
  const { trouble, trouble_at: since } = row
  return {
    ...settingsOf(row),
    id: row.channel,
    name: row.name,
    open: row.open,
    contactAt: row.contact_at?.toISOString() ?? null,
    trouble: trouble === null || since === null ? null : { code: trouble, detail: row.trouble_detail, at: since.toISOString() },
    failures: row.failures,
    taken: Number(row.taken),
    tooLarge: row.too_large,
  }
}
