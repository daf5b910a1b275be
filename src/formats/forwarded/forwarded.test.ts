import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitForward } from './index.ts'

const cases: readonly (readonly [name: string, text: string, from: string, subject: string, body: string])[] = [
  [
    'Gmail',
    'Is this real?\n\n---------- Forwarded message ---------\nFrom: Bank <x@evil.example>\nDate: Tue, 3 Mar 2026 at 09:14\nSubject: Your account\nTo: <me@home.example>\n\n\nClick here\n',
    'x@evil.example',
    'Your account',
    'Click here',
  ],
  [
    'Outlook without any announcement',
    'Please look at this.\n\nRegards\nAnn\n\n________________________________\nFrom: Bank <x@evil.example>\nSent: Tuesday, March 3, 2026 9:14 AM\nTo: Me <me@home.example>\nSubject: Your account\n\nClick here',
    'x@evil.example',
    'Your account',
    'Click here',
  ],
  [
    'Apple Mail with quotation',
    'spam?\n\n> Begin forwarded message:\n> \n> From: Bank <x@evil.example>\n> Subject: Your account\n> Date: 3 March 2026 at 09:14:00 CET\n> To: me@home.example\n> \n> Click here\n\nSent from my iPhone',
    'x@evil.example',
    'Your account',
    'Click here',
  ],
  [
    'Thunderbird in German',
    '\n-------- Weitergeleitete Nachricht --------\nBetreff: Ihr Konto\nDatum: Tue, 3 Mar 2026 09:14:00 +0100\nVon: Bank <x@evil.example>\nAn: me@home.example\n\nHier klicken',
    'x@evil.example',
    'Ihr Konto',
    'Hier klicken',
  ],
  [
    'Outlook in French',
    'Bonjour\n\nDe : Banque <x@evil.example>\nEnvoyé : mardi 3 mars 2026 09:14\nÀ : me@home.example\nObjet : Votre compte\n\nCliquez',
    'x@evil.example',
    'Votre compte',
    'Cliquez',
  ],
  [
    'Outlook in Chinese',
    '请看\n\n发件人: 银行 <x@evil.example>\n发送时间: 2026年3月3日 9:14\n收件人: me@home.example\n主题: 您的账户\n\n点击这里',
    'x@evil.example',
    '您的账户',
    '点击这里',
  ],
  [
    'Gmail in Arabic',
    'مريب\n\n---------- رسالة معاد توجيهها ---------\nمن: البنك <x@evil.example>\nالتاريخ: الثلاثاء ٣ مارس ٢٠٢٦\nالموضوع: حسابك\nإلى: me@home.example\n\nاضغط هنا',
    'x@evil.example',
    'حسابك',
    'اضغط هنا',
  ],
  [
    'Mail.ru in Russian',
    'Спам\n\n-------- Пересылаемое сообщение --------\nОт кого: Банк <x@evil.example>\nКому: me@home.example\nДата: Вторник, 3 марта 2026\nТема: Ваш счёт\n\nНажмите',
    'x@evil.example',
    'Ваш счёт',
    'Нажмите',
  ],
  [
    'a Japanese program',
    '迷惑メール\n\n差出人: 銀行 <x@evil.example>\n送信日時: 2026年3月3日 9:14\n宛先: me@home.example\n件名: お知らせ\n\nこちら',
    'x@evil.example',
    'お知らせ',
    'こちら',
  ],
  [
    'Outlook with mailto brackets and bold labels',
    'fyi\n\n*From:* Bank [mailto:x@evil.example]\n*Sent:* 3 March 2026\n*To:* Me\n*Subject:* Your account\n\nClick here',
    'x@evil.example',
    'Your account',
    'Click here',
  ],
]

describe('an inline forward', () => {
  test.each(cases)('of %s is taken apart', (_, text, from, subject, body) => {
    const found = splitForward(text)
    expect(found?.from?.address).toBe(from)
    expect(found?.subject).toBe(subject)
    expect(found?.body).toBe(body)
    expect(found?.own).not.toContain(body)
  })

  test('leaves the forwarder’s own words, above and below', () => {
    expect(splitForward(cases[2]?.[1] ?? '')?.own).toBe('spam?\n\nSent from my iPhone')
    expect(splitForward(cases[1]?.[1] ?? '')?.own).toBe('Please look at this.\n\nRegards\nAnn')
  })

  test('of a forward is the outer one', () => {
    const inner = '---------- Forwarded message ---------\nFrom: a@inner.example\nSubject: inner\n\ndeep'
    expect(splitForward(`x\n---------- Forwarded message ---------\nFrom: b@outer.example\nSubject: outer\n\n${inner}`)).toMatchObject({
      subject: 'outer',
      body: inner,
    })
  })

  test('keeps the date where its zone is known', () => {
    expect(splitForward(cases[3]?.[1] ?? '')?.date).toBe('2026-03-03T08:14:00Z')
    expect(splitForward(cases[1]?.[1] ?? '')?.date).toBeNull()
  })

  test('keeps a long body whole', () => {
    expect(
      splitForward(`---- Forwarded message ----\nFrom: a@b.example\nSubject: s\n\n${'line\n'.repeat(20_000)}`)?.body.split('\n'),
    ).toHaveLength(20_000)
  })
})

test('what is no forward is left alone', () => {
  expect(splitForward('Hello\n\nFrom: my point of view it is fine.\nTo: be honest, yes.')).toBeUndefined()
  expect(splitForward('On Tue, 3 Mar 2026, Ann wrote:\n> hi')).toBeUndefined()
  expect(splitForward('')).toBeUndefined()
  expect(splitForward('From:\n'.repeat(50_000))).toBeUndefined()
})

test('any text is read without an exception', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'From: a@b.example',
          'Sent: x',
          'To: y',
          'Subject: z',
          '',
          '> ',
          '---- Forwarded message ----',
          ' fold',
          'De: x',
          'text',
        ),
        { maxLength: 30 },
      ),
      (lines) => {
        const found = splitForward(lines.join('\n'))
        if (found !== undefined) expect(typeof found.body).toBe('string')
      },
    ),
  )
})
