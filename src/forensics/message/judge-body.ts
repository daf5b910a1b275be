import type { Message } from '../../formats/mime/index.ts'
import { mixesScripts } from '../url/index.ts'
import type { FoundAttachment } from './attachments.ts'
import type { Findings } from './findings.ts'
import type { HtmlReading } from './html.ts'
import type { FoundLink } from './links.ts'
import { findPayments } from './payments.ts'
import type { Rest } from './reading.ts'

export type ReadDocument = { readonly part: string; readonly html: HtmlReading }

/** Says what the text and the documents of a message amount to. */
export function judgeBody(
  message: Message,
  text: string,
  documents: readonly ReadDocument[],
  links: readonly FoundLink[],
  attachments: readonly FoundAttachment[],
  findings: Findings,
): void {
  for (const document of documents) judgeDocument(document, findings)
  judgePixels(links, findings)
  const images = documents.reduce((sum, document) => sum + document.html.images, 0)
  const letters = text.replace(/https?:\S+/g, '').replace(/[^\p{L}]/gu, '').length
  if (images > 0 && letters < 60)
    findings.add(
      'html-images-only',
      documents.map((document): Rest => ({ part: document.part })),
      { images, letters },
    )
  if (letters === 0 && images === 0 && attachments.length === 0) findings.add('body-empty', [{ part: '0' }])
  judgeLetters(message, text, findings)
  judgePhone(message, text, links, findings)
  const bodyPart = message.parts.find((part) => part.text !== null)?.path ?? '0'
  for (const payment of findPayments(text)) {
    findings.add('cryptocurrency-address', [{ text: { part: bodyPart, at: payment.at } }], {
      currency: payment.currency,
      address: payment.address,
    })
  }
}

const preheader = 250

function judgeDocument({ part, html }: ReadDocument, findings: Findings): void {
  const rests: Rest[] = [{ part }]
  if (html.passwordFields > 0) findings.add('html-password', rests, { fields: html.passwordFields })
  else if (html.forms > 0) findings.add('html-form', rests, { forms: html.forms })
  if (html.scripts > 0) findings.add('html-script', rests, { scripts: html.scripts })
  if (html.refresh) findings.add('html-refresh', rests)
  if (html.frames > 0) findings.add('html-frame', rests, { frames: html.frames })
  const hidden = html.hiddenText.replace(/(?:\u034f|[\s\u00a0\u200b-\u200f\u00ad\ufeff])+/g, ' ').trim()
  if (hidden.length > 3) {
    // a line for the list of messages that is hidden in the message itself is everyday; a page of words is not
    const weight =
      hidden.length > 4 * preheader
        ? 'medium'
        : hidden.length <= preheader && html.hiddenHow.every((how) => how === 'hidden')
          ? 'info'
          : 'low'
    findings.add(
      'html-hidden-text',
      rests,
      { characters: hidden.length, how: html.hiddenHow.join(' '), sample: hidden.slice(0, 120) },
      weight,
    )
  }
  if (html.cut) findings.add('limit-reached', rests, { what: 'html' })
}

function judgePixels(links: readonly FoundLink[], findings: Findings): void {
  const pixels = links.flatMap((found, index): { rest: Rest; host: string | null }[] =>
    found.pixel && found.link.where === 'img' && found.link.host !== null ? [{ rest: { link: index }, host: found.link.host }] : [],
  )
  if (pixels.length > 0)
    findings.add(
      'html-tracking-pixel',
      pixels.map((pixel) => pixel.rest),
      { count: pixels.length, host: pixels[0]?.host ?? null },
    )
}

function judgeLetters(message: Message, text: string, findings: Findings): void {
  const part = message.parts.find((one) => one.text !== null)?.path ?? '0'
  const sample = text.slice(0, 50_000)
  // plain ASCII has none of what follows
  if (/^[\u0000-\u007f]*$/.test(sample)) return
  const split = [
    ...sample.matchAll(
      /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}](?:\u034f|[\u200b-\u200d\u2060\u00ad\ufeff])+(?=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu,
    ),
  ]
  if (split.length >= 5) findings.add('text-split-words', [{ text: { part, at: split[0]?.index ?? 0 } }], { count: split.length })
  const piled = /[\p{M}\p{Cf}\p{Emoji_Modifier}]{100,}/u.exec(sample)
  if (piled !== null) findings.add('text-piled-marks', [{ text: { part, at: piled.index } }], { count: piled[0].length })
  const mixed = (sample.match(/[\p{L}]{4,40}/gu) ?? []).slice(0, 5000).filter((word) => mixesScripts(word))
  if (mixed.length >= 2) findings.add('text-mixed-script', [{ part }], { count: mixed.length, sample: mixed.slice(0, 5).join(' ') })
}

const telephone =
  /(?:\+|\b00)?\d{1,3}[\s().·\u2010-\u2015-]{1,3}\(?\d{2,4}\)?[\s().·\u2010-\u2015-]{1,3}\d{3,4}[\s.·\u2010-\u2015-]?\d{2,4}\b|\(\d{3}\)\s?\d{3}[\s.-]?\d{4}\b|\b1?[-. ]?8(?:00|33|44|55|66|77|88|05|08|10|18)[-. ]?\d{3}[-. ]?\d{4}\b/g
const urges =
  /\b(?:call|phone|dial|toll[- ]?free|help ?(?:desk|line)|customer (?:care|support|service)|hotline|reach us|anrufen|rufen sie|kontaktieren|appelez|llame|llámenos|ligue|chiama|bel ons|zadzwoń|позвоните|звоните)\b|致电|拨打|客服|電話|電話番号|お電話|전화|اتصل/i
const stakes =
  /\b(?:invoice|order|subscription|renew(?:al|ed)?|charged?|refund|cancel|payment|transaction|purchase|billing|antivirus|security|account|rechnung|abo|facture|commande|factura|pedido|pagamento|fattura|ordine|счет|заказ)\b|订单|扣款|退款|請求|注文|결제|환불|فاتورة|طلب/i

function judgePhone(message: Message, text: string, links: readonly FoundLink[], findings: Findings): void {
  const web = links.some((found) => /^https?$/.test(found.link.scheme) && (found.link.where === 'a' || found.link.where === 'text'))
  const subject = message.header.find((field) => field.key === 'subject')?.value ?? ''
  const all = `${subject}\n${text.slice(0, 20_000)}`
  if (web || text.length > 6000) return
  const numbers = [...new Set([...all.matchAll(telephone)].map((match) => match[0].trim()))].filter(
    (number) => number.replace(/\D/g, '').length >= 9,
  )
  if (numbers.length === 0 || numbers.length > 4 || !urges.test(all) || !stakes.test(all)) return
  findings.add('phone-bait', [{ part: message.parts.find((part) => part.text !== null)?.path ?? '0' }], { number: numbers[0] ?? null })
}
