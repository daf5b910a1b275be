import type { Hop, MessageReading, PartSummary } from '../../../forensics/message/index.ts'
import { registeredDomain } from '../../../forensics/url/index.ts'
import { commonShare, networkShare } from './great-places.ts'
import { type Mark, markOf } from './mark.ts'

export type Sending = Pick<MessageReading, 'from' | 'returnPath' | 'messageId' | 'headers' | 'structure' | 'path' | 'origin' | 'verdict'>

/** A name or network in more of the world's mail than this is a provider's: what its machines write is no trait of who uses it. */
const provider = 1 / 500

/** Fields that whoever passed the message on has put in. */
const others =
  /^(?:list-|x-been|x-mailman|x-loop|x-spam|x-virus|x-pyzor|x-ms-exchange|x-forefront|x-microsoft-antispam|x-google|x-gm-|x-yahoo|x-ymail|x-apparently|x-egroups|x-original|x-priority-|x-amavis|x-scanned|x-scanner|x-barracuda|x-ironport|x-received|x-sender-ip|x-sid|x-folder|x-uid|arc-|authentication-|received|dkim|domainkey|delivered|delivery|return-path|errors-to|precedence|sender$|resent-|status$|x-status|x-keywords|lines$|content-length|x-rcpt|x-hmxmroriginalrecipient|x-incoming|x-auto|x-tmda|x-evolution|x-mozilla|x-uidl|mailing-list|x-mailinglist|x-ml|x-attribution|x-eip|x-antispam)/i

/** How the message was made and sent: form of its header, program, sender, machine. Nothing of it where a list passed the message on. */
export function sendingMarks(reading: Sending): Mark[] {
  const names = reading.headers.map(({ name }) => name.toLowerCase())
  if (names.some((name) => name === 'list-id' || name === 'list-post' || name === 'x-mailman-version' || name === 'mailing-list'))
    return formMarks(reading, true)
  return [...formMarks(reading, false), ...senderMarks(reading), ...machineMarks(reading)]
}

function formMarks(reading: Sending, byList: boolean): Mark[] {
  const { headers } = reading
  const domain = domainOf(reading.from?.address)
  // what a great provider's machines write says nothing of its customers
  const hosted = [domain, registered(reading.messageId?.split('@')[1]), registered(sendingHost(reading.path)?.name)].some(
    (name) => name !== null && commonShare(name) >= provider,
  )
  const value = (name: string) => headers.find((one) => one.name.toLowerCase() === name)?.value ?? null
  const marks: Mark[] = []
  const mailer = value('x-mailer') ?? value('user-agent')
  if (mailer !== null) marks.push(markOf('header', `mailer ${mailer.trim().slice(0, 100)}`))
  const boundary = /boundary\s*=\s*"?([^";\s]{4,100})/i.exec(value('content-type') ?? '')?.[1]
  if (boundary !== undefined) marks.push(markOf('header', `boundary ${formOf(boundary)}`))
  if (hosted) return marks
  if (!byList) {
    const last = headers.findLastIndex(({ name }) => /^received$/i.test(name))
    const order = headers
      .slice(last + 1)
      .map(({ name }) => name)
      .filter((name) => !others.test(name))
      .slice(0, 40)
    if (order.length >= 4) marks.push(markOf('header', `fields ${order.join(' ')}`))
  }
  if (reading.messageId !== null) marks.push(markOf('header', `message-id ${messageIdForm(reading.messageId, domain)}`))
  const parts = partsOf(reading.structure, 12).join(' ')
  if (parts.includes('/')) marks.push(markOf('header', `parts ${parts}`))
  return marks
}

function partsOf(part: PartSummary, most: number): string[] {
  const own = [part.type, part.charset, part.encoding].filter((one) => one !== null && one !== '').join('/')
  return [own, ...part.parts.slice(0, 6).flatMap((one) => partsOf(one, most - 1))].slice(0, most)
}

/** The form of a string that a program makes: words stay, runs of digits and of other letters become their kind and length. */
export function formOf(text: string): string {
  return text.slice(0, 120).replace(/[A-Za-z0-9]+/g, (run) => {
    if (/^\d+$/.test(run)) return `0{${run.length}}`
    if (/^(?:[A-Z]?[a-z]{3,})+$/.test(run) && run.length <= 16 && /[aeiouy]/.test(run)) return run
    const letters = /^[0-9a-f]+$/.test(run)
      ? 'h'
      : /^[0-9A-F]+$/.test(run)
        ? 'H'
        : /^[a-z0-9]+$/.test(run)
          ? 'a'
          : /^[A-Z0-9]+$/.test(run)
            ? 'A'
            : 'x'
    return `${letters}{${run.length}}`
  })
}

function messageIdForm(id: string, domain: string | null): string {
  const [left = '', right = ''] = id.replace(/[<>]/g, '').split('@')
  const host = registered(right)
  const where = host === null ? formOf(right) : host === domain ? 'own' : 'other'
  return `${formOf(left)}@${where}`
}

function senderMarks({ from, returnPath }: Sending): Mark[] {
  const marks: Mark[] = []
  const domain = domainOf(from?.address)
  if (from?.address.includes('@') === true) {
    marks.push(markOf('sender', `from ${from.address.toLowerCase()}`, from.address))
    if (domain !== null && commonShare(domain) < provider) marks.push(markOf('sender', `domain ${domain}`, domain))
  }
  const envelope = domainOf(returnPath ?? undefined)
  if (envelope !== null && envelope !== domain && commonShare(envelope) < provider)
    marks.push(markOf('sender', `domain ${envelope}`, envelope))
  return marks
}

/** The machine that handed the message over, where that is not a provider's. */
function machineMarks(reading: Sending): Mark[] {
  const { origin } = reading
  const host = sendingHost(reading.path)
  const name = registered(host?.name)
  const hosted = (name !== null && commonShare(name) >= provider) || (origin.asn !== null && networkShare(origin.asn) >= 1 / 40)
  const marks: Mark[] = []
  if (origin.asn !== null)
    marks.push(markOf('network', `AS${origin.asn}`, `AS${origin.asn}${origin.network === null ? '' : ` ${origin.network}`}`))
  if (origin.ip === null || hosted) return marks
  marks.push(markOf('infrastructure', origin.ip))
  const near = origin.ip.includes(':') ? origin.ip.split(':').slice(0, 3).join(':') : origin.ip.split('.').slice(0, 3).join('.')
  marks.push(markOf('infrastructure', `near ${near}`, `${near}.*`))
  if (host !== null && host.name !== null && /[a-z]/i.test(host.name))
    marks.push(markOf('infrastructure', `helo ${heloForm(host.name)}`, host.name))
  // One machine under one name that sends what nobody wants is one sender, unless it writes for many: then it names who wrote. Two letters of one
  // person are not a campaign.
  if (reading.verdict.unwanted >= 0.5 && origin.claims.length === 0 && !reading.path.some((hop) => /\bhttps?\b/i.test(hop.with ?? '')))
    marks.push(markOf('source', `${origin.ip} ${domainOf(reading.from?.address) ?? ''}`, origin.ip))
  return marks
}

function sendingHost(path: readonly Hop[]): { readonly name: string | null } | null {
  const trusted = path.filter((hop) => hop.trusted)
  const hop = trusted.at(-1) ?? path.at(-1)
  return hop === undefined ? null : { name: hop.from.helo ?? hop.from.name }
}

function heloForm(helo: string): string {
  const domain = registered(helo)
  const labels = domain === null ? helo : helo.slice(0, -domain.length)
  return `${labels.toLowerCase().replace(/[a-z]*\d[a-z\d]*/g, (run) => `*{${run.length}}`)}${domain ?? ''}`
}

function domainOf(address: string | undefined): string | null {
  return registered(address?.split('@').at(-1)?.replace(/[<>]/g, ''))
}

function registered(host: string | null | undefined): string | null {
  return host === null || host === undefined || host === '' ? null : (registeredDomain(host.toLowerCase()) ?? null)
}
