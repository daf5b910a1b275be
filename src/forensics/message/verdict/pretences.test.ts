import { expect, test } from 'vitest'
import { analyseMessage } from '../analyse.ts'
import { type Pretence, pretencesOf } from './pretences.ts'

const said: readonly (readonly [Pretence, string])[] = [
  ['service', 'Your mailbox storage is 98% full. Upgrade your email quota now'],
  ['service', 'Our system detected that your wallet is not verified'],
  ['service', 'Your antivirus subscription has expired'],
  ['service', 'You have 3 undelivered messages'],
  ['service', 'Sua conta foi bloqueada, regularize agora'],
  ['service', 'Ihr Postfach ist voll'],
  ['giveaway', 'Congrats, you have been selected: complete the short survey'],
  ['giveaway', 'Sie wurden für unser Gewinnspiel ausgewählt'],
  ['blackmail', 'I have full access to your device'],
  ['blackmail', 'tenho acesso total ao seu dispositivo'],
]

test.each(said)('%s: %s', (pretence, text) => {
  expect([...pretencesOf(null, text)]).toContain(pretence)
})

test('are not seen in what people write to each other', () => {
  const plain = [
    'The storage in the cellar is dry; bring the boxes on Saturday.',
    'I moved your files to the new account and updated the wiki.',
    '周末一起去爬山吗？妈妈说她也想来。',
    'Danke für die Rechnung, ich überweise morgen.',
  ]
  expect(plain.flatMap((text) => [...pretencesOf(null, text)])).toEqual([])
})

test('are looked for in bounded time, whatever the text', { timeout: 20_000 }, () => {
  for (const piece of ['mailbox ', 'your account is ', 'you have new ', 'sua conta ', 'been ', '邮箱', 'a '])
    expect(pretencesOf(piece.repeat(50), piece.repeat(20_000)).size).toBeLessThanOrEqual(3)
})

test('whoever poses as the keeper of an account and leads somewhere is a phisher; a list of unsubscribe links makes no seller of somebody else', async () => {
  const header = 'From: x@sender.example\r\nReturn-Path: <y@other.example>\r\nList-Unsubscribe: <https://out.example/u>\r\n'
  const mail = (text: string) =>
    analyseMessage(
      Buffer.from(
        `${header}Subject: URGENT!!! act now\r\nContent-Type: text/html\r\n\r\n<p>${text} FREE $$$ money guaranteed!!! Click here <a href="https://out.example/a">click here</a></p>`,
      ),
      {},
    )
  const { verdict } = await mail('Your mailbox quota exceeded, 98% full.')
  expect([verdict.kind, verdict.unwanted >= 0.5]).toEqual(['phishing', true])
  expect((await mail('Cheap offers today.')).verdict.kind).not.toBe('marketing')
})
