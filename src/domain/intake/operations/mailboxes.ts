import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type ChannelId, newId, type OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { openSecret, sealSecret } from '../../../platform/secret-box.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type Folder, type Login, openFolder } from '../adapters/imap.ts'
import { fetchAccess } from '../adapters/oauth2.ts'
import type { MailboxSettings } from '../contract.ts'
import { type Credentials, MailboxTrouble, missingOf, sameDoor, secretPurpose, troubleOf } from '../mailbox.ts'
import { mayRunChannels } from '../policy.ts'
import { changeChannelRow, findChannel, hasChannelNamed, insertChannel } from '../store/channels.ts'
import { deleteMailbox, findMailbox, type MailboxRow, putMailbox, setMailboxSecret } from '../store/mailboxes.ts'

export type MailboxSaid = { readonly settings: MailboxSettings; readonly credentials: Credentials; readonly name: string }

/** A new mailbox, as a channel of its own. Fails with `intake.channel-name`, `intake.mailbox-incomplete`. */
export async function addMailbox(work: Work, mac: Context['mac'], { settings, credentials, name }: MailboxSaid): Promise<ChannelId> {
  work.require(mayRunChannels(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await refuseTaken(work, name)
  refuseIncomplete(settings, credentials)
  const id = newId<'channel'>(work.now.getTime())
  await insertChannel(work.tx, { id, owner, kind: 'imap', name, token: null, created_at: work.now })
  await putMailbox(work.tx, owner, id, changeOf(work, mac, id, settings, credentials))
  work.record('intake.mailbox-added', id)
  work.announce('channel', id)
  return id
}

/**
 * Changes a mailbox. Credentials that are not given stay, unless they would go to another host or speak for another user: then they are asked for again.
 * Fails with `intake.no-channel`, `intake.channel-name`, `intake.mailbox-incomplete`.
 */
export async function changeMailbox(
  work: Work,
  mac: Context['mac'],
  id: ChannelId,
  { settings, credentials, name }: MailboxSaid,
): Promise<void> {
  work.require(mayRunChannels(work.actor))
  const channel = present(await findChannel(work.tx, id), 'intake.no-channel', `channel ${id}`)
  const row = present(await findMailbox(work.tx, id), 'intake.no-channel', `mailbox ${id}`)
  if (name !== channel.name) await refuseTaken(work, name)
  const all = { ...keptCredentials(mac, row, settings), ...given(credentials) }
  refuseIncomplete(settings, all)
  await putMailbox(work.tx, row.owner, id, changeOf(work, mac, id, settings, all))
  await changeChannelRow(work.tx, id, { name, open: channel.open })
  work.record('intake.mailbox-changed', id)
  work.announce('channel', id)
}

/** Forgets a mailbox and what opens it. The channel stays, closed, for what came by it. */
export async function removeMailbox(work: Work, id: ChannelId): Promise<void> {
  work.require(mayRunChannels(work.actor))
  const channel = present(await findChannel(work.tx, id), 'intake.no-channel', `channel ${id}`)
  present(await findMailbox(work.tx, id), 'intake.no-channel', `mailbox ${id}`)
  await deleteMailbox(work.tx, id)
  await changeChannelRow(work.tx, id, { name: `${channel.name.slice(0, 70)} (${id.slice(-4)})`, open: false })
  work.record('intake.mailbox-removed', id)
  work.announce('channel', id)
}

async function refuseTaken(work: Work, name: string): Promise<void> {
  if (await hasChannelNamed(work.tx, work.actor.organisation as OrganisationId, 'imap', name))
    throw new Failure('conflict', 'intake.channel-name', 'a channel of this name is there')
}

function refuseIncomplete(settings: MailboxSettings, credentials: Credentials): void {
  const field = missingOf(settings, credentials)
  if (field !== undefined) throw new Failure('invalid', 'intake.mailbox-incomplete', `the mailbox lacks ${field}`, { detail: { field } })
}

function given(credentials: Credentials): Credentials {
  return Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== undefined))
}

function changeOf(work: Work, mac: Context['mac'], id: ChannelId, settings: MailboxSettings, credentials: Credentials) {
  const { tokenUrl, clientId, doneFolder, scope, auth, done, ...rest } = settings
  const oauth = auth === 'oauth2'
  const { password, clientSecret, refreshToken } = credentials
  return {
    ...rest,
    ...{ auth, done, done_folder: done === 'move' ? doneFolder : null },
    ...{ token_url: oauth ? tokenUrl : null, client_id: oauth ? clientId : null, scope: oauth ? scope : null },
    secret: sealSecret(mac, secretPurpose(id), JSON.stringify(oauth ? { clientSecret, refreshToken } : { password })),
    changed_at: work.now,
  }
}

export function settingsOf(row: MailboxRow): MailboxSettings {
  const { address, host, port, security, authority, username, auth, scope, folder, done } = row
  return {
    ...{ address, host, port, security, authority, username, auth, scope, folder, done },
    ...{ tokenUrl: row.token_url, clientId: row.client_id, doneFolder: row.done_folder },
  }
}

/** What opens the mailbox. Fails with the trouble `secret` where the node's secret is another one by now. */
export function credentialsOf(mac: Context['mac'], row: { readonly channel: ChannelId; readonly secret: Buffer }): Credentials {
  const text = openSecret(mac, secretPurpose(row.channel), row.secret)
  if (text === undefined) throw new MailboxTrouble('secret')
  return JSON.parse(text) as Credentials
}

function keptCredentials(mac: Context['mac'], row: MailboxRow & { readonly secret: Buffer }, settings: MailboxSettings): Credentials {
  if (!sameDoor(settingsOf(row), settings)) return {}
  try {
    return credentialsOf(mac, row)
  } catch {
    return {}
  }
}

export type Tried = {
  readonly trouble: MailboxTrouble | null
  readonly messages: number
  readonly idle: boolean
  readonly folders: readonly string[]
}

/** Connects as the settings say, looks, and changes nothing. What goes wrong is the answer. Fails with `intake.mailbox-incomplete`. */
export async function testMailbox(
  ctx: Context,
  actor: Actor,
  settings: MailboxSettings,
  credentials: Credentials,
  id: ChannelId | undefined,
): Promise<Tried> {
  if (!mayRunChannels(actor)) throw new Failure('forbidden', 'platform.forbidden', 'channels are run by administrators')
  const row = id === undefined ? undefined : await ctx.read(actor, (tx) => findMailbox(tx, id))
  const all = { ...(row === undefined ? {} : keptCredentials(ctx.mac, row, settings)), ...given(credentials) }
  refuseIncomplete(settings, all)
  try {
    const folder = await enter(ctx, settings, all, {
      look: true,
      renewed: row === undefined ? undefined : (token) => keepToken(ctx, actor, row.channel, token),
    })
    try {
      return { trouble: null, messages: (await folder.waiting()).length, idle: folder.idle, folders: await folder.listFolders() }
    } finally {
      folder.close()
    }
  } catch (error) {
    return { trouble: troubleOf(error), messages: 0, idle: false, folders: [] }
  }
}

type Entering = { readonly look?: boolean; readonly renewed?: ((refreshToken: string) => Promise<void>) | undefined }

/** Signs in and opens the folder. `renewed` is told of a refresh token that takes the place of the one before. */
export async function enter(
  ctx: Context,
  settings: MailboxSettings,
  credentials: Credentials,
  { look = false, renewed }: Entering,
): Promise<Folder> {
  const { TOCSIN_MAILBOX_NETWORKS: networks, TOCSIN_MAIL_SIZE: size } = ctx.config
  let login: Login = { password: credentials.password ?? '' }
  const { auth, tokenUrl, clientId, scope, authority } = settings
  if (auth === 'oauth2' && tokenUrl !== null && clientId !== null) {
    const access = await fetchAccess({ tokenUrl, clientId, scope }, credentials, { networks, authority })
    if (access.refreshToken !== undefined && access.refreshToken !== credentials.refreshToken) await renewed?.(access.refreshToken)
    login = { accessToken: access.accessToken }
  }
  return openFolder(settings, login, { networks, size, look })
}

/** Keeps the refresh token that a server gave in the place of the one before (RFC 6749 §6). */
export async function keepToken(ctx: Context, actor: Actor, channel: ChannelId, refreshToken: string): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.organisation !== null)
    const row = await findMailbox(work.tx, channel)
    if (row === undefined) return
    const credentials = { ...credentialsOf(ctx.mac, row), refreshToken }
    await setMailboxSecret(work.tx, channel, sealSecret(ctx.mac, secretPurpose(channel), JSON.stringify(credentials)))
  })
}
