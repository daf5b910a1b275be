import type { TFunction } from 'i18next'
import type { z } from 'zod'
import type { Mailbox } from '../../../src/domain/intake/contract.ts'

type MailboxView = z.output<typeof Mailbox>

/** What stands in the form of a mailbox, all of it as text but the port. */
export type MailboxFields = {
  readonly preset: string
  readonly name: string
  readonly address: string
  readonly host: string
  readonly port: number
  readonly security: MailboxView['security']
  readonly authority: string
  readonly username: string
  readonly auth: MailboxView['auth']
  readonly password: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly scope: string
  readonly folder: string
  readonly done: MailboxView['done']
  readonly doneFolder: string
}

export const presetNames = ['other', 'google', 'microsoft'] as const

const usual = { port: 993, security: 'tls' } as const

/**
 * What providers ask for. Google: Gmail's 'IMAP, POP, and SMTP' and 'XOAUTH2 mechanism' pages. Microsoft: 'Authenticate an IMAP, POP or SMTP connection
 * using OAuth' for Exchange Online.
 */
export const presets: Readonly<Record<string, Partial<MailboxFields>>> = {
  other: { preset: 'other', ...usual, auth: 'password', host: '', tokenUrl: '', scope: '' },
  google: {
    ...{ preset: 'google', ...usual, host: 'imap.gmail.com', auth: 'oauth2' },
    ...{ tokenUrl: 'https://oauth2.googleapis.com/token', scope: 'https://mail.google.com/' },
  },
  microsoft: {
    ...{ preset: 'microsoft', ...usual, host: 'outlook.office365.com', auth: 'oauth2' },
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
  },
}

/** The form of a mailbox as it is, its secrets empty; of a new one, as most are. */
export function fieldsOf(mailbox: MailboxView | undefined): MailboxFields {
  const secrets = { password: '', clientSecret: '', refreshToken: '' }
  if (mailbox === undefined) {
    return {
      ...{ preset: 'other', name: '', address: '', host: '', ...usual, authority: '', username: '', auth: 'password', ...secrets },
      ...{ tokenUrl: '', clientId: '', scope: '', folder: 'INBOX', done: 'move', doneFolder: 'Tocsin' },
    }
  }
  const { name, address, host, port, security, username, auth, folder, done } = mailbox
  return {
    ...{ preset: 'other', name, address, host, port, security, username, auth, folder, done, ...secrets },
    ...{ authority: mailbox.authority ?? '', tokenUrl: mailbox.tokenUrl ?? '', clientId: mailbox.clientId ?? '' },
    ...{ scope: mailbox.scope ?? '', doneFolder: mailbox.doneFolder ?? 'Tocsin' },
  }
}

/** The same as the server takes it: what does not apply is null, a secret that is empty is left out. */
export function bodyOf(fields: MailboxFields) {
  const { preset: _preset, password, clientSecret, refreshToken, ...rest } = fields
  const text = (value: string) => (value.trim() === '' ? null : value.trim())
  const oauth = fields.auth === 'oauth2'
  return {
    ...rest,
    ...{
      name: rest.name.trim(),
      address: rest.address.trim(),
      host: rest.host.trim(),
      username: rest.username.trim(),
      folder: rest.folder.trim(),
    },
    ...{ authority: text(rest.authority), doneFolder: fields.done === 'move' ? text(rest.doneFolder) : null },
    ...{
      tokenUrl: oauth ? text(rest.tokenUrl) : null,
      clientId: oauth ? text(rest.clientId) : null,
      scope: oauth ? text(rest.scope) : null,
    },
    ...(!oauth && password !== '' ? { password } : {}),
    ...(oauth && clientSecret !== '' ? { clientSecret } : {}),
    ...(oauth && refreshToken !== '' ? { refreshToken } : {}),
  }
}

/** What is wrong with the folder that taken messages go to. */
export function wantsFolder(value: string, folder: string, t: TFunction<'intake'>): string | null {
  if (value.trim() === '') return t('ui:field.required')
  return value.trim() === folder.trim() ? t('intake:mailbox.same-folder') : null
}
