import type { Finding, Rest, Severity } from './reading.ts'

/**
 * Every observation that the reading of a message can make. `meaning` says in one sentence what was observed, not what it proves; the
 * console's catalogue carries the sentences for people in their language under the same codes.
 */
export const findingCodes = {
  'from-missing': { severity: 'medium', meaning: 'the message names no author' },
  'from-several': { severity: 'low', meaning: 'the message names more than one author' },
  'from-malformed': { severity: 'medium', meaning: 'the author field cannot be read in one way only' },
  'from-name-address': { severity: 'high', meaning: 'the display name shows another address than the one that sent' },
  'from-name-brand': { severity: 'medium', meaning: 'the display name claims a well-known name that the address does not belong to' },
  'from-look-alike': { severity: 'high', meaning: 'the domain of the author is made to look like a well-known one' },
  'from-mixed-script': { severity: 'medium', meaning: 'the display name mixes letters of several scripts in one word' },
  'from-invisible': { severity: 'medium', meaning: 'the display name holds invisible characters or direction controls' },
  'from-own-address': { severity: 'medium', meaning: 'the message claims to come from the very address it was sent to' },
  'reply-to-elsewhere': { severity: 'low', meaning: 'answers go to another organisation than the author' },
  'reply-to-freemail': { severity: 'medium', meaning: 'answers go to a free mailbox although the author is not at one' },
  'return-path-elsewhere': { severity: 'info', meaning: 'bounces go to another organisation than the author' },
  'recipients-hidden': { severity: 'info', meaning: 'the message names no recipient' },
  'subject-forged-reply': { severity: 'low', meaning: 'the subject claims an answer, but the message answers nothing' },
  'subject-invisible': { severity: 'low', meaning: 'the subject holds invisible characters or letters of several scripts in one word' },
  'date-missing': { severity: 'low', meaning: 'the message has no readable date' },
  'date-far-off': { severity: 'medium', meaning: 'the date of the message is far from the time it arrived' },
  'message-id-missing': { severity: 'low', meaning: 'the message has no identifier' },
  'bulk-without-unsubscribe': { severity: 'low', meaning: 'the message was sent in bulk and offers no List-Unsubscribe' },

  'spf-fail': { severity: 'medium', meaning: 'the sending domain does not allow the address that handed the message over' },
  'spf-softfail': { severity: 'low', meaning: 'the sending domain says that the address is probably not allowed' },
  'dkim-fail': { severity: 'medium', meaning: 'a signature of the message does not hold' },
  'dkim-altered': { severity: 'low', meaning: 'the body was changed after it was signed' },
  'dmarc-fail': { severity: 'high', meaning: 'the domain of the author does not vouch for the message although it publishes a policy' },
  'arc-fail': { severity: 'low', meaning: 'the chain of forwarders is broken' },
  'authentication-none': { severity: 'info', meaning: 'nothing vouches for the domain of the author' },
  'claimed-fail': { severity: 'medium', meaning: 'the receiver noted that authentication failed' },

  'received-none': { severity: 'info', meaning: 'the message carries no trace of its way' },
  'received-time-backwards': { severity: 'low', meaning: 'time runs backwards between two stations' },
  'received-forged': { severity: 'medium', meaning: 'a trace line below the handover does not fit those above it' },
  'helo-forged': { severity: 'medium', meaning: 'the client named itself as the receiver itself' },
  'helo-literal': { severity: 'info', meaning: 'the client named itself by an address only' },

  'link-text-mismatch': { severity: 'high', meaning: 'the text of a link shows another domain than the one it leads to' },
  'link-ip': { severity: 'medium', meaning: 'a link leads to a bare address' },
  'link-ip-obscured': { severity: 'high', meaning: 'a link leads to an address that is written so that it is not recognised' },
  'link-look-alike': { severity: 'high', meaning: 'the host of a link is made to look like a well-known one' },
  'link-mixed-script': { severity: 'high', meaning: 'the host of a link mixes letters of several scripts' },
  'link-punycode': { severity: 'low', meaning: 'the host of a link is written in other letters than ASCII' },
  'link-userinfo': { severity: 'high', meaning: 'a link carries a user name that hides its host' },
  'link-shortener': { severity: 'low', meaning: 'a link hides its target behind a shortening service' },
  'link-data': { severity: 'medium', meaning: 'a link carries a whole document in itself' },
  'link-script': { severity: 'high', meaning: 'a link runs a script' },
  'link-file': { severity: 'high', meaning: 'a link reaches into files or programs of the reader' },
  'link-executable': { severity: 'high', meaning: 'a link leads to a program' },
  'link-archive': { severity: 'low', meaning: 'a link leads to an archive' },
  'link-odd-port': { severity: 'low', meaning: 'a link leads to an unusual port' },
  'link-many-subdomains': { severity: 'low', meaning: 'the host of a link has many levels, which hides its domain' },
  'link-nested': { severity: 'low', meaning: 'a link carries another address in itself, as open redirectors do' },
  'link-anyone': { severity: 'low', meaning: 'a link leads to a place where anyone can publish at once' },
  'link-ipfs': { severity: 'medium', meaning: 'a link leads to content that nobody can take down' },
  'link-onion': { severity: 'medium', meaning: 'a link leads into a hidden network' },
  'link-malformed': { severity: 'low', meaning: 'a link is written so that programs read it differently' },
  'link-hidden': { severity: 'low', meaning: 'a link cannot be seen' },

  'html-form': { severity: 'medium', meaning: 'the message asks for input in a form of its own' },
  'html-password': { severity: 'high', meaning: 'the message asks for a password in a form of its own' },
  'html-script': { severity: 'medium', meaning: 'the message carries script' },
  'html-refresh': { severity: 'medium', meaning: 'the message moves the reader to another page by itself' },
  'html-frame': { severity: 'low', meaning: 'the message embeds another page' },
  'html-hidden-text': { severity: 'low', meaning: 'the message holds text that the reader cannot see' },
  'html-tracking-pixel': { severity: 'info', meaning: 'an image that cannot be seen tells the sender that the message was opened' },
  'html-images-only': { severity: 'low', meaning: 'the message is pictures with hardly any text' },
  'text-split-words': { severity: 'medium', meaning: 'words are split by characters that cannot be seen' },
  'text-mixed-script': { severity: 'medium', meaning: 'words mix letters of several scripts' },
  'text-piled-marks': { severity: 'low', meaning: 'the text piles up marks or characters that cannot be seen' },
  'phone-bait': { severity: 'medium', meaning: 'the message offers nothing but a telephone number to act on' },
  'cryptocurrency-address': { severity: 'low', meaning: 'the message names an address for payment in a cryptocurrency' },
  'body-empty': { severity: 'info', meaning: 'the message has no text' },

  'attachment-executable': { severity: 'high', meaning: 'an attachment is a program' },
  'attachment-script': { severity: 'high', meaning: 'an attachment is a script' },
  'attachment-shortcut': { severity: 'high', meaning: 'an attachment is a shortcut that runs something else' },
  'attachment-disk-image': { severity: 'high', meaning: 'an attachment is a disk image' },
  'attachment-onenote': { severity: 'medium', meaning: 'an attachment is a OneNote page' },
  'attachment-macros': { severity: 'high', meaning: 'an attachment carries macros' },
  'attachment-remote-template': { severity: 'high', meaning: 'an attachment loads a template or object from elsewhere' },
  'attachment-embedded': { severity: 'medium', meaning: 'an attachment carries another file or object inside of it' },
  'attachment-equation': { severity: 'high', meaning: 'an attachment uses the old equation editor, known for its holes' },
  'attachment-dde': { severity: 'high', meaning: 'an attachment starts programs by DDE' },
  'attachment-javascript': { severity: 'medium', meaning: 'a document carries script' },
  'attachment-launch': { severity: 'high', meaning: 'a document starts a program' },
  'attachment-html': { severity: 'medium', meaning: 'an attachment is a web page that opens on the reader’s own machine' },
  'attachment-html-form': { severity: 'high', meaning: 'an attached web page asks for input' },
  'attachment-html-smuggling': { severity: 'high', meaning: 'an attached web page puts a file together and hands it to the reader' },
  'attachment-svg-script': { severity: 'high', meaning: 'an attached drawing carries script' },
  'attachment-double-extension': { severity: 'high', meaning: 'the name of an attachment shows one kind of file and is another' },
  'attachment-dangerous-name': { severity: 'medium', meaning: 'the name of an attachment makes it run when it is opened' },
  'attachment-type-mismatch': { severity: 'medium', meaning: 'the content of an attachment is not what its name says' },
  'attachment-name-bidi': { severity: 'high', meaning: 'the name of an attachment holds characters that turn its direction' },
  'attachment-name-unsafe': { severity: 'medium', meaning: 'the name of an attachment is a path, a device or far too long' },
  'attachment-bomb': { severity: 'high', meaning: 'a picture or document unfolds to far more than it is' },
  'attachment-damaged': { severity: 'info', meaning: 'a document is damaged or cut short' },
  'attachment-encrypted': { severity: 'medium', meaning: 'an attachment is locked with a password' },
  'archive-bomb': { severity: 'high', meaning: 'an archive unpacks to far more than it is' },
  'archive-path-escape': { severity: 'high', meaning: 'an archive would write outside of its folder' },
  'archive-damaged': { severity: 'info', meaning: 'an archive is damaged' },

  'mime-malformed': { severity: 'info', meaning: 'the form of the message is broken' },
  'mime-evasive': { severity: 'medium', meaning: 'the form of the message is broken in ways that make programs read it differently' },
  'charset-wrong': { severity: 'low', meaning: 'the text is not in the charset that is declared' },
  'limit-reached': { severity: 'low', meaning: 'not all of the message was read, since it goes beyond a limit' },
} as const satisfies Readonly<Record<string, { readonly severity: Severity; readonly meaning: string }>>

export type FindingCode = keyof typeof findingCodes

/** Collects findings; the same code is kept a bounded number of times, its further rests joined to the last one. */
export type Findings = {
  add(
    code: FindingCode,
    rests: readonly Rest[],
    params?: Readonly<Record<string, string | number | boolean | null>>,
    severity?: Severity,
  ): void
  readonly list: Finding[]
}

const mostOfOne = 25
const mostRests = 100

/** A fresh collector. */
export function collectFindings(): Findings {
  const list: Finding[] = []
  const counts = new Map<string, number>()
  return {
    list,
    add(code, rests, params = {}, severity = findingCodes[code].severity) {
      const count = counts.get(code) ?? 0
      counts.set(code, count + 1)
      if (count < mostOfOne) {
        list.push({ code, severity, params: bounded(params), rests: rests.slice(0, mostRests) })
        return
      }
      const index = list.findLastIndex((finding) => finding.code === code)
      const last = list[index]
      if (last !== undefined && last.rests.length < mostRests)
        list[index] = { ...last, rests: [...last.rests, ...rests].slice(0, mostRests) }
    },
  }
}

function bounded(params: Readonly<Record<string, string | number | boolean | null>>): Finding['params'] {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, 500) : value]))
}

const order: readonly Severity[] = ['high', 'medium', 'low', 'info']

/** Findings by weight, the heaviest first; within one weight as they were made. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
}
