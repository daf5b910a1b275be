import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { analyseMessage } from '../analyse.ts'
import type { VerdictKind } from '../reading.ts'
import { judgeMessage } from './judge.ts'
import { type Lure, luresOf } from './lures.ts'
import { isLearnable, type Model, priorOf } from './model.ts'
import { phrasesOf, type Trait, traitsOf } from './traits.ts'

const samples = new URL('../../../../fixtures/samples/', import.meta.url)
const reports = new URL('../../../../fixtures/reports/', import.meta.url)
const read = (folder: URL, name: string) => analyseMessage(readFileSync(new URL(name, folder)), {})
const mail = (text: string, header = '') =>
  analyseMessage(Buffer.from(`From: a@b.example\r\nTo: c@d.example\r\nSubject: hello\r\n${header}\r\n${text}\r\n`), {})

// as whoever wrote the samples means them
const kinds: Readonly<Record<string, VerdictKind>> = {
  'advance-fee.en': 'scam',
  'bidi-file-name.ar': 'malware',
  'charset-lie.ar': 'scam',
  'double-extension.pt': 'malware',
  'extortion.ru': 'scam',
  'form-in-mail.fr': 'phishing',
  'hidden-salad.de': 'spam',
  'homograph-domain.fr': 'phishing',
  'html-smuggling.es': 'malware',
  'look-alike-link.en': 'phishing',
  'newsletter.fr': 'marketing',
  'personal.zh-Hans': 'legitimate',
  'phone-bait.en': 'scam',
  'svg-script.de': 'malware',
  'userinfo-link.es': 'phishing',
  'zip-in-zip.ru': 'malware',
}

describe('a verdict', () => {
  test.each(Object.entries(kinds))('%s is %s', async (name, kind) => {
    const { verdict } = await read(samples, `${name}.eml`)
    expect(verdict.kind).toBe(kind)
    if (kind === 'legitimate') expect(verdict.unwanted).toBeLessThan(0.5)
    else if (kind !== 'marketing') expect(verdict.unwanted).toBeGreaterThanOrEqual(0.5)
  })

  test('a bounce is one by what it carries, and not by its subject', async () => {
    expect((await read(reports, 'bounce.eml')).verdict.kind).toBe('bounce')
    expect((await mail('It could not be delivered.', 'Subject: Undelivered Mail Returned to Sender\r\n')).verdict.kind).not.toBe('bounce')
  })

  test('where there is nothing to judge, none is given', async () => {
    expect((await analyseMessage(new Uint8Array(), {})).verdict.kind).toBe('unknown')
    expect((await analyseMessage(Buffer.from('From: a@b.example\r\n\r\n'), {})).verdict.kind).toBe('unknown')
  })

  test('has a number from 0 to 1 and its reasons by weight, with their sides told apart, for every sample', async () => {
    for (const name of readdirSync(samples).filter((one) => one.endsWith('.eml'))) {
      const { verdict } = await read(samples, name)
      expect(verdict.unwanted).toBeGreaterThanOrEqual(0)
      expect(verdict.unwanted).toBeLessThanOrEqual(1)
      const weights = verdict.reasons.map(({ weight }) => Math.abs(weight))
      expect(weights).toEqual([...weights].sort((a, b) => b - a))
      expect(verdict.reasons.length).toBeGreaterThan(0)
      for (const { code, weight } of verdict.reasons) if (code.endsWith('-wanted')) expect(weight).toBeLessThan(0)
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
    }
  })

  test('is the same from a reading that was stored', async () => {
    const reading = await read(samples, 'look-alike-link.en.eml')
    expect(judgeMessage(JSON.parse(JSON.stringify(reading)))).toEqual(reading.verdict)
  })

  test('a finding counts by its severity though nothing was ever learned of it', async () => {
    const none = { learned: null, said: null }
    const blank: Model = { start: 0, weightOf: priorOf }
    const { unwanted } = judgeMessage(await read(samples, 'bidi-file-name.ar.eml'), none, blank)
    expect(unwanted).toBeGreaterThan(0.9)
    expect(judgeMessage(await mail('See you on Tuesday.'), none, blank).unwanted).toBeLessThan(0.6)
  })
})

describe('traits', () => {
  test('are each there once, and never more than a bounded number, whatever comes', async () => {
    const words = Array.from({ length: 50_000 }, (_, at) => `w${at.toString(36)}x`).join(' ')
    const links = Array.from({ length: 3_000 }, (_, at) => `https://h${at}.example/a`).join('\n')
    const traits = traitsOf(await mail(`${words}\n${links}`))
    expect(new Set(traits.map(({ family, name }) => `${family} ${name}`)).size).toBe(traits.length)
    expect(traits.length).toBeLessThan(20_000)
  })

  test('are words and pairs of words; characters in pairs where words are not parted; numbers all alike', () => {
    expect(phrasesOf('Dear friend, pay $ 500')).toEqual(['dear', 'friend', 'dear friend', 'pay', 'friend pay', '$', 'pay $', '0', '$ 0'])
    expect(phrasesOf('银行账户')).toEqual(['银行', '行账', '账户'])
    expect(phrasesOf('see https://bad.example/x or ask a@b.example')).toEqual(['see', 'or', 'see or', 'ask', 'or ask'])
  })

  test('are read in bounded time, whatever the text', { timeout: 20_000 }, () => {
    for (const piece of ['x', '\u0301', '@', 'a@', '!', ' ', '1', 'www.', '银'])
      expect(phrasesOf(piece.repeat(100_000)).length).toBeLessThan(200_000)
  })

  test('of a language, a charset, a country, a list or a file weigh nothing by themselves', () => {
    const never: readonly Trait[] = [
      { family: 'words', name: '银行' },
      { family: 'words', name: 'счёт заблокирован' },
      { family: 'form', name: 'charset gb2312' },
      { family: 'form', name: 'encoding base64' },
      { family: 'form', name: 'field list-unsubscribe' },
      { family: 'form', name: 'no list-unsubscribe' },
      { family: 'sender', name: 'top cn' },
      { family: 'links', name: 'to shop.example.cn' },
      { family: 'files', name: 'type image/png' },
    ]
    expect(never.filter(isLearnable)).toEqual([])
    expect(isLearnable({ family: 'words', name: 'überweisen sie' })).toBe(true)
    expect(isLearnable({ family: 'links', name: 'ip-literal' })).toBe(true)
  })
})

describe('lures', () => {
  const lures: readonly (readonly [Lure, string])[] = [
    ['credentials', 'Please verify your account now'],
    ['credentials', 'Bitte bestätigen Sie Ihre Daten'],
    ['credentials', '请立即验证您的账户'],
    ['account-threat', 'Your mailbox will be suspended'],
    ['account-threat', 'تم تعليق حسابك: حساب معلق، تعليق'],
    ['account-threat', 'お客様のアカウントは停止されました'],
    ['advance-fee', 'I am a barrister; my late client left 12 million US dollars'],
    ['prize', 'Congratulations! You have won. Claim your prize draw'],
    ['prize', 'مبروك! لقد ربحت جائزة'],
    ['extortion', 'I recorded you with your webcam. Send bitcoin'],
    ['extortion', 'Я взломал вашу камеру, переведите биткоин'],
    ['credentials', 'Verificare la sua identità'],
    ['prize', 'Félicitations, vous avez gagné'],
    ['parcel-fee', 'Ваша посылка: нужна оплата. Your parcel'],
    ['parcel-fee', 'Your parcel is on hold: pay the customs fee'],
    ['invoice', 'Please find the invoice attached'],
    ['gift-card', 'Are you available? I need gift cards urgently'],
    ['bank-change', 'Our bank details changed: please use the new IBAN'],
  ]
  test.each(lures)('%s: %s', (lure, text) => {
    expect(luresOf(null, text)).toContain(lure)
  })

  test('are not seen in what people write to each other', () => {
    const plain = [
      'See you at the station on Tuesday, bring the maps.',
      'The build failed again; I pushed a fix to the branch and opened a ticket.',
      '周末一起去爬山吗？妈妈说她也想来。',
      'Спасибо за фотографии, очень красиво! Признаюсь, завидую.',
      'شكرًا على الصور، نلتقي يوم الثلاثاء.',
    ]
    expect(plain.map((text) => luresOf(null, text))).toEqual(plain.map(() => []))
  })

  test('are looked for in bounded time, whatever the text', { timeout: 20_000 }, () => {
    for (const piece of ['verify your ', 'account account ', 'new bank ', 'a ', '$', 'million million ', '账户', 'you have been '])
      luresOf(piece.repeat(200), piece.repeat(20_000))
  })
})
