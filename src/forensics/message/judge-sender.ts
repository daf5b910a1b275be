import { isMalformed } from '../../base/parsed.ts'
import { type AddressList, domainOf, isAutomatic, type ListedAddress, readAddresses, readDate } from '../../formats/headers/index.ts'
import type { HeaderField, Message } from '../../formats/mime/index.ts'
import { brandInText, isOwnHost, lookAlike, mixesScripts, registeredDomain } from '../url/index.ts'
import type { Findings } from './findings.ts'
import type { Hop, Rest } from './reading.ts'

/** What the fields about sender, recipient, time and subject show. */

const freemail = new Set(
  'gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.co.jp ymail.com hotmail.com hotmail.co.uk hotmail.fr outlook.com live.com msn.com aol.com gmx.com gmx.de gmx.net web.de mail.com mail.ru yandex.ru yandex.com bk.ru list.ru inbox.ru rambler.ru qq.com 163.com 126.com sina.com foxmail.com protonmail.com proton.me tutanota.com icloud.com me.com zoho.com orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it tiscali.it terra.com.br uol.com.br bol.com.br naver.com daum.net hanmail.net rediffmail.com seznam.cz wp.pl o2.pl interia.pl mailfence.com consultant.com usa.com'.split(
    ' ',
  ),
)

/** Controls of direction and characters without width; the joiners of scripts that need them are not counted. */
const invisible = /[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u180e]|[\u200e\u200f]/

export type SenderFields = {
  readonly from: AddressList
  /** the one who is shown as author; its address is empty where none can be read */
  readonly author: ListedAddress | undefined
  readonly replyTo: AddressList
  readonly recipients: readonly string[]
  readonly returnPath: string | null
}

/** Reads the address fields once for all who need them. */
export function readSender(message: Message): SenderFields {
  const lists = (key: string) => message.header.filter((field) => field.key === key).map((field) => readAddresses(field.unfolded))
  const join = (all: AddressList[]): AddressList => ({
    addresses: all.flatMap((one) => one.addresses),
    faults: [...new Set(all.flatMap((one) => one.faults))],
  })
  const path = message.header.find((field) => field.key === 'return-path')?.unfolded
  const from = join(lists('from'))
  return {
    from,
    author: findAuthor(from, message.header.find((field) => field.key === 'from')?.value ?? ''),
    replyTo: join(lists('reply-to')),
    recipients: ['to', 'cc', 'bcc'].flatMap((key) =>
      lists(key).flatMap((list) => list.addresses.map((one) => one.address).filter((one) => one !== '')),
    ),
    returnPath: path === undefined ? null : /^<\s*>$/.test(path) ? '' : (readAddresses(path).addresses[0]?.address ?? null),
  }
}

/**
 * The author that programs show. An unquoted comma splits a display name into entries without address: they belong to the name of the
 * entry that has one. An address that stands only inside of a comment or broken quotes is still the best there is.
 */
function findAuthor(from: AddressList, written: string): ListedAddress | undefined {
  const index = from.addresses.findIndex((one) => one.address.includes('@'))
  const found = from.addresses[index]
  if (found !== undefined) {
    const names = from.addresses.slice(0, index + 1).map((one) => one.name)
    return {
      name: names
        .slice(-10)
        .filter((name) => name !== '')
        .join(', ')
        .slice(0, 1000),
      address: found.address,
    }
  }
  const hidden = /[^\s<>"'(),;:]{1,200}@[\p{L}\p{N}][\p{L}\p{N}.-]{1,200}/u.exec(written.slice(0, 2000))?.[0]
  const first = from.addresses[0]
  if (hidden !== undefined) return { name: first?.name ?? '', address: hidden }
  return first
}

/** Says what the sender's fields amount to. */
export function judgeSender(message: Message, fields: SenderFields, path: readonly Hop[], findings: Findings): void {
  const at = (key: string): Rest[] => {
    const line = message.header.findIndex((field) => field.key === key)
    return line < 0 ? [{ header: key }] : [{ header: key, line }]
  }
  judgeFrom(message, fields, at('from'), findings)
  judgeAnswers(fields, at, findings)
  if (fields.recipients.length === 0) findings.add('recipients-hidden', at('to'))
  judgeSubject(message, at('subject'), findings)
  judgeTime(message, path, at('date'), findings)
  if (!message.header.some((field) => field.key === 'message-id')) findings.add('message-id-missing', [{ header: 'message-id' }])
  judgeBulk(message, fields, findings)
}

function judgeFrom(message: Message, fields: SenderFields, rests: Rest[], findings: Findings): void {
  const { addresses, faults } = fields.from
  const first = fields.author
  const complete = addresses.filter((one) => one.address.includes('@')).length
  if (first === undefined || !first.address.includes('@')) {
    findings.add('from-missing', rests)
    if (first === undefined) return
  }
  const fromFields = message.header.filter((field) => field.key === 'from').length
  if (complete > 1) findings.add('from-several', rests, { count: complete })
  if (
    fromFields > 1 ||
    (complete > 0 && complete < addresses.length) ||
    faults.some((fault) => fault === 'ambiguous' || fault === 'encoded-address' || fault === 'nested-group')
  ) {
    findings.add('from-malformed', rests, { fields: fromFields })
  }
  const domain = domainOf(first.address)
  const organisation = domain === null ? null : (registeredDomain(domain) ?? domain)
  const named = /[^\s<>"'(),;:]+@((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,24})/u.exec(first.name)
  if (named !== null && domain !== null) {
    const shown = (named[1] ?? '').toLowerCase()
    if ((registeredDomain(shown) ?? shown) !== organisation)
      findings.add('from-name-address', rests, { shown: named[0], address: first.address })
  }
  const brand = brandInText(first.name)
  if (brand !== undefined && domain !== null && !isOwnHost(brand, domain) && named === null)
    findings.add('from-name-brand', rests, { brand: brand.name, name: first.name, domain })
  const alike = domain === null ? undefined : lookAlike(domain, organisation)
  if (alike !== undefined)
    findings.add('from-look-alike', rests, { brand: alike.brand, how: alike.how, domain }, alike.how === 'word' ? 'medium' : 'high')
  if (first.name.split(/\s+/).some(mixesScripts)) findings.add('from-mixed-script', rests, { name: first.name })
  if (invisible.test(first.name)) findings.add('from-invisible', rests, { name: first.name })
  if (
    first.address !== '' &&
    fields.recipients.some((one) => one.toLowerCase() === first.address.toLowerCase()) &&
    fields.recipients.length === 1
  ) {
    findings.add('from-own-address', rests, { address: first.address })
  }
}

function judgeAnswers(fields: SenderFields, at: (key: string) => Rest[], findings: Findings): void {
  const from = domainOf(fields.author?.address ?? '')
  if (from === null) return
  const own = registeredDomain(from) ?? from
  for (const answer of fields.replyTo.addresses.slice(0, 5)) {
    const domain = domainOf(answer.address)
    if (domain === null || (registeredDomain(domain) ?? domain) === own) continue
    findings.add(
      freemail.has(domain) && !freemail.has(from) ? 'reply-to-freemail' : 'reply-to-elsewhere',
      [...at('reply-to'), ...at('from')],
      { from, replyTo: answer.address },
    )
    break
  }
  const bounce = domainOf(fields.returnPath ?? '')
  if (bounce !== null && (registeredDomain(bounce) ?? bounce) !== own)
    findings.add('return-path-elsewhere', [...at('return-path'), ...at('from')], { from, returnPath: bounce })
}

function judgeSubject(message: Message, rests: Rest[], findings: Findings): void {
  const subject = message.header.find((field) => field.key === 'subject')?.value ?? ''
  const threads = message.header.some((field) => field.key === 'in-reply-to' || field.key === 'references' || field.key === 'thread-index')
  if (/^\s*(?:re|aw|sv|antw|odp|ynt|回复|答复|回覆)\s*[:：]/i.test(subject) && !threads)
    findings.add('subject-forged-reply', rests, { subject })
  if (invisible.test(subject) || subject.split(/\s+/).some((word) => word.length > 3 && mixesScripts(word)))
    findings.add('subject-invisible', rests, { subject })
}

const farOff = 3 * 24 * 3600 * 1000

function judgeTime(message: Message, path: readonly Hop[], rests: Rest[], findings: Findings): void {
  const field: HeaderField | undefined = message.header.find((one) => one.key === 'date')
  const date = field === undefined ? null : readDate(field.unfolded)
  if (date === null || isMalformed(date)) {
    findings.add('date-missing', rests, { written: field?.value ?? null })
    return
  }
  const arrival = path.filter((hop) => hop.trusted).findLast((hop) => hop.at !== null)
  if (arrival?.at == null) return
  const gap = Date.parse(date.at) - Date.parse(arrival.at)
  // a message may wait for days, but it cannot come from the future
  if (gap > farOff / 3 || gap < -farOff * 2)
    findings.add('date-far-off', [...rests, { hop: arrival.index }], {
      date: date.at,
      arrived: arrival.at,
      hours: Math.round(gap / 3_600_000),
    })
}

function judgeBulk(message: Message, fields: SenderFields, findings: Findings): void {
  const has = (...keys: string[]) => message.header.some((field) => keys.includes(field.key))
  if (has('list-unsubscribe', 'list-unsubscribe-post')) return
  const precedence = message.header.find((field) => field.key === 'precedence')?.unfolded.toLowerCase() ?? ''
  const mailer = has(
    'x-campaign',
    'x-campaignid',
    'x-campaign-id',
    'x-mailgun-sid',
    'x-sg-eid',
    'x-mailer-campaign',
    'x-mc-user',
    'feedback-id',
    'x-bulkmail',
    'x-mass-mail',
    'x-list-id',
  )
  const bulk = /^(?:bulk|junk)/.test(precedence) || mailer || fields.recipients.length > 30
  if (bulk && !(isAutomatic(message.header) && has('auto-submitted')))
    findings.add('bulk-without-unsubscribe', [{ header: 'list-unsubscribe' }], { recipients: fields.recipients.length })
}
