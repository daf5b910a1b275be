import type { Random } from '../../fixtures/generate/random.ts'

/** A message taken apart as far as a mutation needs it. */
export type Draft = {
  readonly subject: string
  readonly text: string
  /** null where it is plain text alone */
  readonly html: string | null
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[]
  readonly sending: Sending
  readonly replyTo: string | null
}

/** How one sender sends: programs differ in the fields they write, their order, boundaries and ids. */
export type Sending = {
  readonly program: number
  readonly from: string
  readonly domain: string
  readonly ip: string
  readonly helo: string
}

const syllables =
  'ba be bo da de di do fa fe go ha ka ke ki ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te ti to va ve vo za zo'.split(
    ' ',
  )

export function inventName(random: Random): string {
  return Array.from({ length: random.between(2, 4) }, () => random.pick(syllables)).join('')
}

export function inventDomain(random: Random): string {
  return `${inventName(random)}${random.chance(0.3) ? '-' : ''}${inventName(random)}.${random.pick(['com', 'net', 'info', 'biz', 'ru', 'top', 'xyz', 'shop', 'de', 'cn'])}`
}

export function inventSending(random: Random): Sending {
  const domain = inventDomain(random)
  return {
    program: random.below(programs.length),
    from: `${inventName(random)}@${domain}`,
    domain,
    ip: `${random.pick([45, 77, 91, 103, 141, 176, 185, 193, 212])}.${random.below(256)}.${random.below(256)}.${random.between(1, 254)}`,
    helo: `${random.pick(['mail', 'mx', 'smtp', 'srv', 'vps', 'host', 'out'])}${random.chance(0.5) ? random.between(1, 99) : ''}.${domain}`,
  }
}

type Program = {
  readonly fields: readonly string[]
  readonly mailer: string | null
  readonly boundary: (random: Random) => string
  readonly messageId: (random: Random, sending: Sending) => string
}

const hex = (random: Random, length: number) => random.bytes(length).toString('hex').slice(0, length)
const digits = (random: Random, length: number) => Array.from({ length }, () => random.below(10)).join('')

/** Six programs that mail is sent with, as they write it; written from how such mail looks. */
const programs: readonly Program[] = [
  {
    fields: ['Date', 'To', 'From', 'Reply-To', 'Subject', 'Message-ID', 'X-Mailer', 'MIME-Version', 'Content-Type'],
    mailer: 'PHPMailer 6.8.0 (https://github.com/PHPMailer/PHPMailer)',
    boundary: (random) => `b1_${hex(random, 32)}`,
    messageId: (random, { domain }) => `<${hex(random, 32)}@${domain}>`,
  },
  {
    fields: ['Content-Type', 'MIME-Version', 'From', 'To', 'Subject', 'Reply-To', 'Date', 'Message-Id'],
    mailer: null,
    boundary: (random) => `===============${digits(random, 19)}==`,
    messageId: (random, { helo }) => `<${digits(random, 14)}.${digits(random, 5)}.${digits(random, 12)}@${helo}>`,
  },
  {
    fields: ['Message-ID', 'Reply-To', 'From', 'To', 'Subject', 'Date', 'MIME-Version', 'Content-Type', 'X-Mailer'],
    mailer: 'Microsoft Outlook Express 6.00.2600.0000',
    boundary: (random) =>
      `----=_NextPart_000_${hex(random, 4).toUpperCase()}_01C${hex(random, 5).toUpperCase()}.${hex(random, 8).toUpperCase()}`,
    messageId: (random, { domain }) => `<${hex(random, 12)}$${hex(random, 8)}$${hex(random, 8)}@${domain}>`,
  },
  {
    fields: ['From', 'To', 'Reply-To', 'Subject', 'Date', 'MIME-Version', 'Message-ID', 'Content-Type'],
    mailer: null,
    boundary: (random) => `_----------=_${digits(random, 16)}`,
    messageId: (random, { domain }) => `<${random.token(10)}.fsf@${domain}>`,
  },
  {
    fields: ['X-Mailer', 'MIME-Version', 'Message-ID', 'Date', 'Subject', 'To', 'From', 'Reply-To', 'Content-Type'],
    mailer: 'The Bat! (v3.0) Professional',
    boundary: (random) => `----------${hex(random, 18).toUpperCase()}`,
    messageId: (random, { domain }) => `<${digits(random, 9)}.${digits(random, 14)}@${domain}>`,
  },
  {
    fields: ['Subject', 'From', 'To', 'Date', 'Reply-To', 'Message-ID', 'MIME-Version', 'Content-Type'],
    mailer: null,
    boundary: (random) => `${random.token(12)}-${random.token(6)}`,
    messageId: (random, { domain }) => `<${random.token(8)}-${random.token(4)}-${random.token(4)}@mail.${domain}>`,
  },
]

const names = 'alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor walter'.split(' ')

/** The bytes of a message as a mail server of its reader would have kept it. */
export function composeMail(draft: Draft, random: Random): Buffer {
  const { sending } = draft
  const program = programs[sending.program] as Program
  const reader = `${random.pick(names)}.${inventName(random)}@reader.example`
  const boundary = program.boundary(random)
  const bodies = [part('text/plain', draft.text), ...(draft.html === null ? [] : [part('text/html', draft.html)])]
  const parts = [...bodies, ...draft.files.map(filePart)]
  const kind = draft.files.length > 0 ? 'mixed' : 'alternative'
  const single = parts.length === 1 ? (parts[0] ?? '') : ''
  const values: Readonly<Record<string, string | null>> = {
    Date: dateOf(random),
    From: `<${sending.from}>`,
    To: `<${reader}>`,
    'Reply-To': draft.replyTo === null ? null : `<${draft.replyTo}>`,
    Subject: `=?utf-8?B?${Buffer.from(draft.subject).toString('base64')}?=`,
    'Message-ID': program.messageId(random, sending),
    'Message-Id': program.messageId(random, sending),
    'MIME-Version': '1.0',
    'X-Mailer': program.mailer,
    'Content-Type':
      single === '' ? `multipart/${kind};\r\n\tboundary="${boundary}"` : (/^Content-Type: (.*)$/m.exec(single)?.[1] ?? 'text/plain'),
  }
  const header = program.fields.flatMap((name) => (values[name] === null || values[name] === undefined ? [] : [`${name}: ${values[name]}`]))
  if (single !== '') header.push('Content-Transfer-Encoding: base64')
  const received = `Return-Path: <${sending.from}>\r\nReceived: from ${sending.helo} (${sending.helo} [${sending.ip}])\r\n\tby mx.reader.example (Postfix) with ESMTP id ${random.token(10).toUpperCase()}\r\n\tfor <${reader}>; ${dateOf(random)}\r\n`
  const body =
    single === ''
      ? `${parts.map((one) => `--${boundary}\r\n${one}\r\n`).join('')}--${boundary}--\r\n`
      : single.slice(single.indexOf('\r\n\r\n') + 4)
  return Buffer.from(`${received}${header.join('\r\n')}\r\n\r\n${body}`)
}

function part(type: string, content: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(Buffer.from(content))}`
}

function filePart({ name, type, bytes }: Draft['files'][number]): string {
  return `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(bytes)}`
}

function wrapped(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
}

function dateOf(random: Random): string {
  return new Date(Date.UTC(2026, random.below(10), random.between(1, 28), random.below(24), random.below(60), random.below(60)))
    .toUTCString()
    .replace('GMT', '+0000')
}
